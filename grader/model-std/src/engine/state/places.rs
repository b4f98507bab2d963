//! Whose file a place is in. It is asked at every operation, and a path takes long to look at: so it is remembered.

use std::cell::Cell;
use std::ptr;

use crate::engine::ids::Site;
use crate::engine::mixing::mix;
use crate::source_path;

/// Whose file a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The program's own: a line that means something to a reader.
    Program,
    /// This crate's.
    Ours,
    /// std's.
    Std,
    /// A library's that is compiled on the model.
    Library,
}

impl Whose {
    fn told_by_path(file: &str) -> Self {
        if source_path::is_inside_modelled_library(file) {
            Self::Library
        } else if source_path::is_inside_std(file) {
            Self::Std
        } else if source_path::is_inside_a_library(file) {
            Self::Ours
        } else {
            Self::Program
        }
    }
}

/// Places that are remembered. Two that share an entry are looked at in turn, which only takes longer.
const ENTRIES: usize = 256;

thread_local! {
    /// The address of a place, which is never used for another, and whose it is. No place is at address 0.
    static KNOWN: [Cell<(usize, Whose)>; ENTRIES] = const { [const { Cell::new((0, Whose::Program)) }; ENTRIES] };
}

/// Whose file the place is in.
pub fn whose(site: Site) -> Whose {
    let address = ptr::from_ref(site).addr();
    let entry = mix(address as u64) as usize % ENTRIES;
    KNOWN.with(|known| {
        let (before, whose) = known[entry].get();
        if before == address {
            return whose;
        }
        let whose = Whose::told_by_path(site.file());
        known[entry].set((address, whose));
        whose
    })
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    #[test]
    fn a_place_is_told_again_as_the_first_time() {
        let here = Location::caller();
        let in_std = *[Some(1)].map(|_| Location::caller()).first().expect("one");
        for _ in 0..2 {
            assert_eq!(whose(here), Whose::Ours);
            assert_eq!(whose(in_std), Whose::told_by_path(in_std.file()));
        }
    }

    #[test]
    fn a_path_tells_whose_it_is() {
        for (file, expected) in [
            ("src/lib.rs", Whose::Program),
            (file!(), Whose::Ours),
            ("/rustc/5980/library/core/src/time.rs", Whose::Std),
            ("/target/out/modelled-library/lib.rs", Whose::Library),
        ] {
            assert_eq!(Whose::told_by_path(file), expected, "{file}");
        }
    }
}
