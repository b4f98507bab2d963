//! What the programs that a process has started are doing: computing, or waiting.

/// How many threads of the programs that this process has started, and of those that these have started, run or could run
/// if there were a processor for them. None where the system does not tell.
pub fn threads_at_work() -> Option<usize> {
    #[cfg(target_os = "linux")]
    return Some(at_work_below(std::process::id()));
    #[cfg(not(target_os = "linux"))]
    None
}

#[cfg(target_os = "linux")]
fn at_work_below(itself: u32) -> usize {
    let mut at_work = 0;
    crate::time_limit::for_each_thread(itself, |process, _, thread| {
        if process != itself {
            let stat = std::fs::read_to_string(thread.join("stat")).unwrap_or_default();
            at_work += usize::from(is_at_work(&stat));
        }
    });
    at_work
}

/// Whether a thread runs, is ready to or waits for the disk: the letter behind its name, which may hold anything.
#[cfg(target_os = "linux")]
fn is_at_work(stat: &str) -> bool {
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest);
    state.is_some_and(|state| state.starts_with(['R', 'D']))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::thread;
    use std::time::Duration;

    use rustix::process::{Pid, Signal, kill_process_group};

    use super::*;

    /// Waits until so many threads are at work below a shell that runs the script.
    fn see(script: &str, wanted: usize) {
        let mut command = Command::new("sh");
        let mut shell = command
            .args(["-c", script])
            .process_group(0)
            .spawn()
            .unwrap();
        // Once they are, they are always: what is done before is short.
        let looks = (0..20_000).map(|_| thread::sleep(Duration::from_millis(1)));
        let is_seen = looks
            .map(|()| at_work_below(shell.id()))
            .any(|at_work| at_work == wanted);
        kill_process_group(Pid::from_child(&shell), Signal::KILL).unwrap();
        shell.wait().unwrap();
        assert!(is_seen, "{script}");
    }

    #[test]
    fn the_letter_behind_the_name_says_it() {
        assert!(is_at_work("7 (a) S) R 1 7 7 0"));
        assert!(is_at_work("7 (a) D 1 7 7 0"));
        assert!(!is_at_work("7 (R) S 1 7 7 0"));
        assert!(!is_at_work(""));
    }

    #[test]
    fn programs_that_compute_are_at_work_and_one_that_sleeps_is_not() {
        let computes = "(while :; do :; done)";
        see(&format!("{computes} & {computes} & sleep 1000 & wait"), 2);
        see("sleep 1000 & wait", 0);
    }
}
