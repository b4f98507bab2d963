//! How much there would be to try, in words: as exact as an estimate is.

/// "There are about 4 million interleavings; to try all of them would take about 30 s here."
pub fn there_are(interleavings: u64, seconds: f64) -> String {
    format!(
        "There are {} interleavings; to try all of them would take {} here.",
        count(interleavings as f64),
        time(seconds)
    )
}

const COUNTS: [(f64, &str); 3] = [(1e9, " billion"), (1e6, " million"), (1.0, "")];

/// Beyond this nobody wants to know it more exactly.
const COUNTLESS: f64 = 1e12;

fn count(number: f64) -> String {
    if number >= COUNTLESS {
        return "more than 1,000 billion".to_owned();
    }
    let rounded = one_digit(number);
    let (unit, name) = unit_of(rounded, &COUNTS);
    let number = (rounded / unit).round() as u64;
    format!("about {}{name}", runtrace::prose::grouped(number))
}

const TIMES: [(f64, &str); 3] = [(3_600.0, "hour"), (60.0, "minute"), (1.0, "second")];

/// Where an estimate in hours says no more.
const DAY: f64 = 86_400.0;

fn time(seconds: f64) -> String {
    if seconds >= DAY {
        return "more than a day".to_owned();
    }
    let (unit, name) = unit_of(seconds, &TIMES);
    let number = one_digit(seconds / unit).max(1.0) as u64;
    let plural = if number == 1 { "" } else { "s" };
    format!("about {number} {name}{plural}")
}

/// The greatest unit that is not more than the number, or the least there is.
fn unit_of<'a>(number: f64, units: &[(f64, &'a str); 3]) -> (f64, &'a str) {
    let fits = units.iter().find(|(unit, _)| number >= *unit);
    *fits.unwrap_or(&units[2])
}

/// The number with one digit that counts.
fn one_digit(number: f64) -> f64 {
    if number < 1.0 {
        return 1.0;
    }
    let power = 10_f64.powf(number.log10().floor());
    (number / power).round() * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_exact_as_an_estimate_is() {
        for (number, said) in [
            (7.0, "about 7"),
            (4_321.0, "about 4,000"),
            (362_880.0, "about 400,000"),
            (3_628_800.0, "about 4 million"),
            (39_916_800.0, "about 40 million"),
            (9.7e8, "about 1 billion"),
            (4.79e11, "about 500 billion"),
            (6.2e12, "more than 1,000 billion"),
        ] {
            assert_eq!(count(number), said);
        }
    }

    #[test]
    fn so_are_times() {
        for (seconds, said) in [
            (0.2, "about 1 second"),
            (33.0, "about 30 seconds"),
            (61.0, "about 1 minute"),
            (1_700.0, "about 30 minutes"),
            (5_000.0, "about 1 hour"),
            (80_000.0, "about 20 hours"),
            (90_000.0, "more than a day"),
        ] {
            assert_eq!(time(seconds), said);
        }
    }
}
