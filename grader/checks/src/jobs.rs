//! How many processes the searches of this check may use.

use std::fs;
use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;

use model_std::model::Jobs;

use crate::silent;

/// Set once, when the process begins; one if nobody does.
static MOST: OnceLock<usize> = OnceLock::new();

/// Sets how many.
pub(crate) fn allow(most: usize) {
    // A process runs one check.
    let _ = MOST.set(most.max(1));
}

/// This many, and others than this one only while a processor is idle.
pub(crate) fn allowed() -> Jobs {
    let most = MOST.get().copied().unwrap_or(1);
    Jobs::new(most)
        .only_if(is_processor_idle)
        .only_while(silent::is_kept)
        .impatient()
}

/// As many as there are processors.
fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Whether fewer threads run on the machine than it has processors. Where it does not tell, there is none to spare.
fn is_processor_idle() -> bool {
    let load = fs::read_to_string("/proc/loadavg");
    load.is_ok_and(|load| running(&load).is_some_and(|running| running < processors()))
}

/// Threads that run or are ready to, from `0.42 0.31 0.25 2/771 4711`.
fn running(load: &str) -> Option<usize> {
    let (running, _) = load.split(' ').nth(3)?.split_once('/')?;
    running.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_tells_how_many_threads_run() {
        assert_eq!(running("0.42 0.31 0.25 2/771 4711\n"), Some(2));
        assert_eq!(running("0.42 0.31"), None);
        assert_eq!(running(""), None);
    }
}
