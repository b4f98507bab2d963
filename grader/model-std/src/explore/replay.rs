//! Runs one execution again.

use std::sync::Arc;

use runtrace::Failure;

use super::explorer::{self, Explorer};
use super::schedule::{BadSchedule, Schedule};
use super::virtual_time::VirtualTime;

/// What came of running one schedule again.
#[derive(Debug, Clone)]
#[must_use]
#[non_exhaustive]
pub enum Replayed {
    /// It failed. The report is the same, to the byte, if the program is the same.
    Failed(Box<Failure>),
    /// It passed.
    Passed,
    /// The program does not follow the schedule; says where.
    Diverged(String),
}

/// As [`crate::model::replay`].
pub fn replay(f: Arc<dyn Fn() + Send + Sync>, schedule: &str) -> Result<Replayed, BadSchedule> {
    match schedule.parse()? {
        Schedule::Time {
            seed,
            cores,
            max_threads,
            focus,
        } => {
            let _one = super::OnlyModel::begin();
            let settings = VirtualTime {
                seed,
                cores,
                max_threads,
            };
            Ok(match settings.run_once(&f, focus).0 {
                Ok(_) => Replayed::Passed,
                Err(failure) => Replayed::Failed(failure),
            })
        }
        Schedule::Order { script, settings } => {
            let _one = super::OnlyModel::begin();
            let found = Explorer::new(f).follow(script, settings);
            Ok(match found.divergence {
                Some(why) => Replayed::Diverged(format!(
                    "the schedule is of another program or version: {why}"
                )),
                None if explorer::has_failed(&found.execution) => {
                    Replayed::Failed(Box::new(explorer::told(&found)))
                }
                None => Replayed::Passed,
            })
        }
    }
}
