//! Measuring: medians of wall time, and a figure beside its bound.

use ::real::time::{Duration, Instant};

/// How long `f` takes.
pub fn time(f: impl FnOnce()) -> Duration {
    let start = Instant::now();
    f();
    start.elapsed()
}

/// The middle one of some values. Other programs on the machine disturb some rounds; the middle one hardly.
///
/// # Panics
/// If there are none.
pub fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("a measured value is a number"));
    values[values.len() / 2]
}

/// How long `f` takes when nothing disturbs it: other programs only ever make a round longer, so of a hundred rounds the
/// tenth fastest is taken.
pub fn undisturbed(f: impl Fn()) -> Duration {
    let mut rounds: Vec<Duration> = (0..100).map(|_| time(&f)).collect();
    rounds.sort_unstable();
    rounds[9]
}

/// A line of the result. Returns whether the bound holds.
pub fn report(what: &str, figure: f64, unit: &str, at_least: f64) -> bool {
    let holds = figure >= at_least;
    let verdict = if holds { "holds" } else { "FAILS" };
    let figure = if figure < 100.0 {
        format!("{figure:.2}")
    } else {
        format!("{figure:.0}")
    };
    println!("{verdict}  {figure:>7} {unit}, at least {at_least}: {what}");
    holds
}
