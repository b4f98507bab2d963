//! The queue against another that shares no code with it: threads that come at random with random work.

use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// When each piece of work is done. `pieces` says when each comes and what it costs; pieces that come together are
/// served in the order given.
fn expected(cores: usize, pieces: &[(u64, u64)]) -> Vec<u64> {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|&piece| pieces[piece].0);
    let mut free = vec![0; cores];
    let mut done = vec![0; pieces.len()];
    for piece in order {
        let (comes, cost) = pieces[piece];
        let core = (0..cores)
            .min_by_key(|&core| free[core])
            .expect("there is one");
        done[piece] = comes.max(free[core]) + cost;
        free[core] = done[piece];
    }
    done
}

/// The same, as the model has it.
fn found(cores: usize, seed: Option<u64>, pieces: Vec<(u64, u64)>) -> Vec<u64> {
    let (sender, receiver) = real::sync::mpsc::channel();
    let settings = VirtualTime::new().cores(cores);
    let run = in_order(settings, seed).run(move || {
        let start = Instant::now();
        let spawn = |&(comes, cost): &(u64, u64)| {
            thread::spawn(move || {
                thread::sleep(secs(comes));
                work(secs(cost));
                start.elapsed().as_secs()
            })
        };
        let threads: Vec<_> = pieces.iter().map(spawn).collect();
        let done: Vec<u64> = threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect();
        sender.send(done).unwrap();
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
    receiver.recv().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_piece_is_done_when_a_plain_queue_would_have_done_it(
        cores in 1_usize..6,
        seed in prop::option::of(any::<u64>()),
        pieces in prop::collection::vec((0_u64..8, 1_u64..6), 0..16),
    ) {
        prop_assert_eq!(found(cores, seed, pieces.clone()), expected(cores, &pieces));
    }
}

/// Workers that take jobs from a queue: who takes which is left to chance, how long it takes is not.
#[test]
fn a_pool_takes_as_long_as_its_cores_or_its_workers_allow() {
    let pool = |workers: usize| {
        move || {
            let (sender, receiver) = mpsc::channel();
            (0..12).for_each(|_| sender.send(secs(1)).unwrap());
            drop(sender);
            let jobs = Mutex::new(receiver);
            thread::scope(|scope| {
                for _ in 0..workers {
                    scope.spawn(|| {
                        loop {
                            let job = jobs.lock().unwrap().recv();
                            match job {
                                Ok(cost) => work(cost),
                                Err(_) => break,
                            }
                        }
                    });
                }
            });
        }
    };
    for (cores, workers, seconds) in [
        (4, 4, 3),
        (4, 3, 4),
        (4, 12, 3),
        (2, 12, 6),
        (8, 8, 2),
        (1, 5, 12),
    ] {
        let timeline = on(cores, pool(workers));
        assert_eq!(
            timeline.elapsed(),
            secs(seconds),
            "{workers} workers on {cores} cores"
        );
    }
}
