//! The users that programs of the sandbox are, where root grades.

use std::fs;

use super::sys;

/// The lowest user that a program of the sandbox can be. Systems give such high numbers to nobody.
pub(super) const LOWEST_USER: u32 = 2_000_000_000;

/// Above the highest: compilers' begin a hundred million above those of checks, and processes have numbers of 22 bits.
const END: u32 = LOWEST_USER + 100_000_000 + (1 << 22);

/// Whether this process can become one of them. The root of a container may be root over a few users only, or over itself
/// alone: it is confined as an ordinary user is, and is no more to the machine.
pub(crate) fn can_be_others() -> bool {
    sys::is_root() && fs::read_to_string("/proc/self/uid_map").is_ok_and(|map| has_them_all(&map))
}

/// Whether the users of a namespace contain all of them. A line of the map is the first user inside, the first outside,
/// and how many.
fn has_them_all(map: &str) -> bool {
    map.lines().any(|line| {
        let numbers: Vec<u64> = line.split_whitespace().flat_map(str::parse).collect();
        let [first, _, count] = numbers[..] else {
            return false;
        };
        first <= LOWEST_USER.into() && u64::from(END) <= first + count
    })
}

#[cfg(test)]
mod tests {
    use super::has_them_all;

    #[test]
    fn the_root_of_a_namespace_with_few_users_cannot_become_others() {
        for (map, has) in [
            ("         0          0 4294967295\n", true),
            ("         0          0          1\n", false),
            ("0 1000 1\n1 100000 65536\n", false),
            ("0 1000 1\n1 100000 4000000000\n", true),
            ("", false),
        ] {
            assert_eq!(has_them_all(map), has, "{map:?}");
        }
    }
}
