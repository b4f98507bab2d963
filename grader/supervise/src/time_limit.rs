//! A limit of time that other programs on the machine do not shorten.

use std::time::{Duration, Instant};

/// By how much the time on the clock may exceed the limit, however busy the machine is.
const AT_MOST: u32 = 12;

/// How long a program may run. Time in which it was ready to run and had no processor does not count, so that a busy
/// machine and an idle one come to the same verdict. Linux alone tells of that time; elsewhere all of it counts.
#[derive(Debug, Clone)]
pub struct TimeLimit {
    began: Instant,
    allowed: Duration,
    ends: Instant,
}

impl TimeLimit {
    /// So much time from now on.
    pub fn of(allowed: Duration) -> Self {
        let began = Instant::now();
        Self {
            began,
            allowed,
            ends: began + allowed,
        }
    }

    /// When the limit is to be looked at again.
    pub fn ends(&self) -> Instant {
        self.ends
    }

    /// Whether the process and those that it started have had their time. If not, there is a new end.
    pub fn is_over(&mut self, process: u32) -> bool {
        let now = Instant::now();
        now >= self.ends && {
            self.forgive(starved(process));
            now >= self.ends
        }
    }

    /// The time that the process has had of it.
    pub fn used(&self, process: u32) -> Duration {
        let used = self.began.elapsed().saturating_sub(starved(process));
        used.min(self.allowed)
    }

    fn forgive(&mut self, starved: Duration) {
        let allowed = (self.allowed + starved).min(self.allowed * AT_MOST);
        self.ends = self.ends.max(self.began + allowed);
    }
}

/// For how long a process, or one that it started, has been ready to run without a processor.
pub fn without_a_processor(process: u32) -> Duration {
    starved(process)
}

/// For how long a thread of the process, or of one that it started, has been ready to run without a processor. Of several
/// it is the one that was kept waiting longest.
#[cfg(target_os = "linux")]
fn starved(process: u32) -> Duration {
    /// A process that starts others without end is no reason to go on without end.
    const LOOKS: usize = 1_000;

    let mut longest = 0;
    let mut processes = vec![process];
    let mut looked = 0;
    while let Some(process) = processes.pop().filter(|_| looked < LOOKS) {
        // Who has ended meanwhile starves no more.
        let threads = std::fs::read_dir(format!("/proc/{process}/task"));
        for thread in threads.into_iter().flatten().flatten().take(LOOKS) {
            looked += 1;
            let read = |file| std::fs::read_to_string(thread.path().join(file)).unwrap_or_default();
            longest = longest.max(nanos_in_queue(&read("schedstat")));
            let started = read("children");
            processes.extend(started.split_whitespace().flat_map(str::parse::<u32>));
        }
    }
    Duration::from_nanos(longest)
}

/// Nanoseconds that a thread spent in the queue for a processor: the second number of its `schedstat`.
#[cfg(target_os = "linux")]
fn nanos_in_queue(schedstat: &str) -> u64 {
    let second = schedstat.split_whitespace().nth(1);
    second
        .and_then(|nanos| nanos.parse().ok())
        .unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn starved(_process: u32) -> Duration {
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn time_without_a_processor_does_not_count() {
        let mut limit = TimeLimit::of(10 * SECOND);
        let began = limit.began;
        limit.forgive(7 * SECOND);
        assert_eq!(limit.ends(), began + 17 * SECOND);
        limit.forgive(5 * SECOND);
        assert_eq!(limit.ends(), began + 17 * SECOND, "who starved has ended");
    }

    #[test]
    fn there_is_an_end_on_any_machine() {
        let mut limit = TimeLimit::of(10 * SECOND);
        limit.forgive(1_000 * SECOND);
        assert_eq!(limit.ends(), limit.began + 120 * SECOND);
    }

    #[test]
    fn a_process_that_waits_for_nothing_but_time_has_no_more_of_it() {
        let mut sleeper = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let mut limit = TimeLimit::of(Duration::ZERO);
        assert!(limit.is_over(sleeper.id()));
        sleeper.kill().unwrap();
        sleeper.wait().unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_queue_for_a_processor_is_the_second_number() {
        assert_eq!(nanos_in_queue("178996 17132298 3\n"), 17_132_298);
        assert_eq!(nanos_in_queue(""), 0);
    }

    /// More threads that never rest than there are processors: some of them have to wait.
    #[cfg(target_os = "linux")]
    #[test]
    fn threads_that_share_a_processor_starve() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let processors = std::thread::available_parallelism().unwrap().get();
        let enough = AtomicBool::new(false);
        let waited = std::thread::scope(|scope| {
            for _ in 0..2 * processors {
                scope.spawn(|| {
                    while !enough.load(Ordering::Relaxed) {
                        std::hint::spin_loop();
                    }
                });
            }
            let ends = Instant::now() + 60 * SECOND;
            let mut waited = Duration::ZERO;
            while waited < SECOND / 100 && Instant::now() < ends {
                waited = starved(std::process::id());
            }
            enough.store(true, Ordering::Relaxed);
            waited
        });
        assert!(waited >= SECOND / 100, "{waited:?}");
    }
}
