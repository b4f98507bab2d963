//! Words that several sentences need.

use std::time::Duration;

use crate::{ThreadTimeline, Waiting};

/// `10 s`, `0.25 s`.
#[must_use]
pub fn duration(time: Duration) -> String {
    let text = format!("{}.{:09}", time.as_secs(), time.subsec_nanos());
    format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number in groups of three digits: `56,805`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `a, b and c`; of more than four only the first two and the last, and how many.
pub(crate) fn list(lanes: &[ThreadTimeline], threads: &[usize]) -> String {
    let name = |thread: &usize| lanes[*thread].name.as_str();
    match threads {
        [] => "nobody".to_owned(),
        [one] => name(one).to_owned(),
        [first, second, .., last] if threads.len() > 4 => format!(
            "{}, {}, ... {} ({} threads)",
            name(first),
            name(second),
            name(last),
            threads.len()
        ),
        [start @ .., last] => {
            let start: Vec<_> = start.iter().map(name).collect();
            format!("{} and {}", start.join(", "), name(last))
        }
    }
}

/// What a thread did: `slept`, `waited for the Mutex`.
pub(crate) fn did(waiting: Waiting, object: &str) -> String {
    match waiting {
        Waiting::Sleep => "slept".to_owned(),
        Waiting::Work => "worked".to_owned(),
        Waiting::Lock => format!("waited for the {object}"),
        Waiting::Thread => format!("waited for {object} to end"),
        Waiting::Core => "waited for a core".to_owned(),
        Waiting::Other => format!("waited for {object}"),
    }
}

/// ` (src/lib.rs:12)`, or nothing if no line says it.
pub(crate) fn at(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" ({place})")
    }
}

/// What is said of a guard that lives through a body, by the word of the statement.
#[must_use]
pub fn held_through(word: &str) -> String {
    format!(
        "The lock stays locked while the body of the `{word}` runs: the guard that its first line makes lives to \
         the end of the body. Take what is needed out in a `let` of its own, and the guard is gone before the body \
         begins."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_as_many_digits_as_it_needs() {
        let times =
            [0, 250, 10_000, u64::MAX].map(|millis| duration(Duration::from_millis(millis)));
        let told = ["0 s", "0.25 s", "10 s", "18446744073709551.615 s"];
        assert_eq!(times, told);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 999, 1_000, 56_805, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "56,805", "1,234,567"]);
    }
}
