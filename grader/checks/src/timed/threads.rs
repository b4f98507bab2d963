//! Bounds on the threads of a virtual-time run: how many were started, whether they waited or asked, what they left.

use std::time::Duration;

use course::Cause;
use course::proof::{seconds, seconds_apart};
use model_std::model::{Interval, ThreadTimeline, Timeline, Waiting};

use super::{Broken, Run, VirtualRun, broken};
use crate::check_state;
use crate::source::is_checks;

impl VirtualRun {
    /// How many threads were started in the run, those that the check started itself among them; main was there before.
    pub fn threads(&self) -> usize {
        self.runs
            .first()
            .map_or(0, |run| started(&run.timeline).count())
    }

    /// Exactly `n` threads are started in the whole run, however long each of them lives; else `wrong`.
    /// `why` says where the number comes from: `as ThreadPool::new(2) was asked for`.
    pub fn threads_started(self, n: usize, why: &str) -> Self {
        self.hold(|run| threads_started(&run.timeline, n, why))
    }

    /// No thread sleeps in the submission's file, wakes because a time-out is over, or looks again and again: each waits
    /// until another thread wakes it. Else `wrong`.
    pub fn without_polling(self) -> Self {
        self.hold(|run| without_polling(&run.timeline, Sleeping::Polls))
    }

    /// As [`without_polling`](Self::without_polling), of a submission that has reason to sleep: no thread wakes because a
    /// time-out is over, or looks again and again. Else `wrong`.
    pub fn without_asking_again(self) -> Self {
        self.hold(|run| without_polling(&run.timeline, Sleeping::Works))
    }

    /// Every thread has ended when the closure returns; else `wrong`. `what` should have waited: `drop(pool)`.
    pub fn leaves_no_thread(self, what: &str) -> Self {
        self.hold(|run| leaves_no_thread(run, what))
    }

    /// No thread is still asleep when the closure returns; else `wrong`. `what` should have waited: `do_threaded_tasks`. A
    /// result that does not need the threads cannot show that they were waited for.
    pub fn leaves_nobody_asleep(self, what: &str) -> Self {
        self.hold(|run| leaves_nobody_asleep(run, what))
    }

    /// At each multiple of `step` up to the end, somebody has slept, worked or waited in vain long enough; else `wrong`. So
    /// 50 s of one sleep are told from five of 10 s.
    pub fn in_steps_of(self, step: Duration) -> Self {
        self.hold(|run| in_steps_of(run, step))
    }

    /// All threads together sleep and work for exactly `wanted`; else `wrong`. So a thread that did what it was asked to is
    /// told from one that was only kept asleep for as long as another.
    pub fn sleeps_in_all(self, wanted: Duration) -> Self {
        self.hold(|run| sleeps_in_all(run, wanted))
    }

    /// All threads together sleep for no more than `asked_for`, which is what the submission waits for outside: the answers
    /// of a web ([`web`](crate::web)), for instance. Else `wrong`: the rest are naps between two looks.
    pub fn without_naps(self, asked_for: Duration) -> Self {
        self.hold(|run| without_naps(run, asked_for))
    }

    /// Demands the bound of every run. What a pass proves is said by the bounds on time, and these add nothing to it.
    fn hold(self, bound: impl Fn(&Run) -> Result<(), Broken>) -> Self {
        match broken(&self.runs, bound) {
            Some(outcome) => check_state::end(outcome),
            None => self,
        }
    }
}

fn started(timeline: &Timeline) -> impl Iterator<Item = &ThreadTimeline> {
    timeline
        .lanes()
        .iter()
        .filter(|lane| lane.started_by.is_some())
}

fn threads_started(timeline: &Timeline, n: usize, why: &str) -> Result<(), Broken> {
    let found = started(timeline).count();
    if found == n {
        return Ok(());
    }
    let be = if found == 1 { "was" } else { "were" };
    let message = format!(
        "{} {be} started; it must be exactly {n}, {why}",
        threads(found)
    );
    Err(Broken::wrong(message))
}

/// What it means that a thread sleeps in the submission's file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sleeping {
    /// It naps until it looks again.
    Polls,
    /// It is what the exercise asks for.
    Works,
}

fn without_polling(timeline: &Timeline, sleeping: Sleeping) -> Result<(), Broken> {
    for lane in timeline.lanes() {
        // What still waits at the end of the run has not been woken, and has not looked either.
        let end = match lane.left_at {
            Some(_) => timeline.elapsed(),
            None => Duration::MAX,
        };
        let is_poll = |at: &&Interval| at.until < end && is_poll(at, sleeping);
        let mut polls = lane.intervals.iter().filter(is_poll);
        if let Some(first) = polls.next() {
            let what = match first.waiting {
                Waiting::Sleep => "it sleeps, and looks when the time is over",
                _ => "it asks again and again, or its wait has a time-out",
            };
            let message = format!(
                "{} goes on without being woken ({}): {what}; it must wait until another thread wakes it",
                lane.name, first.place
            );
            return Err(Broken::because(Cause::WrongPolls, message));
        }
    }
    Ok(())
}

/// Whether the stretch was ended by the clock alone, and the check did not ask for that.
fn is_poll(interval: &Interval, sleeping: Sleeping) -> bool {
    match interval.waiting {
        Waiting::Work | Waiting::Core => false,
        Waiting::Sleep if sleeping == Sleeping::Works => false,
        Waiting::Sleep => {
            let file = interval.place.rsplit_once(':').map(|(file, _)| file);
            !file.is_some_and(is_checks)
        }
        _ => interval.ended_by.is_none(),
    }
}

fn leaves_no_thread(run: &Run, what: &str) -> Result<(), Broken> {
    let left = run.timeline.leaked();
    if left == 0 {
        return Ok(());
    }
    let message = format!(
        "{what} returned, and {} had not ended; it must wait for every thread",
        threads(left)
    );
    Err(Broken::because(Cause::WrongUnjoined, message))
}

fn leaves_nobody_asleep(run: &Run, what: &str) -> Result<(), Broken> {
    let lanes = run.timeline.lanes().iter();
    let is_asleep = |lane: &&ThreadTimeline| {
        let left = lane.left_at.as_ref();
        left.is_some_and(|at| at.waiting == Waiting::Sleep)
    };
    let asleep: Vec<&ThreadTimeline> = lanes.filter(is_asleep).collect();
    let Some(first) = asleep.first() else {
        return Ok(());
    };
    let (who, was) = match asleep.len() {
        1 => (first.name.clone(), "was"),
        many => (threads(many), "were"),
    };
    let message =
        format!("{what} returned while {who} {was} still asleep; it must wait for every thread");
    Err(Broken::because(Cause::WrongUnjoined, message))
}

fn in_steps_of(run: &Run, step: Duration) -> Result<(), Broken> {
    let intervals = run.timeline.lanes().iter().flat_map(|lane| &lane.intervals);
    // A wait that only the clock has ended, such as a `recv_timeout`, is a sleep by another name.
    let slept = intervals.filter(|at| at.waiting.is_busy() || at.ended_by.is_none());
    let ends: Vec<Duration> = slept.map(|at| at.until).collect();
    let mut due = step;
    while due <= run.elapsed {
        if !ends.contains(&due) {
            let message = format!(
                "no sleep ended {} after the start; each task has to take {} of its own",
                seconds(due),
                seconds(step)
            );
            return Err(Broken::wrong(message));
        }
        due += step;
    }
    Ok(())
}

fn sleeps_in_all(run: &Run, wanted: Duration) -> Result<(), Broken> {
    if run.busy == wanted {
        return Ok(());
    }
    let (slept, wanted) = seconds_apart(run.busy, wanted);
    let message = format!(
        "all threads together slept for {slept}{}; what was asked for makes {wanted}",
        run.place(),
    );
    Err(Broken::wrong(message))
}

fn without_naps(run: &Run, asked_for: Duration) -> Result<(), Broken> {
    if run.busy <= asked_for {
        return Ok(());
    }
    let (slept, asked_for) = seconds_apart(run.busy, asked_for);
    let message = format!(
        "all threads together slept for {slept}, and what they had to wait for takes {asked_for}: the rest are naps \
         between two looks; a thread must wait until another thread wakes it"
    );
    Err(Broken::because(Cause::WrongPolls, message))
}

fn threads(n: usize) -> String {
    match n {
        1 => "1 thread".to_owned(),
        n => format!("{n} threads"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model_std::model::virtual_time;
    use model_std::sync::{Arc, Condvar, Mutex, mpsc};
    use model_std::thread;

    use course::Verdict;

    const SECOND: Duration = Duration::from_secs(1);

    fn verdict(result: Result<(), Broken>) -> Option<Verdict> {
        result.err().map(|broken| broken.verdict)
    }

    /// A thread that waits for a message which comes after 3 s, in that way.
    fn waits(wait: fn(&mpsc::Receiver<u64>)) -> Timeline {
        virtual_time(move || {
            let (send, receive) = mpsc::channel();
            let waiter = thread::spawn(move || wait(&receive));
            let sender = thread::spawn(move || {
                for _ in 0..3 {
                    // The clock stops at each second, as it does for the tasks of a check.
                    model_std::model::work(SECOND);
                }
                send.send(1)
            });
            waiter.join().unwrap();
            sender.join().unwrap().ok();
        })
    }

    #[test]
    fn a_thread_that_is_woken_does_not_poll() {
        let timeline = waits(|receive| assert_eq!(receive.recv(), Ok(1)));
        assert_eq!(verdict(without_polling(&timeline, Sleeping::Polls)), None);
        let told_of_the_end = virtual_time(|| {
            let (send, receive) = mpsc::channel::<u64>();
            let sender = thread::spawn(move || {
                model_std::model::work(SECOND);
                drop(send);
            });
            let end = receive.recv_timeout(9 * SECOND);
            assert_eq!(end, Err(mpsc::RecvTimeoutError::Disconnected));
            sender.join().unwrap();
        });
        let found = verdict(without_polling(&told_of_the_end, Sleeping::Polls));
        assert_eq!(found, None, "the last sender that goes wakes it");
        let notified = virtual_time(|| {
            let shared = Arc::new((Mutex::new(false), Condvar::new()));
            let other = Arc::clone(&shared);
            let waker = thread::spawn(move || {
                model_std::model::work(SECOND);
                *other.0.lock().unwrap() = true;
                other.1.notify_all();
            });
            let mut done = shared.0.lock().unwrap();
            while !*done {
                done = shared.1.wait(done).unwrap();
            }
            drop(done);
            waker.join().unwrap();
        });
        assert_eq!(verdict(without_polling(&notified, Sleeping::Polls)), None);
    }

    #[test]
    fn a_thread_that_asks_again_polls_whatever_it_does_in_between() {
        let ways: [fn(&mpsc::Receiver<u64>); 5] = [
            |receive| while receive.try_recv().is_err() {},
            |receive| {
                while receive.try_recv().is_err() {
                    thread::yield_now();
                }
            },
            |receive| {
                while receive.try_recv().is_err() {
                    model_std::hint::spin_loop();
                }
            },
            |receive| {
                while receive.try_recv().is_err() {
                    thread::sleep(SECOND / 4);
                }
            },
            |receive| while receive.recv_timeout(SECOND / 4).is_err() {},
        ];
        for (number, wait) in ways.into_iter().enumerate() {
            let timeline = waits(wait);
            let naps = number == 3;
            let found = without_polling(&timeline, Sleeping::Polls).expect_err("it asks");
            assert_eq!(found.cause, Some(Cause::WrongPolls), "way {number}");
            assert_eq!(
                found.message.contains("it sleeps"),
                naps,
                "{}",
                found.message
            );
            let found = verdict(without_polling(&timeline, Sleeping::Works));
            assert_eq!(found.is_none(), naps, "way {number}");
        }
    }

    #[test]
    fn main_polls_too_up_to_the_very_end() {
        let spins = virtual_time(|| {
            let worker = thread::spawn(|| thread::sleep(SECOND));
            while !worker.is_finished() {}
        });
        let broken = without_polling(&spins, Sleeping::Works).expect_err("it asks");
        assert!(
            broken
                .message
                .starts_with("main goes on without being woken"),
            "{}",
            broken.message
        );
    }

    #[test]
    fn a_nap_is_told_from_what_was_asked_for() {
        let run = |nap: Duration| {
            let timeline = virtual_time(move || {
                let answer = thread::spawn(|| thread::sleep(2 * SECOND));
                thread::sleep(nap);
                answer.join().unwrap();
            });
            Run::of(None, None, timeline)
        };
        let nap = SECOND / 100;
        assert!(without_naps(&run(Duration::ZERO), 2 * SECOND).is_ok());
        let found = without_naps(&run(nap), 2 * SECOND).expect_err("it naps");
        assert_eq!(found.cause, Some(Cause::WrongPolls));
        assert!(without_naps(&run(nap), 2 * SECOND + nap).is_ok());
    }

    #[test]
    fn every_thread_counts_that_was_started() {
        let two = virtual_time(|| {
            let inner = || thread::spawn(|| {}).join().unwrap();
            thread::spawn(inner).join().unwrap();
        });
        assert_eq!(verdict(threads_started(&two, 2, "")), None);
        let broken = threads_started(&two, 1, "because 1 was asked for");
        let Broken {
            verdict, message, ..
        } = broken.expect_err("there are two");
        assert_eq!(verdict, Verdict::Wrong);
        assert_eq!(
            message,
            "2 threads were started; it must be exactly 1, because 1 was asked for"
        );
    }

    #[test]
    fn a_thread_that_nobody_waited_for_is_asleep_though_main_slept_as_long() {
        let nap = || thread::sleep(SECOND);
        let left = virtual_time(move || {
            drop(thread::spawn(nap));
            nap();
        });
        let found = leaves_nobody_asleep(&Run::of(None, None, left), "run_two");
        assert_eq!(
            found.expect_err("nobody waited for it").message,
            "run_two returned while worker 1 was still asleep; it must wait for every thread"
        );
        let joined = virtual_time(move || thread::spawn(nap).join().unwrap());
        let found = leaves_nobody_asleep(&Run::of(None, None, joined), "run_two");
        assert_eq!(verdict(found), None);
    }

    #[test]
    fn a_thread_that_nobody_joined_is_left() {
        let left = virtual_time(|| drop(thread::spawn(|| thread::sleep(SECOND))));
        let run = Run::of(None, None, left);
        let left = leaves_no_thread(&run, "drop(pool)");
        let message = left.expect_err("one is left").message;
        assert_eq!(
            message,
            "drop(pool) returned, and 1 thread had not ended; it must wait for every thread"
        );
        let joined = virtual_time(|| thread::spawn(|| thread::sleep(SECOND)).join().unwrap());
        let run = Run::of(None, None, joined);
        assert_eq!(verdict(leaves_no_thread(&run, "drop(pool)")), None);
    }

    #[test]
    fn a_thread_that_sleeps_for_anothers_time_is_found_by_the_sum() {
        let two = |a, b| {
            virtual_time(move || {
                let other = thread::spawn(move || thread::sleep(a));
                thread::sleep(b);
                other.join().unwrap();
            })
        };
        let own = Run::of(None, None, two(SECOND, 2 * SECOND));
        assert_eq!(verdict(sleeps_in_all(&own, 3 * SECOND)), None);
        let longer = Run::of(None, None, two(2 * SECOND, 2 * SECOND));
        let found = sleeps_in_all(&longer, 3 * SECOND).expect_err("it is a second too much");
        assert_eq!(found.verdict, Verdict::Wrong);
        assert_eq!(
            found.message,
            "all threads together slept for 4.000 s; what was asked for makes 3.000 s"
        );
    }

    #[test]
    fn one_long_sleep_is_not_many_short_ones() {
        let short = virtual_time(|| (0..3).for_each(|_| thread::sleep(SECOND)));
        assert_eq!(
            verdict(in_steps_of(&Run::of(None, None, short), SECOND)),
            None
        );
        let timed_out = virtual_time(|| {
            let (_send, receive) = mpsc::channel::<u64>();
            for _ in 0..3 {
                thread::park_timeout(SECOND / 2);
                receive.recv_timeout(SECOND / 2).ok();
            }
        });
        let timed_out = Run::of(None, None, timed_out);
        assert_eq!(verdict(in_steps_of(&timed_out, SECOND)), None);
        let long = virtual_time(|| thread::sleep(3 * SECOND));
        assert_eq!(
            verdict(in_steps_of(&Run::of(None, None, long), SECOND)),
            Some(Verdict::Wrong)
        );
    }
}
