//! Checks of exercise 07: channels.
#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's
use checks::{Cause, Verdict, VirtualRun, calling, exhaustive, fail, fail_because};
use checks::{deliberate_panic, secs, virtual_time};
use std::ops::Range;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{panic, thread};
use submission::{collect_all, fan_out, produce, stage};

checks::signatures! {
    fn collect_all(producers: Vec<fn(Sender<u64>)>) -> Vec<u64>;
    fn produce(items: Range<u64>, room: usize) -> Receiver<u64>;
    fn stage(input: Receiver<u64>, f: fn(u64) -> u64, room: usize) -> Receiver<u64>;
    fn fan_out(input: Receiver<u64>, f: fn(u64) -> u64, workers: usize, room: usize) -> Receiver<u64>;
}

/// Many messages, one or none arrive, each once and each producer's in its order; under every interleaving.
fn every_message_arrives_once() {
    for counts in [&[2, 0, 1][..], &[30, 0, 70], &[]] {
        calling(format!("`collect_all`, producers of {counts:?} messages"));
        virtual_time(|| assert_each_once(&collect_all(senders(counts)), counts));
    }
    calling("`collect_all`, called twice, two producers that both send 4 twice");
    virtual_time(|| {
        let calls = [0, 0].map(|at| collect_all([0, 0].map(|_| sends([(at, 4); 2])).into()));
        assert_eq!(calls, [[4; 4]; 2], "the messages of each call");
    });
    // Of code that asks again and again there are too many interleavings, so this comes first.
    sparse_messages().without_polling();
    for counts in [&[2, 2][..], &[1, 0, 1]] {
        calling(format!("`collect_all`, producers of {counts:?} messages"));
        exhaustive(move || assert_each_once(&collect_all(senders(counts)), counts));
    }
}

/// Messages arrive in the order of time, and `collect_all` returns when the last sender is gone: not before, however
/// long nothing comes, and not later.
fn the_last_sender_ends_it() {
    for (times, arrival) in [([1, 2, 3], [7, 5, 6]), ([3, 2, 1], [6, 5, 7])] {
        calling(format!("`collect_all`, 7, 5 and 6 after {times:?} s"));
        virtual_time(move || {
            let after = times.into_iter().zip([7, 5, 6]);
            let messages = collect_all(after.map(|message| sends([message])).collect());
            assert_eq!(messages, arrival, "messages in the order of arrival");
        })
        .without_polling()
        .takes_exactly(secs(3))
        .peak_concurrency_at_least(3);
    }
    sparse_messages().without_polling().takes_exactly(secs(61));
    calling("`collect_all`, one producer panics after a message, another sends one after 5 s");
    virtual_time(|| {
        let panics: Producer = Box::new(|sender| {
            send(&sender, 1);
            deliberate_panic("a producer");
        });
        assert_eq!(collect_all(vec![panics, sends([(5, 2)])]), [1, 2]);
    })
    .without_polling()
    .takes_exactly(secs(5));
    calling("`collect_all`, a producer hands its sender on to another thread and returns");
    virtual_time(|| assert_eq!(collect_all(vec![hands_on(20)]), [1, 2]))
        .without_polling()
        .takes_exactly(secs(20));
    exhaustive(|| assert_eq!(collect_all(vec![hands_on(0)]), [1, 2]));
}

/// For a reader that takes 2 s for each, items of 1 s are begun when there is room for them: not earlier, not later.
fn a_producer_waits_for_room() {
    for (room, begun) in PACES {
        let make = move |log: &Log| produce(log.items(1).take(8), room);
        paced(format!("`produce`, room = {room}"), begun, make);
    }
    calling("`produce` without items");
    virtual_time(|| assert_eq!(produce(0..0, 2).recv().ok(), None));
    for room in [0, 1] {
        calling(format!("`produce(1..4, {room})`"));
        exhaustive(move || assert_eq!(all_of(&produce(1..4, room)), [1, 2, 3]));
    }
}

/// When the receiver is gone, the thread ends at its next item, and does not panic over it.
fn a_producer_stops_when_nobody_listens() {
    for (time, taken, room) in [(1, 0, 2), (1, 3, 2), (0, 1, 0)] {
        let what = format!("`produce` of items of {time} s, room = {room}");
        left_early(&what, taken, 1, move |log| produce(log.items(time), room));
    }
    calling("`produce`, receiver dropped after 1 item, room = 1");
    exhaustive(|| stopped_early(|items| produce(items, 1)));
}

/// A stage hands on items in order while others work too, and both ends: that nothing comes, that nobody listens.
fn stages_pass_on_items_and_both_ends() {
    for (room, begun) in PACES {
        let make = move |log: &Log| stage(fed(1..9), log.job(|_| 1), room);
        paced(format!("`stage`, room = {room}"), begun, make);
    }
    calling("`produce` of items of 1 s, a `stage` of 2 s and one of 3 s");
    virtual_time(|| {
        let log = Log::start();
        let slow = stage(produce(log.items(1).take(5), 1), log.job(|_| 2), 1);
        let slower = stage(slow, log.job(|_| 3), 1);
        assert_eq!(all_of(&slower), [1, 2, 3, 4, 5], "each item, in order");
    })
    .without_polling()
    .takes_exactly(secs(18))
    .peak_concurrency_at_least(3);
    sparse_input("`stage`", |input| stage(input, |n| n, 1));
    nobody_reads("`stage`", 1, stage);
    let squares = |log: &Log| stage(produce(log.items(1), 1), |n| n * n, 1);
    left_early("`produce` and a `stage`", 1, 2, squares);
    calling("`produce` and a `stage` whose `f` panics at the third item");
    virtual_time(|| {
        let log = Log::start();
        let f = |n| if n == 3 { deliberate_panic("f") } else { n };
        let results = stage(produce(log.items(1), 1), f, 1);
        assert_eq!(all_of(&results), [1, 2], "the items before the panic");
        log.ended(2);
    })
    .without_polling();
    calling("`produce` and a `stage`, room = 1");
    exhaustive(|| {
        let squares = stage(produce(1..4, 1), |n| n * n, 1);
        assert_eq!(all_of(&squares), [1, 4, 9], "each item, in order");
    });
    exhaustive(|| stopped_early(|items| stage(produce(items, 1), |n| n, 1)));
}

/// Every item is worked on once, by a worker that is free: so many at once as there are workers.
fn workers_share_one_receiver() {
    fanned_out(3, &[10; 6], 20, &[1, 2, 3, 4, 5, 6]);
    fanned_out(2, &[30, 11, 10, 8], 30, &[2, 3, 4, 1]);
    fanned_out(1, &[3, 2, 1], 6, &[1, 2, 3]);
    fanned_out(4, &[20, 10], 20, &[2, 1]);
    let two = |input| fan_out(input, |n| n, 2, 1);
    sparse_input("`fan_out`, workers = 2", two);
    let of_two = |input, job, room| fan_out(input, job, 2, room);
    nobody_reads("`fan_out`, workers = 2", 2, of_two);
    let shared = move |log: &Log| two(produce(log.items(1), 1));
    left_early("`produce` and `fan_out`, workers = 2", 1, 3, shared);
    calling("`produce` and `fan_out`, workers = 0");
    virtual_time(|| {
        let log = Log::start();
        let first = fan_out(produce(log.items(1), 1), |n| n, 0, 1).recv();
        assert_eq!(first.ok(), None, "with no worker nothing is done");
        log.ended(2);
    });
    calling("`fan_out` of three items, workers = 2");
    exhaustive(|| {
        let results = sorted(all_of(&fan_out(fed(1..4), |n| n, 2, 1)));
        assert_eq!(results, [1, 2, 3], "each item has one result");
    });
}

/// An item on which `f` panics has no result. All others have, as long as a worker is left, and nobody waits for ever.
fn a_panic_costs_one_item_only() {
    for (workers, panics) in [(2, 1), (3, 2)] {
        let count = panics + 4;
        calling(format!("`fan_out`, {workers} workers, {panics} panics"));
        virtual_time(move || {
            let job = Log::start().job(move |n| if n <= panics { 1 } else { 10 });
            let f = move |n| match job(n) <= panics {
                true => deliberate_panic("f"),
                false => n,
            };
            let results = all_of(&fan_out(fed(1..count + 1), f, workers, 1));
            let others: Vec<u64> = (panics + 1..count + 1).collect();
            assert_eq!(sorted(results), others, "all results but those of panics");
        })
        .without_polling()
        .at_most(secs(40));
    }
    calling("`produce` and `fan_out`, workers = 2, all items panic");
    virtual_time(|| {
        let log = Log::start();
        let first = fan_out(produce(log.items(0), 1), |_| deliberate_panic("f"), 2, 1).recv();
        assert_eq!(first.ok(), None, "every item panics");
        log.ended(3);
    });
    calling("`fan_out`, workers = 2, the first of three items panics");
    exhaustive(|| {
        let f = |n| if n == 1 { deliberate_panic("f") } else { n };
        let results = sorted(all_of(&fan_out(fed(1..4), f, 2, 1)));
        assert_eq!(results, [2, 3], "all results but that of the panic");
    });
}

/// When each of 8 items that take 1 s is begun, in seconds, if a reader takes 2 s for each and so many may wait.
const PACES: [(usize, [u64; 8]); 4] = [
    (1, [0, 1, 2, 3, 5, 7, 9, 11]),
    (0, [0, 1, 3, 5, 7, 9, 11, 13]),
    (2, [0, 1, 2, 3, 4, 5, 7, 9]),
    (9, [0, 1, 2, 3, 4, 5, 6, 7]),
];

/// Reads the items 1 to 8 that `make` notes down in the log, 2 s for each, and looks when they were begun.
fn paced<M: Make>(what: String, begun: [u64; 8], make: M) {
    calling(what + ", 8 items of 1 s for a reader that takes 2 s");
    let make = Arc::new(make);
    // Who asks again and again is late as well. That it asks is said first.
    for looks_when in [false, true] {
        let make = Arc::clone(&make);
        virtual_time(move || {
            let log = Log::start();
            let receiver = make(&log);
            log.returned_at_once();
            let slowly = receiver.iter().inspect(|_| thread::sleep(secs(2)));
            let received: Vec<u64> = slowly.collect();
            assert_eq!(received, [1, 2, 3, 4, 5, 6, 7, 8], "each item, in order");
            if looks_when {
                log.assert_begun(&begun);
            }
        })
        .without_polling();
    }
}

/// Takes a few items of what `make` makes of the endless items of the log, and drops the receiver. So many items may be
/// begun after that.
fn left_early<M: Make>(what: &str, taken: usize, more: usize, make: M) {
    calling(format!("{what}, receiver dropped after {taken} items"));
    virtual_time(move || {
        let log = Log::start();
        let receiver = make(&log);
        log.returned_at_once();
        let received = receiver.iter().take(taken).count();
        assert_eq!(received, taken, "the items that were received");
        drop(receiver);
        log.ended(more);
    })
    .without_polling();
}

/// Takes one item of what `make` makes of three, drops the receiver, and waits for the end of the items.
fn stopped_early(make: fn(Items) -> Receiver<u64>) {
    let log = Log::start();
    let items: Items = Box::new(log.items(0).take(3));
    assert_eq!(make(items).recv().ok(), Some(1), "the first item");
    drop(log.held);
    let _ = log.ended.recv();
    no_panic(&log.panics);
}

/// What is between `input` and the reader waits as long as nothing comes, and does not ask.
fn sparse_input(what: &str, make: fn(Receiver<u64>) -> Receiver<u64>) {
    calling(format!("{what}, an item after 30 s and one after 60 s"));
    virtual_time(move || {
        let (sender, input) = mpsc::channel();
        let results = make(input);
        for n in [1, 2] {
            thread::sleep(secs(30));
            send(&sender, n);
            assert_eq!(results.recv().ok(), Some(n), "an item that comes late");
        }
        drop(sender);
        assert_eq!(results.recv().ok(), None, "the end of the input is the end");
    })
    .without_polling()
    .takes_exactly(secs(60));
}

/// While nobody reads, only so many items are worked on as there are workers and as there is room for results. No more
/// are taken from the input.
fn nobody_reads(what: &str, workers: usize, make: fn(Receiver<u64>, Job, usize) -> Receiver<u64>) {
    for room in [0, 1, 3] {
        calling(format!("{what}, room = {room}, nobody reads for 100 s"));
        virtual_time(move || {
            let (log, made) = (Log::start(), Log::start());
            let _results = make(produce(made.items(0), 0), log.job(|_| 1), room);
            thread::sleep(secs(100));
            let (begun, made, all) = (log.begun().len(), made.begun().len(), workers + room);
            let said = format!("{made} items made, {begun} worked on; there is room for {all}");
            if begun < all {
                fail(Verdict::TooSlow, said);
            }
            // One more waits in the producer's hand, and one may be on its way to a worker.
            if begun > all || made > all + 2 {
                fail(Verdict::Wrong, said);
            }
        })
        .without_polling();
    }
}

/// `fan_out` of items 1, 2, 3... that take so many seconds each: how long it takes, and in which order they end.
fn fanned_out(workers: usize, times: &'static [u64], seconds: u64, order: &'static [u64]) {
    calling(format!("`fan_out`, {times:?} s on {workers} workers"));
    let count = times.len();
    virtual_time(move || {
        let log = Log::start();
        let job = log.job(|n| times[n as usize - 1]);
        let results = fan_out(fed(1..count as u64 + 1), job, workers, 1);
        log.returned_at_once();
        let results = all_of(&results);
        let all = sorted(order.to_vec());
        assert_eq!(sorted(results.clone()), all, "each item has one result");
        assert_eq!(log.begun().len(), count, "calls of `f`, one for each item");
        // Those that end at the same moment may come in any order.
        if times.iter().any(|time| *time != times[0]) {
            assert_eq!(results, order, "results, each as soon as it is ready");
        }
    })
    .without_polling()
    .peak_concurrency_at_most(workers)
    .takes_exactly(secs(seconds))
    .peak_concurrency_at_least(workers.min(count));
}

trait Make: Fn(&Log) -> Receiver<u64> + Send + Sync + 'static {}
impl<M: Fn(&Log) -> Receiver<u64> + Send + Sync + 'static> Make for M {}

type Job = Box<dyn Fn(u64) -> u64 + Send + Sync>;
type Items = Box<dyn Iterator<Item = u64> + Send>;
type Producer = Box<dyn FnOnce(Sender<u64>) + Send>;

/// A producer that sends each message after a pause of so many seconds.
fn sends(messages: impl IntoIterator<Item = (u64, u64)> + Send + 'static) -> Producer {
    Box::new(move |sender| {
        for (pause, message) in messages {
            if pause > 0 {
                thread::sleep(secs(pause));
            }
            send(&sender, message);
        }
    })
}

/// A producer for each count, which sends so many messages: 1000, 1001... the first, 2000, 2001... the second.
fn senders(counts: &'static [u64]) -> Vec<Producer> {
    let producer = |range: Range<u64>| sends(range.map(|n| (0, n)));
    numbered(counts).map(producer).collect()
}

fn numbered(counts: &[u64]) -> impl Iterator<Item = Range<u64>> {
    let firsts = (1000..).step_by(1000).zip(counts);
    firsts.map(|(first, count)| first..first + count)
}

/// Fails unless each message of `senders(counts)` is there once, and those of one producer are in its order.
fn assert_each_once(messages: &[u64], counts: &[u64]) {
    let mut by_producer = messages.to_vec();
    by_producer.sort_by_key(|message| message / 1000);
    let expected: Vec<u64> = numbered(counts).flatten().collect();
    let what = "each message once, a producer's in its order (here one producer after the other)";
    assert_eq!(by_producer, expected, "{what}");
}

/// A producer that sends now and then, beside one that sends nothing: 1 after 1 s, 2 after 61 s.
fn sparse_messages() -> VirtualRun {
    calling("`collect_all`, a message after 1 s and one after 61 s, and a producer of none");
    virtual_time(|| {
        let silent: Producer = Box::new(|_sender| thread::sleep(secs(30)));
        assert_eq!(collect_all(vec![silent, sends([(1, 1), (60, 2)])]), [1, 2]);
    })
}

/// A producer that returns after one message, while another thread sends one more after `time` seconds.
fn hands_on(time: u64) -> Producer {
    Box::new(move |sender| {
        send(&sender, 1);
        thread::spawn(move || sends([(time, 2)])(sender));
    })
}

/// Sends what must find a receiver.
fn send(sender: &Sender<u64>, message: u64) {
    if sender.send(message).is_err() {
        let said = format!("message {message} could not be sent: the receiver was gone too early");
        fail(Verdict::Wrong, said);
    }
}

/// A channel with these items in it, which has no sender any more.
fn fed(items: Range<u64>) -> Receiver<u64> {
    let (sender, receiver) = mpsc::channel();
    items.for_each(|item| send(&sender, item));
    receiver
}

fn all_of(receiver: &Receiver<u64>) -> Vec<u64> {
    receiver.iter().collect()
}

fn sorted(mut items: Vec<u64>) -> Vec<u64> {
    items.sort_unstable();
    items
}

/// What the threads of one run do: when items were begun, whether anybody still has them, and which panics there were.
struct Log {
    start: Instant,
    begun: Arc<Mutex<Vec<Duration>>>,
    panics: Arc<Mutex<Vec<String>>>,
    /// Goes with the items and the jobs, so that `ended` is disconnected when all of them are gone.
    held: Sender<()>,
    ended: Receiver<()>,
}

impl Log {
    /// Begins now, and notes down every panic from now on.
    fn start() -> Self {
        let panics = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&panics);
        panic::set_hook(Box::new(move |info| {
            let text = info.payload_as_str().unwrap_or("no text");
            let line = info.location().map_or(0, |location| location.line());
            let said = format!("a thread panicked at src/lib.rs:{line}: {text}");
            noted.lock().unwrap().push(said);
        }));
        let (held, ended) = mpsc::channel();
        Self {
            start: Instant::now(),
            begun: Arc::default(),
            panics,
            held,
            ended,
        }
    }

    /// Items 1, 2, 3... that take `time` seconds each. There are 200, which is as good as no end.
    fn items(&self, time: u64) -> impl Iterator<Item = u64> + Send + 'static {
        (1..201).map(self.job(move |_| time))
    }

    /// A job that takes `time(n)` seconds for the item `n` and returns `n`.
    fn job<F: Fn(u64) -> u64 + Send + Sync + 'static>(&self, time: F) -> Job {
        let (start, begun, held) = (self.start, Arc::clone(&self.begun), self.held.clone());
        Box::new(move |n| {
            let _held = &held;
            begun.lock().unwrap().push(start.elapsed());
            thread::sleep(secs(time(n)));
            n
        })
    }

    fn begun(&self) -> Vec<Duration> {
        self.begun.lock().unwrap().clone()
    }

    /// Fails if time has gone by since the start.
    fn returned_at_once(&self) {
        let waited = self.start.elapsed().as_secs_f64();
        if waited > 0.0 {
            let said = format!("it must return at once, and its threads work; it took {waited} s");
            fail_because(Cause::WrongBlocks, said);
        }
    }

    /// Fails unless items were begun after so many seconds, and no others.
    fn assert_begun(&self, expected: &[u64]) {
        let seconds: Vec<f64> = self.begun().iter().map(Duration::as_secs_f64).collect();
        for (n, (&begun, &wanted)) in (1..).zip(seconds.iter().zip(expected)) {
            let (verdict, why) = match begun < wanted as f64 {
                true => (Verdict::Wrong, "more wait than there is room for"),
                false => (Verdict::TooSlow, "the one before it had room to wait"),
            };
            if begun != wanted as f64 {
                let said = format!("item {n} was begun after {begun} s and not after {wanted} s");
                fail(verdict, said + ": " + why);
            }
        }
        assert_eq!(seconds.len(), expected.len(), "items that were begun");
    }

    /// Fails unless the threads end, having begun at most so many more items. To be called when nobody listens any more.
    fn ended(self, most: usize) {
        let before = self.begun().len();
        thread::sleep(secs(100));
        no_panic(&self.panics);
        let more = self.begun().len() - before;
        drop(self.held);
        let alive = self.ended.try_recv() == Err(TryRecvError::Empty);
        if more > most || alive {
            let and = ["", ", and a thread was there for 100 s"][usize::from(alive)];
            let said = format!("{more} more items were begun when nobody could receive any{and}");
            fail(Verdict::Wrong, said);
        }
    }
}

/// Fails if a thread panicked, unless it was meant to, or could not but panic because another was meant to.
fn no_panic(panics: &Mutex<Vec<String>>) {
    let panics = panics.lock().unwrap();
    if let Some(first) = panics.first().filter(|first| !first.contains("on purpose")) {
        fail(Verdict::Panicked, first);
    }
}

checks::main!(
    every_message_arrives_once,
    the_last_sender_ends_it,
    a_producer_waits_for_room,
    a_producer_stops_when_nobody_listens,
    stages_pass_on_items_and_both_ends,
    workers_share_one_receiver,
    a_panic_costs_one_item_only,
);
