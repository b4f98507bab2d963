//! Checks of exercise 10: primes. They run on the real std and with the real rayon, and with this
//! very program started again as the workers.

// A worker here does not use the submission's `serve`, but for the check of `serve` and the one of
// the six numbers: each part of the exercise is judged by itself.
use checks::process::{self, Served, answer_lines, begun, returned};
use checks::{Rendezvous, calling, deliberate_panic, millis, note, require_no_child, secs};
use rayon::ThreadPoolBuilder;
use std::fmt::Debug;
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{env, thread};
use submission::{WorkerDied, is_prime, over_processes, over_rayon, serve};

type Worker = fn() -> Command;
type Answers = Vec<Result<bool, WorkerDied>>;
checks::signatures! {
    fn is_prime(n: u64) -> bool;
    fn over_rayon(numbers: &[u64], test: fn(u64) -> bool) -> Vec<bool>;
    fn over_processes(worker: Worker, processes: usize, chunk_size: usize, numbers: &[u64]) -> Answers;
}

/// The numbers of the lesson, of which the first comes twice, and what they are.
const NUMBERS: [u64; 6] = [
    112272535095293,
    112582705942171,
    112272535095293,
    115280095190773,
    115797848077099,
    1099726899285419,
];
const PRIMES: [bool; 6] = [true, true, true, true, true, false];

/// The numbers up to 3000, squares of primes, and greater ones on both sides.
fn is_prime_tells_the_primes() {
    for n in 0..=3000 {
        let expected = n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0);
        tells(n, expected);
    }
    for root in [101, 9_973, 65_537, 1_000_003] {
        tells(root * root, false);
    }
    for prime in [1_000_003, 2_147_483_647, 999_999_999_989, NUMBERS[4]] {
        tells(prime, true);
    }
    tells(NUMBERS[5], false);
    tells(2 * 999_999_999_989, false);
    tells(999_983 * 1_000_003, false);
}

fn tells(n: u64, expected: bool) {
    calling(format!("is_prime({n})"));
    assert_eq!(is_prime(n), expected, "whether it is a prime");
}

/// Threads of rayon's pool in these checks, whatever number of cores there is.
const THREADS: usize = 4;

/// The name of each of them, by which it can be told from a thread of another pool.
const OWN: &str = "a thread of rayon's own pool";

/// Gives rayon's own pool its size.
fn set_up_rayon() {
    let pool = ThreadPoolBuilder::new().num_threads(THREADS);
    let pool = pool.thread_name(|_| OWN.to_owned());
    pool.build_global().expect("nobody has used rayon yet");
}

/// The first number takes longest, and its answer comes first all the same; each number is tested
/// once, in the pool that rayon has by itself; a panic comes out.
fn rayon_keeps_the_order() {
    set_up_rayon();
    for length in [7, 1000, 1, 0] {
        // The first number is there twice.
        let numbers: Vec<u64> = (0..length).map(|n: u64| n.saturating_sub(1)).collect();
        calling(format!("over_rayon with numbers.len() = {length}"));
        let tested: Vec<_> = numbers.iter().map(|_| AtomicU64::new(0)).collect();
        let outside = AtomicBool::new(false);
        let answers = over_rayon(&numbers, |n| {
            if thread::current().name() != Some(OWN) {
                outside.store(true, Ordering::Relaxed);
            }
            // A test that takes a while is none that one thread does for all.
            let micros = if n == 0 { 200_000 } else { 100 };
            thread::sleep(Duration::from_micros(micros));
            tested[n as usize].fetch_add(1, Ordering::Relaxed);
            is_odd_one(n)
        });
        let expected: Vec<bool> = numbers.iter().map(|&n| is_odd_one(n)).collect();
        assert!(
            answers == expected,
            "answers are lost, wrong or not at the places of their numbers"
        );
        // A single number is no work to share: rayon leaves it to the caller.
        assert!(
            length == 1 || !outside.into_inner(),
            "a number was tested outside of rayon's own pool, the one that is there without being built"
        );
        for (n, tests) in (0..).zip(tested) {
            let times = numbers.iter().filter(|&&number| number == n).count();
            let tests = tests.into_inner() as usize;
            assert_eq!(tests, times, "tests of {n}, which is there {times} times");
        }
    }

    calling("over_rayon(&[1, 2, 3], test), of which `test` panics for 2");
    must_panic(|| {
        over_rayon(&[1, 2, 3], |n| match n {
            2 => deliberate_panic("of a test for a prime"),
            _ => is_odd_one(n),
        })
    });
}

fn must_panic<R: Debug>(call: impl FnOnce() -> R) {
    let returned = catch_unwind(AssertUnwindSafe(call));
    let returned = returned.map(|value| format!("it returned {value:?} and should have panicked"));
    assert!(returned.is_err(), "{}", returned.unwrap_or_default());
}

/// Four numbers, each of which waits until all four are being tested.
fn rayon_threads_work_at_the_same_time() {
    set_up_rayon();
    let rendezvous = Rendezvous::of(THREADS);
    calling("over_rayon with four numbers on four threads");
    let mut answers = over_rayon(&[10, 20, 30, 40], |n| {
        rendezvous.meet_here(secs(4));
        n > 20
    });
    rendezvous.require();
    // Their order is the matter of another check.
    answers.sort_unstable();
    assert_eq!(answers, [false, false, true, true], "answers, sorted");
}

/// A chunk is answered before the next is sent, and the end of input ends `serve`.
fn serve_answers_each_chunk_at_once() {
    let lines = [
        ("2 3 3 5", "false true true true"),
        ("7", "true"),
        ("18446744073709551615 0", "true false"),
    ];
    Served::start("`serve`", "odd").answers_lines(&lines);
    // The end of input may come at once.
    Served::start("`serve`", "odd").answers_lines(&[]);
}

/// Six numbers in chunks of four are two messages; so it goes for other sizes, and none is no size.
fn numbers_travel_in_chunks() {
    let six = [60, 10, 50, 20, 40, 30];
    for (processes, chunk_size) in [(2, 4), (1, 4), (2, 1), (1, 2), (3, 6), (2, 100)] {
        run("plain", processes, chunk_size, &six).travelled_in_chunks();
    }
    // Lines of 140 KiB, where a pipe holds 64.
    let many: Vec<u64> = (0..7000).map(|n| 10_000_000_000_000_000_000 + n).collect();
    run("plain", 1, 7000, &many).travelled_in_chunks();
    run("plain", 2, 4, &[]).travelled_in_chunks();
    for (processes, chunk_size, numbers) in
        [(2, 0, &six[..]), (0, 4, &six), (2, 0, &[]), (0, 4, &[])]
    {
        calling(called(processes, chunk_size, numbers));
        let plain = || checks::worker("plain");
        must_panic(|| over_processes(plain, processes, chunk_size, numbers));
    }
}

/// The first chunk is done last, and its answers come first all the same.
fn answers_keep_the_order_of_the_numbers() {
    for (processes, chunk_size) in [(2, 4), (3, 2), (5, 1), (2, 3)] {
        let numbers: Vec<u64> = (1000..1011).collect();
        let pool = run("late_first", processes, chunk_size, &numbers);
        pool.answered(&expected(&numbers));
    }
}

/// Three processes, each of which waits until all have a chunk; no more are started for twenty.
fn processes_work_at_the_same_time() {
    let rendezvous = Rendezvous::of(3);
    let address = rendezvous.address();
    let numbers: Vec<u64> = (1..=12).collect();
    let pool = run_with("meet", 3, 4, &numbers, move |command| {
        command.env(MEET_AT, &address);
    });
    rendezvous.require();
    pool.answered_in_any_order(&expected(&numbers));

    let numbers: Vec<u64> = (1..=40).collect();
    let pool = run("slow_start", 3, 2, &numbers);
    pool.run.roll.require_once(&numbers);
    let why = "as `over_processes` was called with processes = 3";
    pool.run.roll.require_at_most(3, why);
}

/// A number that ends in 13 kills its worker. Its chunk has no answers and is not sent again, other
/// chunks do not notice, and the workers that died have been waited for.
fn a_dead_worker_fails_its_own_chunk_only() {
    run("mortal", 1, 2, &[1, 2, 13, 3, 4, 5, 6, 113, 7]).failed_chunks_only();
    let numbers = [1, 2, 13, 4, 5, 6, 7, 113, 8, 9, 10, 11, 213, 12, 14, 15];
    run("mortal", 3, 3, &numbers).failed_chunks_only();
    run("mortal", 2, 1, &[13, 113, 213]).failed_chunks_only();
    run("cut_off", 1, 4, &[1, 2, 3, 13, 4, 5, 6, 7, 113, 8]).failed_chunks_only();

    let pool = run("stillborn", 2, 2, &[1, 2, 3]);
    // These end before they have read a line.
    pool.answered(&[Err(WorkerDied); 3]);
    require_no_child("`over_processes`", "of which some died over their chunk");
}

/// Every worker takes its time to leave, and `over_processes` waits for it.
fn no_child_is_left_behind() {
    let (log, pool_line) = io::pipe().expect("the system has a pipe");
    let worker_line = pool_line.try_clone().expect("an end can be doubled");
    let numbers = [1, 2, 3, 4, 5, 6];
    let pool = run_with("linger", 2, 2, &numbers, move |command| {
        let line = worker_line.try_clone();
        command.stderr(line.expect("an end can be doubled"));
    });
    let why = "workers that still ran when `over_processes` returned";
    assert_eq!(left_after(log, pool_line), 0, "{why}");
    pool.run.roll.require_once(&numbers);
    require_no_child("`over_processes`", "that left when their input ended");
}

/// Three parts together: the six numbers in chunks of four, over two processes that run the
/// submission's `serve` with its `is_prime`; and a test that panics, which costs a worker.
fn the_six_numbers_over_processes() {
    let pool = run("primes", 2, 4, &NUMBERS);
    pool.answered_in_any_order(&PRIMES.map(Ok));
    let notes = pool.run.roll.notes();
    let tested = notes.iter().filter(|note| note.text.parse::<u64>().is_ok());
    assert_eq!(tested.count(), 6, "numbers that the workers tested");
    let pool = run("panicky", 1, 2, &[1, 13]);
    pool.answered(&[Err(WorkerDied); 2]);
}

/// One run of the submission's `over_processes`.
struct Pool {
    chunk_size: usize,
    run: process::Pool<Result<bool, WorkerDied>>,
}

fn run(worker: &str, processes: usize, chunk_size: usize, numbers: &[u64]) -> Pool {
    run_with(worker, processes, chunk_size, numbers, |_| ())
}

/// Runs it with something added to each command.
fn run_with(
    worker: &str,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
    add: impl Fn(&mut Command) + Send + Sync + 'static,
) -> Pool {
    calling(called(processes, chunk_size, numbers));
    let call = move |worker: process::Worker, processes, numbers: &[u64]| {
        over_processes(worker, processes, chunk_size, numbers)
    };
    let run = process::Pool::run_called("`over_processes`", call, worker, processes, numbers, add);
    Pool { chunk_size, run }
}

/// A call in the words of a report.
fn called(processes: usize, chunk_size: usize, numbers: &[u64]) -> String {
    let many = numbers.len();
    let sizes = format!("processes = {processes}, chunk_size = {chunk_size}");
    format!("over_processes with {sizes}, numbers.len() = {many}")
}

impl Pool {
    /// Demands that each chunk was sent once, and nothing else.
    fn travelled_in_chunks(&self) {
        let notes = self.run.roll.notes();
        let sent = || notes.iter().filter_map(|note| note.text.strip_prefix(SENT));
        let wanted: Vec<String> = self.run.inputs.chunks(self.chunk_size).map(words).collect();
        let stray = sent().find(|line| !wanted.iter().any(|chunk| chunk == line));
        let shown = |text: String| text.chars().take(200).collect::<String>();
        if let Some(line) = stray {
            let (line, many) = (shown(format!("{line:?}")), wanted.len());
            let chunks = shown(format!("{wanted:?}"));
            panic!(
                "a worker was sent the line {line}, which is none of the {many} chunks {chunks}"
            );
        }
        for chunk in &wanted {
            let times = sent().filter(|line| line == chunk).count();
            let chunk = shown(format!("{chunk:?}"));
            assert_eq!(times, 1, "how often the chunk {chunk} was sent");
        }
    }

    /// Demands these answers in this order.
    fn answered(&self, wanted: &[Result<bool, WorkerDied>]) {
        let results = &self.run.results;
        assert_eq!(results.len(), wanted.len(), "number of answers");
        for (place, number) in self.run.inputs.iter().enumerate() {
            let why = format!("answer at place {place}, to the number {number}");
            assert_eq!(results[place], wanted[place], "{why}");
        }
    }

    /// Demands these answers; their order is the matter of another check.
    fn answered_in_any_order(&self, wanted: &[Result<bool, WorkerDied>]) {
        let [got, wanted] = [&self.run.results, wanted].map(|answers| {
            let mut answers = answers.to_vec();
            answers.sort_unstable_by_key(|answer| answer.ok());
            answers
        });
        assert_eq!(got, wanted, "answers, sorted");
    }

    /// Demands no answer to a number whose chunk has killed a worker, and the right one to all
    /// others.
    fn failed_chunks_only(&self) {
        self.travelled_in_chunks();
        let mut wanted = Vec::new();
        let mut died = 0;
        for chunk in self.run.inputs.chunks(self.chunk_size) {
            let is_lost = chunk.iter().any(|&number| kills(number));
            died += usize::from(is_lost);
            wanted.extend(chunk.iter().map(|&number| match is_lost {
                true => Err(WorkerDied),
                false => Ok(is_odd_one(number)),
            }));
        }
        match self.run.processes() {
            1 => self.answered(&wanted),
            _ => self.answered_in_any_order(&wanted),
        }
        let why = format!("and {died} died");
        self.run
            .roll
            .require_at_most(self.run.processes() + died, &why);
    }
}

/// How many workers said that they leave only after the pool had returned. The pipe keeps the order
/// in which things were said, so that no clock is needed.
fn left_after(log: PipeReader, mut pool_line: PipeWriter) -> usize {
    writeln!(pool_line, "returned").expect("we hold the other end");
    drop(pool_line);
    let lines = BufReader::new(log).lines().map_while(Result::ok);
    lines.skip_while(|line| line != "returned").skip(1).count()
}

/// Where the workers of [`meet`] wait for each other.
const MEET_AT: &str = "EX10_MEET_AT";

/// What a worker says of a line that it was sent; the line follows.
const SENT: &str = "sent ";

/// What stands for being a prime where the workers are ours: nobody can guess it, and it has no
/// order.
fn is_odd_one(n: u64) -> bool {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15).count_ones() % 2 == 1
}

fn expected(numbers: &[u64]) -> Answers {
    numbers.iter().map(|&n| Ok(is_odd_one(n))).collect()
}

fn words(chunk: &[u64]) -> String {
    let words: Vec<String> = chunk.iter().map(u64::to_string).collect();
    words.join(" ")
}

/// Worker of the submission's own `serve`.
fn odd() {
    serve(|n| begun_is(n, n % 2 == 1));
    returned();
}

/// And that of the six numbers.
fn primes() {
    serve(|n| begun_is(n, is_prime(n)));
}

/// And one whose test may panic.
fn panicky() {
    serve(|n| match kills(n) {
        true => deliberate_panic("of a test for a prime"),
        false => is_odd_one(n),
    });
}

/// Tells the check that `n` is being tested.
fn begun_is(n: u64, value: bool) -> bool {
    begun(n, u64::from(value)) == 1
}

/// Answers chunks by [`is_odd_one`], each after `before` has been called with it, and tells the
/// check of every line.
fn answer_chunks(before: impl Fn(&[u64])) {
    answer_lines(|line| {
        note(&format!("{SENT}{line}"));
        let numbers = line
            .split(' ')
            .map(str::parse)
            .collect::<Result<Vec<u64>, _>>()
            .ok()?;
        // Of thousands the line has told already, and telling of each would take long.
        for &number in numbers.iter().filter(|_| numbers.len() < 100) {
            begun(number, 0);
        }
        before(&numbers);
        let answers = numbers.iter().map(|&n| is_odd_one(n).to_string());
        Some(answers.collect::<Vec<_>>().join(" "))
    });
}

fn plain() {
    answer_chunks(|_| ());
}

/// Worker whose chunk with the number 1000 takes longer than all the others together.
fn late_first() {
    answer_chunks(|chunk| {
        if chunk.contains(&1000) {
            thread::sleep(millis(200));
        }
    });
}

/// Workers that go on only together, or when time is up.
fn meet() {
    let address = env::var(MEET_AT).expect("the check has set it");
    answer_chunks(|_| {
        Rendezvous::meet(&address, secs(4));
    });
}

/// Worker whose first chunk is long enough for a pool to give the others to as many workers as it
/// has.
fn slow_start() {
    let first = AtomicBool::new(true);
    answer_chunks(|_| {
        if first.swap(false, Ordering::Relaxed) {
            thread::sleep(millis(200));
        }
    });
}

/// Worker that dies over some chunks.
fn mortal() {
    die_saying(b"");
}

/// Worker that dies in the middle of its answer.
fn cut_off() {
    die_saying(b"true fal");
}

/// By `exit`, since `abort` would leave core files about.
fn die_saying(last_words: &[u8]) {
    answer_chunks(|chunk| {
        if chunk.iter().any(|&number| kills(number)) {
            let mut output = io::stdout().lock();
            let said = output.write_all(last_words).and_then(|()| output.flush());
            said.expect("the pool waits for an answer");
            std::process::exit(13);
        }
    });
}

/// Whether that number kills its worker.
fn kills(number: u64) -> bool {
    number % 100 == 13
}

/// Worker that ends at once.
fn stillborn() {}

/// Worker that takes its time to leave, and says when it does.
fn linger() {
    answer_chunks(|_| ());
    thread::sleep(secs(1));
    eprintln!("left");
}

checks::main!(
    is_prime_tells_the_primes,
    rayon_keeps_the_order,
    rayon_threads_work_at_the_same_time,
    serve_answers_each_chunk_at_once,
    numbers_travel_in_chunks,
    answers_keep_the_order_of_the_numbers,
    processes_work_at_the_same_time,
    a_dead_worker_fails_its_own_chunk_only,
    no_child_is_left_behind,
    the_six_numbers_over_processes;
    workers: odd, primes, panicky, plain, late_first, meet, slow_start, mortal, cut_off, stillborn,
        linger
);
