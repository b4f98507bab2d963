//! Checks of exercise 09: sums for many cores. In virtual time on machines of 1, 2, 4 and 8 cores,
//! and once for real.

#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's
extern crate std as real;

use checks::{Cause, Rendezvous, Verdict, VirtualRun, calling, deliberate_panic, exhaustive, fail};
use checks::{fail_because, millis, on_cores, sampled, secs, virtual_time};
use real::sync::atomic::{AtomicBool, Ordering};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use submission::{sums_in_sequence, sums_with_rayon, sums_with_threads};

checks::signatures! {
    fn sums_in_sequence(numbers: &[u64], work: fn(u64) -> u128) -> Vec<u128>;
    fn sums_with_threads(numbers: &[u64], threads: usize, work: fn(u64) -> u128) -> Vec<u128>;
    fn sums_with_rayon(numbers: &[u64], work: fn(u64) -> u128) -> Vec<u128>;
}

/// Twenty numbers of a second each take 20 s, whatever the machine: one call after the other, in the
/// order of the numbers, on the calling thread.
fn in_sequence_one_core_does_it_all() {
    for (cores, numbers) in [
        (1, seconds([1; 20])),
        (8, seconds([1; 20])),
        (4, Vec::new()),
    ] {
        let time = secs(numbers.len() as u64);
        calling(format!("sums_in_sequence of {}", said(&numbers)));
        on_cores(cores)
            .virtual_time(move || {
                let (caller, calls) = (thread::current().id(), Calls::default());
                let sums = sums_in_sequence(&numbers, |number| {
                    assert!(
                        thread::current().id() == caller,
                        "a call of `work` was made on another thread than the caller's"
                    );
                    calls.work(number)
                });
                calls.assert_each_once(&numbers, &sums);
                assert_eq!(
                    calls.begun(),
                    numbers,
                    "the order in which `work` was called"
                );
            })
            .never_concurrent()
            .takes_exactly(time);
    }
}

/// Twenty numbers of a second each take 20, 10, 5 and 3 s with as many threads as there are cores. More
/// threads than cores gain nothing, and more cores than threads neither.
fn threads_share_the_cores() {
    for (cores, threads, time) in [(1, 1, 20), (2, 2, 10), (4, 4, 5), (8, 8, 3)] {
        with_threads(cores, threads, seconds([1; 20])).takes_exactly(secs(time));
    }
    for (cores, threads, time) in [(1, 8, 20), (2, 8, 10), (8, 2, 10), (64, 20, 1)] {
        with_threads(cores, threads, seconds([1; 20])).takes_exactly(secs(time));
    }
    // Fewer numbers than threads, and none.
    with_threads(8, 8, seconds([3, 2, 1])).takes_exactly(secs(3));
    with_threads(2, 2, Vec::new()).takes_exactly(secs(0));
}

/// Four numbers in a row that take 6 s, and twelve of 1 s.
const LONG_ONES_FIRST: [u64; 16] = [6, 6, 6, 6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

/// Sixteen numbers of which four take 6 s and the others 1 s, 36 s in all: no thread is idle while
/// there is a number that nobody has begun.
fn a_free_thread_takes_the_next_number() {
    // Whichever the order in which they are taken, when the last one is begun all four have worked on
    // the others without a break.
    let limit = millis(13_500);
    let scattered = [6, 1, 1, 1, 6, 1, 1, 1, 6, 1, 1, 1, 6, 1, 1, 1];
    with_threads(4, 4, seconds(scattered)).at_most(limit);
    with_threads(4, 4, seconds(LONG_ONES_FIRST))
        .at_most(limit)
        .pictured();
}

/// Under every interleaving of two threads, each number is worked once and every sum is in its place. A
/// panic of `work` comes out of the call, and no threads at all are one too. Equal numbers are as many calls,
/// and two callers at once do not disturb each other.
fn no_sum_is_lost_or_done_twice() {
    // Of code that asks again and again there are too many interleavings, so this comes first.
    on_threads(2, 2, seconds([1; 4])).without_polling();
    for (numbers, threads) in [(vec![1001, 1000], 2), (vec![1001, 1002, 1000], 2)] {
        calling(format!(
            "sums_with_threads of {}, threads = {threads}",
            said(&numbers)
        ));
        exhaustive(move || {
            let calls = Calls::default();
            let sums = sums_with_threads(&numbers, threads, |number| calls.answer(number));
            calls.assert_each_once(&numbers, &sums);
        });
    }
    calling("sums_with_threads of three numbers, of which one makes `work` panic, threads = 2");
    panics("a call of `work` panicked", || {
        sums_with_threads(&[1, 2, 3], 2, no_two)
    });
    equal_numbers("sums_with_threads", |numbers, calls| {
        sums_with_threads(numbers, 2, |number| calls.work(number))
    });
    calling("sums_with_threads by two callers at the same time, threads = 2");
    on_cores(4).virtual_time(|| {
        thread::scope(|scope| {
            for numbers in [seconds([1; 6]), seconds([2; 3])] {
                scope.spawn(move || {
                    let calls = Calls::default();
                    let sums = sums_with_threads(&numbers, 2, |number| calls.work(number));
                    calls.assert_each_once(&numbers, &sums);
                });
            }
        });
    });
    calling("sums_with_threads of three numbers, threads = 0");
    panics("`threads` is 0", || {
        sums_with_threads(&[1, 2, 3], 0, square)
    });
}

/// rayon takes as long as threads do: 20, 10, 5 and 3 s. Under random schedules each number is worked once
/// and every sum is in its place. Long numbers in a row are not all left to one thread.
fn rayon_shares_the_cores() {
    for (cores, time) in [(1, 20), (2, 10), (4, 5), (8, 3)] {
        with_rayon(cores, seconds([1; 20])).takes_exactly(secs(time));
    }
    with_rayon(4, Vec::new()).takes_exactly(secs(0));
    // On four threads rayon cuts sixteen numbers into pieces of two at most. The last piece is begun when
    // the others are done or in work: after (36 - 12) / 4 s at the latest, and takes 12 s at most.
    with_rayon(4, seconds(LONG_ONES_FIRST)).at_most(secs(18));
    outside_of_the_pool();
    equal_numbers("sums_with_rayon", |numbers, calls| {
        sums_with_rayon(numbers, |number| calls.work(number))
    });
    calling("sums_with_rayon of five numbers");
    sampled(300, || {
        let (numbers, calls) = (seconds([1; 5]), Calls::default());
        let sums = sums_with_rayon(&numbers, |number| calls.answer(number));
        calls.assert_each_once(&numbers, &sums);
    });
    calling("sums_with_rayon of three numbers, of which one makes `work` panic");
    panics("a call of `work` panicked", || {
        sums_with_rayon(&[1, 2, 3], no_two)
    });
}

/// On the real std, in a pool of four: four calls of `work` are inside at once, on threads of rayon.
fn rayon_works_for_real() {
    calling("sums_with_rayon of eight numbers, for real, in a pool of four threads");
    let (meeting, gave_up) = (Rendezvous::of(4), AtomicBool::new(false));
    let outside = AtomicBool::new(false);
    let begun = real::sync::Mutex::new(Vec::new());
    let numbers = [3, 8, 1, 6, 4, 2, 7, 5];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build();
    let Ok(pool) = pool else {
        fail(
            Verdict::Inconclusive,
            "the system gives no threads; run it again",
        );
    };
    let of_the_pool = pool.broadcast(|_| real::thread::current().id());
    let sums = pool.install(|| {
        ex09::sums_with_rayon(&numbers, |number| {
            begun.lock().expect("nothing panics in here").push(number);
            if !of_the_pool.contains(&real::thread::current().id()) {
                outside.store(true, Ordering::Relaxed);
            // Whoever has waited in vain does so once, not once for each number.
            } else if !gave_up.load(Ordering::Relaxed) && !meeting.meet_here(secs(4)) {
                gave_up.store(true, Ordering::Relaxed);
            }
            square(number)
        })
    });
    if outside.into_inner() {
        let message = "a call of `work` was made on a thread that is none of that pool's";
        fail(Verdict::Wrong, message);
    }
    let begun = begun.into_inner().expect("nothing panics in here");
    assert_each_once(&begun, &numbers);
    meeting.require();
    assert_in_place(&numbers, &sums);
}

/// Sums on a machine of so many cores, by no more threads than were asked for.
fn with_threads(cores: usize, threads: usize, numbers: Vec<u64>) -> VirtualRun {
    let run = on_threads(cores, threads, numbers)
        .peak_concurrency_at_most(threads.min(cores))
        .without_polling();
    let started = run.threads();
    if started > threads {
        let message = format!(
            "{started} threads were started; with `threads` = {threads} it may be {threads} at most"
        );
        fail_because(Cause::WrongOverlap, message);
    }
    run
}

/// Sums on a machine of so many cores.
fn on_threads(cores: usize, threads: usize, numbers: Vec<u64>) -> VirtualRun {
    calling(format!(
        "sums_with_threads of {}, threads = {threads}",
        said(&numbers)
    ));
    on_cores(cores).virtual_time(move || {
        let calls = Calls::default();
        let sums = sums_with_threads(&numbers, threads, |number| calls.work(number));
        calls.assert_each_once(&numbers, &sums);
    })
}

/// Sums on a machine of so many cores, by rayon.
fn with_rayon(cores: usize, numbers: Vec<u64>) -> VirtualRun {
    calling(format!("sums_with_rayon of {}", said(&numbers)));
    on_cores(cores).virtual_time(move || {
        let calls = Calls::default();
        let sums = sums_with_rayon(&numbers, |number| calls.work(number));
        calls.assert_each_once(&numbers, &sums);
    })
}

/// Calls it outside of any pool: the calling thread is none of rayon's.
fn outside_of_the_pool() {
    calling("sums_with_rayon of six numbers, outside of any pool");
    on_cores(2).virtual_time(|| {
        let (caller, calls) = (thread::current().id(), Calls::default());
        sums_with_rayon(&seconds([1; 6]), |number| {
            assert!(
                thread::current().id() != caller,
                "a call of `work` was made on the calling thread, which is none of rayon's"
            );
            calls.work(number)
        });
    });
}

/// Four times the same number of a second, and once more: that makes four calls of `work` each time.
fn equal_numbers(name: &str, sums: fn(&[u64], &Calls) -> Vec<u128>) {
    calling(format!("{name} of four equal numbers, twice"));
    on_cores(2).virtual_time(move || {
        let numbers = [SECOND; 4];
        for time in ["first", "second"] {
            let calls = Calls::default();
            let sums = sums(&numbers, &calls);
            let count = calls.begun().len();
            assert!(
                count == 4,
                "`work` was called {count} times in the {time} call with four equal numbers; it must be \
                 4: one for each, also where its sum was seen before"
            );
            assert_in_place(&numbers, &sums);
        }
    });
}

/// Demands that it panics, for that reason.
fn panics(why: &str, sums: impl Fn() -> Vec<u128> + Send + Sync + 'static) {
    let why = why.to_owned();
    virtual_time(move || {
        let sums = catch_unwind(AssertUnwindSafe(&sums));
        assert!(
            sums.is_err(),
            "{why}, so this must panic too, but it returned {sums:?}"
        );
    });
}

/// The calls of `work` in one run.
#[derive(Default)]
struct Calls(Mutex<Vec<u64>>);

impl Calls {
    /// A call that keeps a core busy for as long as the number says.
    fn work(&self, number: u64) -> u128 {
        let sum = self.answer(number);
        workload::busy(number / SECOND * STEPS);
        sum
    }

    /// A call that is over at once.
    fn answer(&self, number: u64) -> u128 {
        self.0.lock().expect("nothing panics in here").push(number);
        square(number)
    }

    /// The numbers that `work` was called with, in the order of the calls.
    fn begun(&self) -> Vec<u64> {
        self.0.lock().expect("nothing panics in here").clone()
    }

    fn assert_each_once(&self, numbers: &[u64], sums: &[u128]) {
        assert_each_once(&self.begun(), numbers);
        assert_in_place(numbers, sums);
    }
}

/// Demands one call of `work` for each number.
fn assert_each_once(begun: &[u64], numbers: &[u64]) {
    for (place, number) in numbers.iter().enumerate() {
        let calls = begun.iter().filter(|&begun| begun == number).count();
        assert!(
            calls == 1,
            "`work` must be called once with each number, and was called {calls} times with numbers[{place}]"
        );
    }
    let (calls, count) = (begun.len(), numbers.len());
    assert!(
        calls == count,
        "`work` was called {calls} times for {count} numbers"
    );
}

/// Demands one sum for each number, in the order of the numbers.
fn assert_in_place(numbers: &[u64], sums: &[u128]) {
    let (got, count) = (sums.len(), numbers.len());
    assert!(got == count, "{got} sums came back for {count} numbers");
    for (place, (&sum, &number)) in sums.iter().zip(numbers).enumerate() {
        let of = |&number: &u64| square(number) == sum;
        let whose = match numbers.iter().position(of) {
            Some(other) => format!("the sum of numbers[{other}]"),
            None => "no sum that `work` returned".to_owned(),
        };
        assert!(
            sum == square(number),
            "sums[{place}] must be the sum of numbers[{place}], and is {whose}"
        );
    }
}

/// What stands for a sum of squares: another value for each number.
fn square(number: u64) -> u128 {
    u128::from(number) * u128::from(number)
}

fn no_two(number: u64) -> u128 {
    if number == 2 {
        deliberate_panic("`work` of the second number");
    }
    square(number)
}

/// Steps of work that take a second.
const STEPS: u64 = 10_000_000;

/// By this a number tells the seconds that it takes from what tells it from the others.
const SECOND: u64 = 1_000;

/// A different number for each, which takes so many seconds.
fn seconds(times: impl IntoIterator<Item = u64>) -> Vec<u64> {
    // Scattered, so that results that were sorted afterwards are not in order by chance.
    let numbers = times.into_iter().zip((0..).map(|place| place * 7 % 23));
    numbers.map(|(time, mark)| time * SECOND + mark).collect()
}

/// The numbers in words, by the time that each takes.
fn said(numbers: &[u64]) -> String {
    let times: Vec<u64> = numbers.iter().map(|number| number / SECOND).collect();
    match times.as_slice() {
        [] => "no numbers".to_owned(),
        [first, rest @ ..] if rest.iter().all(|time| time == first) => {
            format!("{} numbers of {first} s each", times.len())
        }
        times => format!("numbers of {times:?} s"),
    }
}

checks::main!(
    in_sequence_one_core_does_it_all,
    threads_share_the_cores,
    a_free_thread_takes_the_next_number,
    no_sum_is_lost_or_done_twice,
    rayon_shares_the_cores,
    rayon_works_for_real,
);
