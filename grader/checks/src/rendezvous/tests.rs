//! Meetings of threads that pretend to be processes, over the real sockets. Nothing here depends on speed:
//! what must meet waits as long as it takes, and what must not meet is never there at once.

use super::door::ALL_HERE;
use super::*;
use rayon::prelude::*;

/// Long enough never to pass.
const LONG: Duration = Duration::from_secs(60);

/// A rendezvous that takes everybody for the process that it claims to be.
fn trusting(n: usize) -> Rendezvous {
    Rendezvous::open(n, |_, said| said.trim().parse().ok()).unwrap()
}

/// A visitor that claims to be the process `pid`, once the rendezvous has seen it.
fn visitor(rendezvous: &Rendezvous, pid: u32) -> Stream {
    let mut stream = gate::call(&rendezvous.address).unwrap();
    stream.write_all(format!("{pid}\n").as_bytes()).unwrap();
    while !rendezvous.pids().contains(&pid) {
        thread::yield_now();
    }
    stream
}

fn answer(stream: &Stream) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}

/// Waits until nobody is inside, as after visitors have hung up.
fn wait_until_empty(rendezvous: &Rendezvous) {
    while rendezvous.door.inside() > 0 {
        thread::yield_now();
    }
}

#[test]
fn different_processes_that_are_inside_at_once_fill_it() {
    let rendezvous = trusting(3);
    let visitors = [1, 2, 3].map(|pid| visitor(&rendezvous, pid));
    assert!(visitors.iter().all(|visitor| answer(visitor) == ALL_HERE));
    assert!(rendezvous.filled());
    assert_eq!(rendezvous.pids(), [1, 2, 3]);
}

#[test]
fn one_process_that_comes_twice_counts_once() {
    let rendezvous = trusting(2);
    let _first = visitor(&rendezvous, 7);
    let mut again = gate::call(&rendezvous.address).unwrap();
    again.write_all(b"7\n").unwrap();
    while rendezvous.door.inside() < 2 {
        thread::yield_now();
    }
    assert!(!rendezvous.filled());
    assert_eq!(rendezvous.pids(), [7]);
}

#[test]
fn processes_that_come_one_after_the_other_never_fill_it() {
    let rendezvous = trusting(2);
    for pid in [1, 2, 3] {
        drop(visitor(&rendezvous, pid));
        wait_until_empty(&rendezvous);
    }
    assert!(!rendezvous.filled());
    assert_eq!(rendezvous.door.most(), 1);
    assert_eq!(rendezvous.pids(), [1, 2, 3]);
}

#[test]
fn once_filled_the_door_stays_open_for_the_rest() {
    let rendezvous = trusting(2);
    drop([1, 2].map(|pid| visitor(&rendezvous, pid)));
    wait_until_empty(&rendezvous);
    assert_eq!(answer(&visitor(&rendezvous, 3)), ALL_HERE);
}

#[test]
fn a_visitor_that_says_no_pid_is_not_let_in() {
    let rendezvous = trusting(1);
    let mut stream = gate::call(&rendezvous.address).unwrap();
    stream.write_all(b"nobody\n").unwrap();
    assert_eq!(answer(&stream), "", "it is sent away");
    assert!(!rendezvous.filled());
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_cannot_pass_for_three() {
    let rendezvous = Rendezvous::of(3);
    let mut visitors = [(); 3].map(|()| gate::call(&rendezvous.address).unwrap());
    for (number, visitor) in visitors.iter_mut().enumerate() {
        writeln!(visitor, "{}", 4711 + number).unwrap();
    }
    while rendezvous.door.inside() < 3 {
        thread::yield_now();
    }
    assert!(!rendezvous.filled());
    assert_eq!(rendezvous.pids(), [std::process::id()]);
}

#[test]
fn this_process_alone_meets_a_rendezvous_of_one() {
    let rendezvous = trusting(1);
    assert!(Rendezvous::meet(&rendezvous.address(), LONG));
    assert_eq!(rendezvous.pids(), [std::process::id()]);
}

#[test]
fn a_meeting_that_does_not_come_about_ends_at_its_timeout() {
    let rendezvous = trusting(2);
    assert!(!Rendezvous::meet(
        &rendezvous.address(),
        Duration::from_millis(50)
    ));
    assert!(!rendezvous.meet_here(Duration::from_millis(50)));
    assert!(
        !Rendezvous::meet("127.0.0.1:1", Duration::from_millis(50)),
        "nobody listens there"
    );
}

#[test]
fn threads_of_the_checks_own_process_meet_too() {
    let rendezvous = trusting(4);
    let met = thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(|| rendezvous.meet_here(LONG)));
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(met, [true; 4]);
    assert_eq!(rendezvous.door.kind(), "threads");
}

#[test]
fn jobs_of_rayon_meet_if_the_pool_has_a_thread_for_each() {
    let rendezvous = trusting(5);
    let pool = pool_of(5);
    let meet = |_| rendezvous.meet_here(LONG);
    let met: Vec<bool> = pool.install(|| (0..5).into_par_iter().map(meet).collect());
    assert_eq!(met, [true; 5]);
    assert!(rendezvous.filled());
}

#[test]
fn jobs_of_rayon_on_too_few_threads_never_meet() {
    let rendezvous = trusting(3);
    let meet = |_| rendezvous.meet_here(Duration::from_millis(50));
    pool_of(2).install(|| (0..9).into_par_iter().map(meet).count());
    assert!(!rendezvous.filled());
    assert_eq!(rendezvous.door.most(), 2, "a thread counts once");
}

fn pool_of(threads: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap()
}

#[test]
fn a_patience_is_counted_from_the_first_who_came() {
    let rendezvous = trusting(3);
    let patience = Duration::from_millis(20);
    assert_eq!(rendezvous.door.left_of(patience), patience);
    assert!(!rendezvous.meet_here(patience));
    // Nothing is left for the next one, who does not wait in its turn.
    assert_eq!(rendezvous.door.left_of(patience), Duration::ZERO);
    let mut late = gate::call(&rendezvous.address).unwrap();
    late.write_all(b"7 20\n").unwrap();
    late.set_read_timeout(Some(LONG)).unwrap();
    assert_eq!(answer(&late), "", "it is sent away");
}

#[test]
fn late_ones_pass_an_open_door() {
    let rendezvous = trusting(1);
    drop(visitor(&rendezvous, 1));
    thread::sleep(Duration::from_millis(2));
    let mut late = gate::call(&rendezvous.address).unwrap();
    late.write_all(b"2 1\n").unwrap();
    assert_eq!(answer(&late), ALL_HERE);
    assert!(rendezvous.meet_here(Duration::from_millis(1)));
}

#[test]
fn dropped_it_sends_everybody_away() {
    let rendezvous = trusting(2);
    let address = rendezvous.address();
    let silent = gate::call(&address).unwrap();
    let inside = visitor(&rendezvous, 1);
    drop(rendezvous);
    assert_eq!(answer(&inside), "");
    assert!(!matches!(
        BufReader::new(&silent).read_line(&mut String::new()),
        Ok(1..)
    ));
    assert!(gate::call(&address).is_err(), "nobody listens any more");
}
