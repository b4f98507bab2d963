//! Loops that wait, whatever library they look at.

/// Goes round until it sees more than 0.
pub fn one(look: impl Fn() -> u64) -> u64 {
    loop {
        let value = look();
        if value != 0 {
            break value;
        }
    }
}

/// Goes round until it sees more than 0 twice, one after the other: others may come between.
pub fn both(look: impl Fn(usize) -> u64) -> u64 {
    loop {
        let (first, second) = (look(0), look(1));
        if first != 0 && second != 0 {
            break first * 10 + second;
        }
    }
}
