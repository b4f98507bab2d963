//! Hash tables come out in the same order in every run, and what hangs on the order is found all the same.

use std::collections::{HashMap, HashSet, hash_map};
use std::hash::{BuildHasher, RandomState};
use std::model::{FailureKind, Replayed, Sampled, VirtualTime, replay};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// The order of a table of seven.
fn order() -> Vec<&'static str> {
    let words = ["one", "two", "three", "four", "five", "six", "seven"];
    let map: HashMap<_, _> = words.into_iter().zip(1..).collect();
    map.into_keys().collect()
}

#[test]
fn the_order_is_the_same_in_every_execution_and_in_every_process() {
    assert_eq!(order(), order());
    let seen = real::sync::Arc::new(real::sync::Mutex::new(Vec::new()));
    let theirs = real::sync::Arc::clone(&seen);
    let _ = Sampled::new().executions(1_000).run(move || {
        let order = thread::spawn(order).join().unwrap();
        theirs.lock().unwrap().push(order);
    });
    let mut seen = seen.lock().unwrap().clone();
    assert!(seen.len() >= 1_000);
    // Written down, so that every other process agrees.
    let first = ["seven", "five", "two", "three", "four", "six", "one"];
    assert_eq!(seen[0], first);
    seen.sort();
    seen.dedup();
    assert!(
        (2..=8).contains(&seen.len()),
        "as many as there are seeds: {seen:?}"
    );
}

/// Asserts that the first key of two is this one.
fn first_is(key: u32) {
    let map = HashMap::from([(1, "a"), (2, "b")]);
    assert_eq!(map.keys().next(), Some(&key));
}

#[test]
fn what_is_right_in_one_order_only_fails_always() {
    for key in [1, 2] {
        let failure = super::races(move || first_is(key));
        let text = failure.to_string();
        assert!(
            text.contains("the order in which a HashMap or HashSet is gone through"),
            "{text}"
        );
        let failure = VirtualTime::new().run(move || first_is(key)).unwrap_err();
        assert!(
            !failure.always && failure.trace.closing.contains("HashMap"),
            "{failure}"
        );
        let Ok(Replayed::Failed(again)) = replay(move || first_is(key), &failure.schedule) else {
            panic!("it fails again")
        };
        assert_eq!(again.message, failure.message);
        assert!(
            Sampled::new()
                .executions(20)
                .run(move || first_is(key))
                .is_err()
        );
    }
}

#[test]
fn what_is_random_on_std_is_so_by_a_seed_here() {
    let even = || assert_eq!(RandomState::new().hash_one(0) % 2, 0);
    super::races(even);
    super::races(|| assert_eq!(hash_map::RandomState::new().hash_one(0) % 2, 1));
}

#[test]
fn a_deadlock_that_hangs_on_the_order_is_found() {
    for lucky in [0, 1] {
        let failure = super::fails(FailureKind::Deadlock, move || {
            let waiting: HashMap<u32, _> = (0..2).map(|number| (number, channel())).collect();
            waiting[&lucky].0.send(()).unwrap();
            let (_sender, first) = waiting.values().next().unwrap();
            first.recv().unwrap();
        });
        assert!(!failure.always, "{failure}");
    }
}

#[test]
fn handles_in_a_map_can_be_joined_in_any_order() {
    let program = || {
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut handles: HashMap<u64, JoinHandle<()>> = HashMap::new();
        for number in 0..3 {
            let log = Arc::clone(&log);
            handles.insert(
                number,
                thread::spawn(move || log.lock().unwrap().push(number)),
            );
        }
        for (_, handle) in handles {
            handle.join().unwrap();
        }
        let mut log = Arc::try_unwrap(log).unwrap().into_inner().unwrap();
        log.sort_unstable();
        assert_eq!(log, [0, 1, 2]);
    };
    let explored = super::passes(program);
    assert_eq!(explored.executions, 8 * 6, "{explored:?}");
    assert_eq!(
        explored.covered(),
        "all 6 interleavings in each of 8 orders of hashing"
    );
}

#[test]
fn a_map_that_only_looks_keys_up_is_run_once() {
    let explored = super::passes(|| {
        let mut map = HashMap::new();
        for word in "a b a".split(' ') {
            *map.entry(word).or_insert(0) += 1;
        }
        assert_eq!((map["a"], map.get("c"), map.len()), (2, None, 2));
        let one: HashSet<u8> = HashSet::from([7]);
        assert_eq!(one.into_iter().next(), Some(7));
    });
    assert_eq!(explored.executions, 1);
}

#[test]
fn what_is_written_for_std_compiles() {
    let mut map: HashMap<_, _> = vec![("a", 1), ("b", 2)].into_iter().collect();
    for (key, value) in &map {
        assert_eq!(map[key], *value);
    }
    for (_, value) in &mut map {
        *value += 1;
    }
    map.extend([("c", 4)]);
    map.retain(|_, value| *value > 2);
    let mut entries: Vec<_> = map.clone().into_iter().collect();
    entries.sort();
    assert_eq!(entries, [("b", 3), ("c", 4)]);
    if let hash_map::Entry::Occupied(entry) = map.entry("b") {
        assert_eq!(entry.remove(), 3);
    }
    assert_eq!(format!("{map:?}"), r#"{"c": 4}"#);
    assert_eq!(map, HashMap::from([("c", 4)]));
    let (a, b) = (HashSet::from([1, 2]), HashSet::from([2, 3]));
    assert_eq!(
        (&a | &b).len() + (&a & &b).len() + (&a - &b).len() + (&a ^ &b).len(),
        7
    );
    assert!(a.union(&b).all(|value| *value < 4) && !a.is_disjoint(&b));
    let lengths: Vec<usize> = [a, b].iter().map(HashSet::len).collect();
    assert_eq!(lengths, [2, 2]);
    let groups: HashMap<bool, Vec<u32>, RandomState> = HashMap::default();
    assert!(groups.is_empty() && HashMap::<u8, u8>::with_capacity(4).capacity() >= 4);
}
