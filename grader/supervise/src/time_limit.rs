//! A limit of time that other programs on the machine do not shorten.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// By how much the time on the clock may exceed the limit, however busy the machine is.
const AT_MOST: u32 = 12;

/// How often a program is looked at: what ends in between takes with it what it waited.
const EVERY: Duration = Duration::from_millis(100);

/// How long a program may run. Time in which it was ready to run and had no processor does not count, so that a busy
/// machine and an idle one come to the same verdict. Linux alone tells of that time; elsewhere all of it counts.
///
/// Clones are for programs that run one after another, or beside each other, within the same time: what one of them had to
/// wait for a processor is forgiven the others too.
#[derive(Debug, Clone)]
pub struct TimeLimit {
    began: Instant,
    allowed: Duration,
    ends: Instant,
    /// When the program of this clone is looked at again.
    next_look: Instant,
    /// What they waited for a processor: of those beside each other, the longest wait.
    forgiven: Arc<Mutex<Duration>>,
    /// What had been forgiven when the program of this clone was looked at first.
    before: Option<Duration>,
    /// What the program of this clone waited.
    own: Starved,
}

impl TimeLimit {
    /// So much time from now on.
    pub fn of(allowed: Duration) -> Self {
        let began = Instant::now();
        Self {
            began,
            allowed,
            ends: began + allowed,
            next_look: began + EVERY,
            forgiven: Arc::default(),
            before: None,
            own: Starved::default(),
        }
    }

    /// When to ask again whether it is over: before its end, because many processes that come and go have to be seen.
    pub fn ask_again(&self) -> Instant {
        self.ends.min(self.next_look)
    }

    /// Whether the process and those that it started have had their time.
    pub fn is_over(&mut self, process: u32) -> bool {
        let now = Instant::now();
        now >= self.ask_again() && {
            self.look(process);
            now >= self.ends
        }
    }

    /// The time that the process has had of it.
    pub fn used(&mut self, process: u32) -> Duration {
        let used = self.began.elapsed().saturating_sub(self.look(process));
        used.min(self.allowed)
    }

    /// How long the program was seen to wait for a processor.
    pub fn waited(&self) -> Duration {
        self.own.total
    }

    /// Notes how long the process has waited for a processor by now, and returns it. What a thread waited that has ended
    /// before anybody looked is lost.
    fn look(&mut self, process: u32) -> Duration {
        let threads = threads_of(process);
        self.next_look = Instant::now() + EVERY;
        self.forgive(threads);
        self.own.total
    }

    fn forgive(&mut self, threads: BTreeMap<u32, Duration>) {
        self.own.look(threads);
        let mut forgiven = self.forgiven.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *self.before.get_or_insert(*forgiven);
        *forgiven = before.saturating_add(self.own.total).max(*forgiven);
        let allowed = (self.allowed + *forgiven).min(self.allowed * AT_MOST);
        self.ends = self.began + allowed;
    }
}

/// How long a program was ready to run without a processor, as far as somebody looked.
#[derive(Debug, Clone, Default)]
struct Starved {
    total: Duration,
    /// What each thread had waited at the last look.
    seen: BTreeMap<u32, Duration>,
}

impl Starved {
    /// Adds what the threads have waited since the last look: of several that wait at the same time, the
    /// longest wait.
    fn look(&mut self, threads: BTreeMap<u32, Duration>) {
        let since = |(thread, waited): (&u32, &Duration)| {
            let before = self.seen.get(thread).copied().unwrap_or_default();
            waited.saturating_sub(before)
        };
        let more = threads.iter().map(since).max().unwrap_or_default();
        self.total += more;
        self.seen = threads;
    }
}

/// For how long each thread of the process, and of those that it started, has been ready to run without a processor.
#[cfg(target_os = "linux")]
fn threads_of(process: u32) -> BTreeMap<u32, Duration> {
    let mut waited = BTreeMap::new();
    for_each_thread(process, |_, number, thread| {
        let schedstat = std::fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
        waited.insert(number, Duration::from_nanos(nanos_in_queue(&schedstat)));
    });
    waited
}

/// Shows every thread of the process, and of those that it started: the process that it belongs to, its number, and its
/// folder in `/proc`.
#[cfg(target_os = "linux")]
pub(crate) fn for_each_thread(process: u32, mut show: impl FnMut(u32, u32, &std::path::Path)) {
    /// A process that starts others without end is no reason to go on without end.
    const LOOKS: usize = 1_000;

    let mut shown = 0;
    let mut processes = vec![process];
    while let Some(process) = processes.pop().filter(|_| shown < LOOKS) {
        // Who has ended meanwhile starves no more.
        let threads = std::fs::read_dir(format!("/proc/{process}/task"));
        for thread in threads.into_iter().flatten().flatten().take(LOOKS) {
            shown += 1;
            let folder = thread.path();
            let number = thread
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            if let Some(number) = number {
                show(process, number, &folder);
            }
            let started = std::fs::read_to_string(folder.join("children")).unwrap_or_default();
            processes.extend(started.split_whitespace().flat_map(str::parse::<u32>));
        }
    }
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
fn threads_of(_process: u32) -> BTreeMap<u32, Duration> {
    BTreeMap::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// For the only thread of a program, so many seconds by now.
    fn waited(seconds: u32) -> BTreeMap<u32, Duration> {
        [(1, seconds * SECOND)].into()
    }

    #[test]
    fn time_without_a_processor_does_not_count() {
        let mut limit = TimeLimit::of(10 * SECOND);
        let began = limit.began;
        limit.forgive(waited(7));
        assert_eq!(limit.ends, began + 17 * SECOND);
        limit.forgive(waited(12));
        assert_eq!(limit.ends, began + 22 * SECOND);
    }

    #[test]
    fn what_a_compiler_waited_is_forgiven_to_the_one_after_it() {
        let mut first = TimeLimit::of(10 * SECOND);
        let mut second = first.clone();
        first.forgive(waited(7));
        second.forgive(waited(2));
        assert_eq!(second.ends, first.began + 19 * SECOND);
    }

    #[test]
    fn what_compilers_wait_beside_each_other_is_forgiven_once() {
        let mut first = TimeLimit::of(10 * SECOND);
        let mut second = first.clone();
        first.forgive(waited(0));
        second.forgive(waited(0));
        first.forgive(waited(7));
        second.forgive(waited(8));
        first.forgive(waited(9));
        assert_eq!(first.ends, first.began + 19 * SECOND);
    }

    #[test]
    fn what_a_thread_waited_that_has_ended_since_is_not_lost() {
        let mut starved = Starved::default();
        let mut look = |threads: &[(u32, u32)]| {
            let threads = threads
                .iter()
                .map(|&(thread, waited)| (thread, waited * SECOND));
            starved.look(threads.collect());
            starved.total
        };
        assert_eq!(look(&[(1, 5), (2, 3)]), 5 * SECOND, "at the same time");
        assert_eq!(look(&[(1, 6), (3, 4)]), 9 * SECOND);
        assert_eq!(look(&[(1, 6)]), 9 * SECOND);
    }

    #[test]
    fn a_program_is_looked_at_long_before_its_end() {
        let mut limit = TimeLimit::of(1_000 * SECOND);
        let first = limit.ask_again();
        assert!(first < limit.began + SECOND);
        while Instant::now() < first {
            std::thread::yield_now();
        }
        assert!(!limit.is_over(std::process::id()));
        assert!(first < limit.ask_again() && limit.ask_again() < limit.ends);
    }

    #[test]
    fn there_is_an_end_on_any_machine() {
        let mut limit = TimeLimit::of(10 * SECOND);
        limit.forgive(waited(1_000));
        assert_eq!(limit.ends, limit.began + 120 * SECOND);
    }

    #[cfg(unix)]
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
                let threads = threads_of(std::process::id());
                waited = threads.into_values().max().unwrap_or_default();
            }
            enough.store(true, Ordering::Relaxed);
            waited
        });
        assert!(waited >= SECOND / 100, "{waited:?}");
    }
}
