//! Watches for a model that gets nowhere: a thread in a loop that does nothing modelled, such as `loop {}`, never hands
//! control back to the engine, so that no step limit can end it. An OS thread of its own says where that is, and after a
//! generous time ends the process, because nothing less can.

use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use super::current_thread::NOW;

/// How often it looks. Time is counted in looks, so that a process that was stopped meanwhile (in a debugger, on a
/// laptop that slept) is not taken for one that was busy.
const LOOK: Duration = Duration::from_millis(250);

/// After this, or after half of the limit, it says where the model is.
const SAY_AFTER: Duration = Duration::from_secs(5);

/// The limit in milliseconds; 0 for none.
static LIMIT: AtomicU64 = AtomicU64::new(60_000);

/// Sets how long a model may go without a step before the process is ended; never, if `None`.
pub fn set_limit(limit: Option<Duration>) {
    let limit = limit.map_or(0, |limit| limit.as_millis().max(1));
    LIMIT.store(u64::try_from(limit).unwrap_or(0), Relaxed);
}

fn limit() -> Option<Duration> {
    let limit = LIMIT.load(Relaxed);
    (limit > 0).then(|| Duration::from_millis(limit))
}

/// Starts the watch, once. A system that has no thread to spare goes without.
pub fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let _ = thread::Builder::new()
            .name("model watchdog".to_owned())
            .spawn(watch);
    });
}

fn watch() {
    let mut patience = Patience::default();
    loop {
        thread::sleep(LOOK);
        let steps = NOW.is_running().then(|| NOW.steps());
        match patience.look(steps, limit()) {
            Act::Wait => {}
            Act::Say => eprintln!("{}", said(patience.quiet, limit())),
            Act::End => {
                eprintln!("{}", said(patience.quiet, None));
                eprintln!("Ending the process.");
                process::abort();
            }
        }
    }
}

/// One line, because it may be shown among the last words of a process.
fn said(quiet: Duration, limit: Option<Duration>) -> String {
    let (mut name, mut place) = (String::new(), String::new());
    // Writing to a `String` cannot fail.
    let _ = NOW.write_name(&mut name);
    let _ = NOW.write_place(&mut place);
    if !place.is_empty() {
        place.insert(0, ' ');
    }
    let end = limit.map_or_else(String::new, |limit| {
        format!(
            " After {} s of this the process is ended.",
            limit.as_secs_f64()
        )
    });
    format!(
        "{name} has run for {} s without an operation that the model can see.{place} A loop that never ends?{end}",
        quiet.as_secs_f64()
    )
}

/// How long nothing has happened.
#[derive(Default)]
struct Patience {
    quiet: Duration,
    /// Steps at the last look.
    steps: u64,
    said: bool,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
enum Act {
    Wait,
    Say,
    End,
}

impl Patience {
    /// One more look, at the number of steps so far, if a model runs.
    fn look(&mut self, steps: Option<u64>, limit: Option<Duration>) -> Act {
        if steps != Some(self.steps) {
            *self = Self {
                steps: steps.unwrap_or(0),
                ..Self::default()
            };
            return Act::Wait;
        }
        self.quiet += LOOK;
        let say_after = limit.map_or(SAY_AFTER, |limit| SAY_AFTER.min(limit / 2));
        if limit.is_some_and(|limit| self.quiet >= limit) {
            Act::End
        } else if !self.said && self.quiet >= say_after {
            self.said = true;
            Act::Say
        } else {
            Act::Wait
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_words_have_no_gap_where_no_place_is_known() {
        let said = said(Duration::from_secs(5), None);
        assert!(!said.contains("  "), "{said}");
    }

    /// What is done at each of the looks, without those that only wait: number of the look from 1, and act.
    fn acts(looks: impl IntoIterator<Item = Option<u64>>, limit: Option<u64>) -> Vec<(usize, Act)> {
        let mut patience = Patience::default();
        let limit = limit.map(Duration::from_secs);
        let looks = looks.into_iter().map(|steps| patience.look(steps, limit));
        (1..)
            .zip(looks)
            .filter(|(_, act)| *act != Act::Wait)
            .collect()
    }

    #[test]
    fn whoever_stands_still_is_told_of_and_then_ended() {
        // The first look only notes the steps; then four looks are a second.
        let looks = [Some(7); 241];
        assert_eq!(acts(looks, Some(60)), [(21, Act::Say), (241, Act::End)]);
        assert_eq!(acts(looks, Some(4))[..2], [(9, Act::Say), (17, Act::End)]);
    }

    #[test]
    fn without_a_limit_it_is_only_told_of() {
        assert_eq!(acts([Some(7); 1_000], None), [(21, Act::Say)]);
    }

    #[test]
    fn a_step_begins_the_time_anew_and_no_model_has_none() {
        let slow = (0..1_000).map(|look| Some(look / 10));
        assert_eq!(acts(slow, Some(60)), []);
        assert_eq!(acts([None; 1_000], Some(60)), []);
        let twice = [[Some(1); 30], [Some(2); 30]].concat();
        assert_eq!(acts(twice, None), [(21, Act::Say), (51, Act::Say)]);
    }
}
