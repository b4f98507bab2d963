//! How soon the races of exercise 03 are found: of every wrong submission that is expected to be a race, the time from
//! the start of a check's search until the simplest failing execution is found and told. That is more than until the
//! first failing execution, which is what has the bound.
//!
//! `cargo bench -p checks --bench races_of_ex03`; the exit code is 1 if the median is above the bound.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

use real::process::ExitCode;
use real::time::{Duration, Instant};

use std::model::Exhaustive;
use std::thread;

/// The median over all races must not be longer.
const AT_MOST: Duration = Duration::from_millis(20);

/// Times that each race is looked for; the median of them counts.
const ROUNDS: usize = 9;

/// A submission's name, and its races: which check, and the closures that the check runs one after the other.
type Races = (&'static str, Vec<(&'static str, &'static [fn()])>);

/// Takes the submissions in, and makes `submissions()` of them. The closures are those of the exercise's `checks.rs`.
macro_rules! submissions {
    ($($name:ident = $path:literal: $($race:ident),+;)*) => {
        $(#[path = $path] mod $name;)*

        fn submissions() -> Vec<Races> {
            vec![$({
                let no_update_is_lost: &'static [fn()] = &[|| {
                    let counter = $name::Counter::default();
                    thread::scope(|scope| {
                        scope.spawn(|| counter.add(1));
                        scope.spawn(|| counter.add(2));
                    });
                    assert_eq!(counter.value(), 3);
                }];
                let every_result_is_kept: &'static [fn()] = &[
                    || {
                        let list = $name::ResultList::default();
                        thread::scope(|scope| {
                            scope.spawn(|| {
                                list.append(10);
                                list.append(20);
                            });
                            scope.spawn(|| list.append(30));
                        });
                        assert_eq!(sorted(list.results()), [10, 20, 30]);
                    },
                    || assert_eq!(sorted($name::do_threaded_tasks(&[1, 2])), [1, 2]),
                ];
                let the_account_is_never_overdrawn: &'static [fn()] = &[
                    || {
                        let account = $name::Account::new(100);
                        let (first, second) = peak_concurrency_at_least(|| account.withdraw(60), || account.withdraw(60));
                        assert!(first != second);
                        assert_eq!(account.balance(), 40);
                    },
                    || {
                        let account = $name::Account::new(100);
                        thread::scope(|scope| {
                            scope.spawn(|| account.withdraw(60));
                            assert!([100, 40].contains(&account.balance()));
                        });
                    },
                ];
                let a_covered_withdrawal_is_always_paid: &'static [fn()] = &[
                    || {
                        let account = $name::Account::new(100);
                        let paid = peak_concurrency_at_least(|| account.withdraw(70), || account.withdraw(30));
                        assert_eq!(paid, (true, true));
                        assert_eq!(account.balance(), 0);
                    },
                    || {
                        let account = $name::Account::new(100);
                        let paid = peak_concurrency_at_least(|| account.withdraw(100), || account.withdraw(500));
                        assert_eq!(paid, (true, false));
                        assert_eq!(account.balance(), 0);
                    },
                ];
                let checks = [
                    ("no_update_is_lost", no_update_is_lost),
                    ("every_result_is_kept", every_result_is_kept),
                    ("the_account_is_never_overdrawn", the_account_is_never_overdrawn),
                    ("a_covered_withdrawal_is_always_paid", a_covered_withdrawal_is_always_paid),
                ];
                let races = [$(stringify!($race)),+];
                let races = checks.into_iter().filter(|(check, _)| races.contains(check)).collect();
                (stringify!($name), races)
            }),*]
        }
    };
}

submissions! {
    a_lock_per_call = "../../../tests/submissions/ex03/wrong/a_lock_per_call.rs":
        no_update_is_lost;
    check_a_signed_balance = "../../../tests/submissions/ex03/wrong/check_a_signed_balance.rs":
        the_account_is_never_overdrawn;
    check_then_act = "../../../tests/submissions/ex03/wrong/check_then_act.rs":
        the_account_is_never_overdrawn, a_covered_withdrawal_is_always_paid;
    copy_out_and_back = "../../../tests/submissions/ex03/wrong/copy_out_and_back.rs":
        every_result_is_kept;
    flag_as_a_lock = "../../../tests/submissions/ex03/wrong/flag_as_a_lock.rs":
        no_update_is_lost;
    guard_dropped_at_once = "../../../tests/submissions/ex03/wrong/guard_dropped_at_once.rs":
        the_account_is_never_overdrawn, a_covered_withdrawal_is_always_paid;
    load_then_store = "../../../tests/submissions/ex03/wrong/load_then_store.rs":
        no_update_is_lost;
    nobody_joins = "../../../tests/submissions/ex03/wrong/nobody_joins.rs":
        every_result_is_kept;
    sleep_instead_of_join = "../../../tests/submissions/ex03/wrong/sleep_instead_of_join.rs":
        every_result_is_kept;
    take_first_and_give_back = "../../../tests/submissions/ex03/wrong/take_first_and_give_back.rs":
        a_covered_withdrawal_is_always_paid;
    try_lock_gives_up = "../../../tests/submissions/ex03/wrong/try_lock_gives_up.rs":
        no_update_is_lost, every_result_is_kept, a_covered_withdrawal_is_always_paid;
    unlock_between_read_and_write = "../../../tests/submissions/ex03/wrong/unlock_between_read_and_write.rs":
        no_update_is_lost;
}

fn sorted(mut results: Vec<u64>) -> Vec<u64> {
    results.sort_unstable();
    results
}

/// What two threads return.
fn peak_concurrency_at_least(
    first: impl FnOnce() -> bool + Send,
    second: impl FnOnce() -> bool + Send,
) -> (bool, bool) {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = scope.spawn(second);
        (
            first.join().expect("a withdrawal must not panic"),
            second.join().expect("a withdrawal must not panic"),
        )
    })
}

/// How long it takes until one of the closures fails.
fn time_to_failure(closures: &[fn()]) -> Duration {
    let start = Instant::now();
    let fails = closures
        .iter()
        .any(|&closure| Exhaustive::new().run(closure).is_err());
    let time = start.elapsed();
    assert!(fails, "a race is found");
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() -> ExitCode {
    if !real::env::args().any(|ask| ask == "--bench") {
        // As a test, in a build that is not optimised, it would tell nothing.
        return ExitCode::SUCCESS;
    }
    let mut times = Vec::new();
    for (submission, races) in submissions() {
        for (check, closures) in races {
            let time = median((0..ROUNDS).map(|_| time_to_failure(closures)).collect());
            println!(
                "{:>9.2} ms  {submission}: {check}",
                time.as_secs_f64() * 1e3
            );
            times.push(time);
        }
    }
    let races = times.len();
    let median = median(times);
    let verdict = if median <= AT_MOST { "holds" } else { "FAILS" };
    println!("{verdict}  median of {races} races: {median:.2?} (at most {AT_MOST:?})");
    if median <= AT_MOST {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
