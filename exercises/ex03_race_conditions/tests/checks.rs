//! Checks of exercise 03: race conditions.
#[macro_use]
extern crate model_std as std;
use checks::{Verdict, calling, exhaustive, fail, secs, untouched, virtual_time};
use core::sync::atomic::{AtomicBool, Ordering};
use std::fmt::Debug;
use std::thread;
use submission::{Account, Counter, ResultList};

checks::signatures! {
    impl Counter { fn default() -> Counter; fn value(&self) -> u64; }
    impl ResultList { fn default() -> ResultList; fn results(&self) -> Vec<u64>; }
    impl Account {
        fn new(balance: u64) -> Account;
        fn withdraw(&self, amount: u64) -> bool;
        fn balance(&self) -> u64;
    }
}

/// One more, and a number of 32 bits would be too small.
const BEFORE_THE_CARRY: u64 = u32::MAX as u64;

/// Two threads add to one counter; the total is the sum of both, under every interleaving. What is
/// added counts when `add` returns, be it nothing or a lot, and to that counter only. A
/// thread that looks meanwhile disturbs nobody.
fn no_update_is_lost() {
    exhaustive(|| {
        let counter = Counter::default();
        assert_eq!(counter.value(), 0, "a new counter stands at 0");
        thread::scope(|scope| {
            scope.spawn(|| counter.add(1));
            scope.spawn(|| counter.add(2));
        });
        assert_eq!(
            counter.value(),
            3,
            "one thread added 1 and another added 2, so the counter must stand at 3"
        );
        counter.add(4);
        assert_eq!(
            counter.value(),
            7,
            "add(4) has returned, so the counter must have gone from 3 to 7"
        );
    });
    // A thread that tries again may be disturbed again.
    exhaustive(|| {
        let counter = Counter::default();
        thread::scope(|scope| {
            scope.spawn(|| counter.add(1));
            counter.add(2);
            counter.add(4);
        });
        assert_eq!(
            counter.value(),
            7,
            "one thread added 1 and another added 2 and 4, so the counter must stand at 7"
        );
    });
    a_look_at_the_counter_disturbs_nobody();
    virtual_time(|| {
        let (counter, other) = (Counter::default(), Counter::default());
        let mut total = 0;
        for n in [7, 0, 300, 7, 70_000, 5_000_000_000] {
            counter.add(n);
            total += n;
            // Twice, because looking must not change anything.
            let seen = [counter.value(), counter.value()];
            assert_eq!(seen, [total; 2], "the counter, after {n} was added");
        }
        untouched(other.value(), 0, "another counter, to which nobody added");
    });
}

/// Two threads append three results; all are in the list, and one thread's stay in its order. A
/// thread that looks meanwhile disturbs nobody. `do_threaded_tasks` loses none either, whichever
/// of its threads is ahead.
fn every_result_is_kept() {
    exhaustive(|| {
        let list = ResultList::default();
        assert!(list.results().is_empty(), "a new list is empty");
        thread::scope(|scope| {
            scope.spawn(|| {
                list.append(10);
                list.append(20);
            });
            scope.spawn(|| list.append(30));
        });
        let results = list.results();
        let place = |wanted| results.iter().position(|&result| result == wanted);
        assert!(
            place(10) < place(20),
            "the thread that appended 10 appended 20 after it, but the list is {results:?}"
        );
        assert_eq!(sorted(results), [10, 20, 30], "each was appended once");
        list.append(40);
        assert_eq!(
            list.results().last(),
            Some(&40),
            "append(40) has returned, so 40 must be at the end of the list"
        );
    });
    a_look_at_the_list_disturbs_nobody();
    exhaustive(|| {
        assert_eq!(
            sorted(do_threaded_tasks(&[1, 2])),
            [1, 2],
            "do_threaded_tasks(&[1, 2]) must wait for both threads, however slow they are; \
             a sleep only says when a thread may go on, never that another is done"
        );
    });
    virtual_time(|| {
        let (list, other) = (ResultList::default(), ResultList::default());
        let appended = [30, 10, 20, 10, 10];
        for (n, &result) in appended.iter().enumerate() {
            list.append(result);
            assert_eq!(
                list.results(),
                appended[..=n],
                "the list after {:?} were appended, in this order",
                &appended[..=n]
            );
        }
        assert_eq!(
            list.results(),
            appended,
            "results returns a copy, so that asking for it again gives the same"
        );
        untouched(other.results(), Vec::new(), "a list nobody appended to");
        assert_eq!(
            sorted(do_threaded_tasks(&[7, 4, 7])),
            [4, 7, 7],
            "each thread appends its number, also if another has the same"
        );
    });
    what_was_seen_stays();
}

/// Threads that sleep 3, 2 and 1 s append in the order 1, 2, 3, as in the Python lesson, and take
/// 3 s; so do others, and each call has a list of its own. Where a sleep orders nothing, either of
/// two can be the first.
fn results_come_in_the_order_of_completion() {
    calling("do_threaded_tasks(&[3, 2, 1])");
    virtual_time(|| {
        assert_eq!(
            do_threaded_tasks(&[3, 2, 1]),
            [1, 2, 3],
            "of threads that sleep 3, 2 and 1 s, the one of 1 s appends first"
        );
    })
    .takes_exactly(secs(3))
    .peak_concurrency_at_least(3)
    .leaves_nobody_asleep("do_threaded_tasks")
    .without_asking_again();
    // The numbers of the search above: an answer that is known by heart takes no time.
    calling("do_threaded_tasks(&[1, 2])");
    virtual_time(|| drop(do_threaded_tasks(&[1, 2])))
        .takes_exactly(secs(2))
        .peak_concurrency_at_least(2)
        .without_asking_again();
    calling("do_threaded_tasks(&[20, 50, 10, 60, 30, 40])");
    virtual_time(|| {
        assert_eq!(
            do_threaded_tasks(&[20, 50, 10, 60, 30, 40]),
            [10, 20, 30, 40, 50, 60],
            "the thread that sleeps least appends first"
        );
        let one = do_threaded_tasks(&[0]);
        if one.len() > 1 {
            untouched(one, vec![0], "do_threaded_tasks(&[0]), called after that");
        } else {
            assert_eq!(one, [0], "a thread that sleeps for no time at all");
        }
        let none = do_threaded_tasks(&[]);
        untouched(none, Vec::new(), "do_threaded_tasks(&[]) after that");
    })
    .takes_exactly(secs(60))
    .peak_concurrency_at_least(6)
    .leaves_nobody_asleep("do_threaded_tasks")
    .without_asking_again();
    calling("do_threaded_tasks(&[4, 1]) and, at the same time, do_threaded_tasks(&[3, 2])");
    virtual_time(|| {
        assert_eq!(
            at_once(|| do_threaded_tasks(&[4, 1]), || do_threaded_tasks(&[3, 2])),
            (vec![1, 4], vec![2, 3]),
            "two calls at the same time, each with a list of its own"
        );
    })
    .takes_exactly(secs(4));
    whoever_is_done_first_is_first();
}

/// Where a sleep orders nothing, either of two threads can be done first. A list that comes in one order all the same was
/// sorted, or written by another thread than those that slept.
fn whoever_is_done_first_is_first() {
    // Of `core` and not of the model, so that it counts over all the interleavings.
    static SEEN: [AtomicBool; 2] = [const { AtomicBool::new(false) }; 2];
    static IS_KEPT: AtomicBool = AtomicBool::new(true);
    // A list that does not keep its order by itself is another check's matter.
    exhaustive(|| {
        let list = ResultList::default();
        [2, 1].into_iter().for_each(|n| list.append(n));
        IS_KEPT.fetch_and(list.results() == [2, 1], Ordering::SeqCst);
    });
    calling("do_threaded_tasks(&[1, 2])");
    exhaustive(|| {
        let results = do_threaded_tasks(&[1, 2]);
        for (seen, order) in SEEN.iter().zip([[1, 2], [2, 1]]) {
            seen.fetch_or(results == order, Ordering::SeqCst);
        }
    });
    let seen = SEEN.each_ref().map(|seen| seen.load(Ordering::SeqCst));
    if seen[0] != seen[1] && IS_KEPT.load(Ordering::SeqCst) {
        let always = if seen[0] { [1, 2] } else { [2, 1] };
        fail(
            Verdict::Wrong,
            format!(
                "the list is {always:?}, whichever of the two threads is done first: each thread has to append its \
                 number by itself when it has slept, and nothing may sort them"
            ),
        );
    }
}

/// Five threads that sleep 20 to 60 s take 60 s: nobody waits for a lock while another sleeps.
fn nobody_sleeps_with_the_lock_held() {
    calling("do_threaded_tasks(&[60, 50, 40, 30, 20])");
    virtual_time(|| {
        // The order is another check's matter; here it is only the time that counts.
        assert_eq!(
            sorted(do_threaded_tasks(&[60, 50, 40, 30, 20])),
            [20, 30, 40, 50, 60],
            "five threads append one number each"
        );
    })
    .takes_exactly(secs(60))
    .peak_concurrency_at_least(5)
    .leaves_nobody_asleep("do_threaded_tasks")
    .without_asking_again();
}

/// Two withdrawals of 60 from 100: one is paid, the other refused, under every interleaving. What is
/// refused changes nothing.
fn the_account_is_never_overdrawn() {
    exhaustive(|| {
        let account = Account::new(100);
        let (first, second) = withdraw_at_once(&account, 60, 60);
        assert!(
            first != second,
            "of two withdrawals of 60 from 100 exactly one can be paid, \
             but they returned {first} and {second}"
        );
        assert_eq!(account.balance(), 40, "one 60 was paid from 100");
    });
    exhaustive(|| {
        let account = Account::new(7);
        let (first, second) = withdraw_at_once(&account, 5, 4);
        let left = match (first, second) {
            (true, false) => 2,
            (false, true) => 3,
            paid => panic!("of withdrawals of 5 and 4 from 7 one can be paid, but it was {paid:?}"),
        };
        assert_eq!(account.balance(), left, "5 or 4 was paid from 7");
    });
    // What a refused withdrawal takes out for a moment and puts back must not be seen by another one: where the balance
    // has no sign, 500 from 100 leaves more than there ever was.
    exhaustive(|| {
        let account = Account::new(100);
        assert_eq!(
            withdraw_at_once(&account, 500, 200),
            (false, false),
            "100 covers neither a withdrawal of 500 nor one of 200"
        );
        assert_eq!(account.balance(), 100, "nothing was paid from 100");
    });
    a_look_at_the_account_disturbs_nobody();
    virtual_time(|| {
        for balance in [0, 7, 100, 10_000_000_000] {
            let account = Account::new(balance);
            for amount in [balance + 1, 2 * balance + 100] {
                assert!(
                    !account.withdraw(amount),
                    "{balance} does not cover a withdrawal of {amount}"
                );
                let seen = [account.balance(), account.balance()];
                assert_eq!(seen, [balance; 2], "balance, after {amount} was refused");
            }
        }
    });
}

/// A withdrawal that the balance covers is paid, whoever else is at the account meanwhile, and from
/// that account only.
fn a_covered_withdrawal_is_always_paid() {
    exhaustive(|| {
        let account = Account::new(100);
        let paid = withdraw_at_once(&account, 70, 30);
        assert_eq!(paid, (true, true), "100 covers a withdrawal of 70 and 30");
        assert_eq!(account.balance(), 0, "70 and 30 were paid from 100");
        assert!(!account.withdraw(1), "nothing is left to withdraw");
    });
    exhaustive(|| {
        let account = Account::new(100);
        let paid = withdraw_at_once(&account, 100, 500);
        assert_eq!(
            paid,
            (true, false),
            "100 covers a withdrawal of 100, even while another thread asks in vain for 500"
        );
        assert_eq!(account.balance(), 0, "100 was paid from 100, and no more");
    });
    exhaustive(|| {
        let account = Account::new(100);
        let (_, paid) = at_once(|| account.balance(), || account.withdraw(60));
        assert!(
            paid,
            "100 covers a withdrawal of 60, also while another thread looks at the balance"
        );
    });
    // A thread that tries again may be disturbed again.
    exhaustive(|| {
        let account = Account::new(100);
        let both = || [account.withdraw(20), account.withdraw(30)];
        let paid = at_once(|| account.withdraw(10), both);
        assert_eq!(
            paid,
            (true, [true; 2]),
            "100 covers 10 for one thread, and 20 and then 30 for another"
        );
        assert_eq!(account.balance(), 40, "10, 20 and 30 were paid from 100");
    });
    virtual_time(|| {
        let (account, other) = (Account::new(10_000_000_000), Account::new(5));
        let mut left = 10_000_000_000;
        untouched(account.balance(), left, "an account, beside one of 5");
        for amount in [1, 0, 9_000_000_000, 999_999_990, 9, 0] {
            assert!(
                account.withdraw(amount),
                "{left} covers a withdrawal of {amount}"
            );
            left -= amount;
            assert_eq!(account.balance(), left, "balance, after {amount} was paid");
        }
        untouched(other.balance(), 5, "an account nobody withdrew from");
    });
}

/// Looking takes nothing away and sees nothing half done, also where an addition carries over into the upper half.
fn a_look_at_the_counter_disturbs_nobody() {
    exhaustive(|| {
        let counter = Counter::default();
        counter.add(BEFORE_THE_CARRY);
        thread::scope(|scope| {
            scope.spawn(|| counter.add(2));
            let seen = counter.value();
            assert!(
                seen == BEFORE_THE_CARRY || seen == BEFORE_THE_CARRY + 2,
                "while 2 is added the counter stands at {BEFORE_THE_CARRY} or 2 more, never at {seen}"
            );
        });
        assert_eq!(
            counter.value(),
            BEFORE_THE_CARRY + 2,
            "2 was added to {BEFORE_THE_CARRY} while another thread looked at the counter"
        );
    });
    let five = || {
        let counter = Counter::default();
        counter.add(5);
        counter
    };
    two_see(five, Counter::value, || 5, "a counter that stands at 5");
}

/// The list is whole whenever a thread looks at it, and stays so.
fn a_look_at_the_list_disturbs_nobody() {
    exhaustive(|| {
        let list = ResultList::default();
        list.append(10);
        thread::scope(|scope| {
            scope.spawn(|| list.append(20));
            let seen = list.results();
            assert!(
                seen == [10] || seen == [10, 20],
                "while 20 is appended to [10], the list is one or the other, never {seen:?}"
            );
        });
        assert_eq!(
            list.results(),
            [10, 20],
            "20 was appended while another thread looked at the list"
        );
    });
    let ten = || {
        let list = ResultList::default();
        list.append(10);
        list
    };
    two_see(ten, ResultList::results, || vec![10], "the list [10]");
}

/// Of two threads that append at once, the one that is done first finds its number in the list, and no place that is
/// still empty; what it has seen stays as it is.
fn what_was_seen_stays() {
    exhaustive(|| {
        let list = ResultList::default();
        let seen = thread::scope(|scope| {
            scope.spawn(|| list.append(10));
            list.append(20);
            list.results()
        });
        let results = list.results();
        assert!(
            seen.contains(&20) && results.starts_with(&seen),
            "the thread that appended 20 saw the list {seen:?} afterwards, and in the end it is {results:?}: what has \
             been appended stays where it is, and nothing else is in the list"
        );
    });
}

/// The balance is that before a withdrawal or that after it, and stays so.
fn a_look_at_the_account_disturbs_nobody() {
    exhaustive(|| {
        let account = Account::new(100);
        let paid = thread::scope(|scope| {
            let paid = scope.spawn(|| account.withdraw(60));
            let seen = account.balance();
            assert!(
                seen == 100 || seen == 40,
                "before a withdrawal of 60 the balance is 100 and afterwards 40, never {seen}"
            );
            paid.join().expect("a withdrawal must not panic")
        });
        let left = if paid { 40 } else { 100 };
        assert_eq!(
            account.balance(),
            left,
            "the balance after a withdrawal of 60 from 100 that returned {paid}, while another \
             thread looked at it"
        );
    });
    let hundred = || Account::new(100);
    two_see(hundred, Account::balance, || 100, "a balance of 100");
}

/// The exercise's, which could have a second signature for arrays, as a slice coerces only where
/// one is asked for.
fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    submission::do_threaded_tasks(seconds)
}

/// Does both at the same time, in two threads.
fn at_once<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    thread::scope(|scope| {
        let (first, second) = (scope.spawn(first), scope.spawn(second));
        let why = "nothing here may panic";
        (first.join().expect(why), second.join().expect(why))
    })
}

/// Withdraws two amounts in two threads; returns which of them were paid.
fn withdraw_at_once(account: &Account, first: u64, second: u64) -> (bool, bool) {
    at_once(|| account.withdraw(first), || account.withdraw(second))
}

/// Two threads look at the same, and both must see that.
fn two_see<T: Sync + 'static, R: PartialEq + Debug + Send + 'static>(
    made: impl Fn() -> T + Send + Sync + 'static,
    look: fn(&T) -> R,
    expected: fn() -> R,
    what: &'static str,
) {
    exhaustive(move || {
        let made = made();
        let seen = at_once(|| look(&made), || look(&made));
        assert_eq!(seen, (expected(), expected()), "two threads look at {what}");
    });
}

fn sorted(mut results: Vec<u64>) -> Vec<u64> {
    results.sort_unstable();
    results
}

checks::main!(
    no_update_is_lost,
    every_result_is_kept,
    results_come_in_the_order_of_completion,
    nobody_sleeps_with_the_lock_held,
    the_account_is_never_overdrawn,
    a_covered_withdrawal_is_always_paid,
);
