//! `explore`: loom as often as it takes, with bounds.

use std::sync::Arc;

use super::attempt::attempt;
use super::settings::{Ended, Settings};
use super::word::{Explored, Word};

/// Preemptions and executions that an attempt has at most, attempt after attempt: without a bound first.
const ATTEMPTS: [(Option<usize>, u64); 3] = [(None, 1_000), (Some(2), 5_000), (Some(1), 5_000)];

/// Runs `f` under loom and says what loom makes of it.
///
/// Each attempt is cut short after some thousand executions; the next allows fewer preemptions. So the word is the same
/// on every machine. `f` and all it does must be the same in each execution.
///
/// Each attempt has an OS thread of its own. One that ends early stays parked there for ever with all that it holds,
/// because a failed execution cannot be unwound: loom's objects are used in destructors too. The process is
/// meant to end soon.
pub fn explore(f: impl Fn() + Send + Sync + 'static) -> Word {
    let f: Arc<dyn Fn() + Send + Sync> = Arc::new(f);
    let mut settings = Settings::default();
    for (preemptions, executions) in ATTEMPTS {
        settings.preemptions = preemptions;
        settings.executions = executions;
        let ended = loop {
            match attempt(&f, settings) {
                // What the executions look like has changed, so all begin again.
                Ended::Saw(looks) => settings.looks.insert(looks),
                ended => break ended,
            }
        };
        match ended {
            Ended::Complete(executions) => {
                return Word::Holds(Explored {
                    executions,
                    preemptions,
                });
            }
            Ended::Failed(failure) => return Word::Fails(failure),
            Ended::Cannot(why) => return Word::Cannot(why),
            Ended::Spent | Ended::Saw(_) => {}
        }
    }
    Word::Cannot("there are too many executions, even of those with one preemption".to_owned())
}
