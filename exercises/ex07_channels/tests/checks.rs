//! Checks of exercise 07: channels.
#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's
use checks::{Cause, Verdict, VirtualRun, calling, exhaustive, fail, fail_because};
use checks::{deliberate_panic, secs, virtual_time};
use std::ops::Range;
use std::panic;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use submission::{collect_all, fan_out, produce, stage};

checks::signatures! {
    fn collect_all(producers: Vec<fn(Sender<u64>)>) -> Vec<u64>;
    fn produce(items: Range<u64>, room: usize) -> Receiver<u64>;
    fn stage(input: Receiver<u64>, f: fn(u64) -> u64, room: usize) -> Receiver<u64>;
    fn fan_out(input: Receiver<u64>, f: fn(u64) -> u64, workers: usize, room: usize) -> Receiver<u64>;
}

/// What producers send that send many messages, one or none arrives, each once and each producer's in its order;
/// under every interleaving.
fn every_message_arrives_once() {
    let counts = &[2, 0, 1, 100];
    calling(format!("`collect_all`, producers of {counts:?} messages"));
    virtual_time(|| assert_each_once(&collect_all(senders(counts)), counts));
    calling("`collect_all` without producers");
    virtual_time(|| assert_eq!(collect_all(Vec::<Producer>::new()), NONE));
    // Of code that asks again and again there are too many interleavings, so this comes first.
    sparse_messages().without_polling();
    for counts in [&[2, 1][..], &[1, 0, 1]] {
        calling(format!("`collect_all`, producers of {counts:?} messages"));
        exhaustive(move || assert_each_once(&collect_all(senders(counts)), counts));
    }
}

/// Messages arrive in the order of time, and `collect_all` returns when the last sender is gone: not before, however
/// long nothing comes, and not later.
fn the_last_sender_ends_it() {
    calling("`collect_all`, messages 7, 5 and 6 after 3, 2 and 1 s");
    virtual_time(|| {
        let after = [(3, 7), (2, 5), (1, 6)].map(|(time, message)| -> Producer {
            Box::new(move |sender| {
                thread::sleep(secs(time));
                send(&sender, message);
            })
        });
        let messages = collect_all(Vec::from(after));
        assert_eq!(messages, [6, 5, 7], "messages in the order of arrival");
    })
    .without_polling()
    .takes_exactly(secs(3))
    .peak_concurrency_at_least(3);
    sparse_messages().without_polling().takes_exactly(secs(61));
    calling("`collect_all`, one producer panics after a message, another sends one after 5 s");
    virtual_time(|| assert_eq!(collect_all(one_that_panics()), [1, 2]))
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
        paced(format!("`produce`, room = {room}"), begun, move |log| {
            produce(log.items(1).take(8), room)
        });
    }
    calling("`produce` without items");
    virtual_time(|| assert_eq!(all_of(&produce(0..0, 2)), NONE));
    for room in [0, 1] {
        calling(format!("`produce(1..4, {room})`"));
        exhaustive(move || assert_eq!(all_of(&produce(1..4, room)), [1, 2, 3]));
    }
}

/// When the receiver is gone, the thread ends at its next item, and does not panic over it.
fn a_producer_stops_when_nobody_listens() {
    for (time, taken, room) in [(1, 0, 2), (1, 3, 2), (0, 1, 0)] {
        let items = format!("`produce` of items of {time} s, room = {room}");
        left_early(items, taken, move |log| produce(log.items(time), room));
    }
    calling("`produce`, whose receiver is dropped after one item, room = 1");
    exhaustive(|| stopped_early(|log| produce(log.items(0), 1)));
}

/// A stage hands on what comes in, in order, while those before and behind it work too. It hands on the end in one
/// direction, and in the other that nobody listens.
fn stages_pass_on_items_and_both_ends() {
    for (room, begun) in PACES {
        paced(format!("`stage`, room = {room}"), begun, move |log| {
            stage(fed(1..9), log.job(|_| 1), room)
        });
    }
    calling("`produce` of items of 1 s, a `stage` of 2 s and one of 3 s");
    virtual_time(|| {
        let log = Log::start();
        let items = produce(log.items(1).take(5), 1);
        let slow = stage(items, log.job(|_| 2), 1);
        let slower = stage(slow, log.job(|_| 3), 1);
        assert_eq!(all_of(&slower), [1, 2, 3, 4, 5], "each item, in order");
    })
    .without_polling()
    .takes_exactly(secs(18))
    .peak_concurrency_at_least(3);
    sparse_input("`stage`", |input| stage(input, |n| n, 1));
    left_early("`produce` and a `stage`".to_owned(), 2, |log| {
        stage(produce(log.items(1), 1), |n| n, 1)
    });
    calling("`produce` and a `stage` whose `f` panics at the third item");
    virtual_time(|| {
        let log = Log::start();
        let third = |n| if n == 3 { deliberate_panic("f") } else { n };
        let results = stage(produce(log.items(1), 1), third, 1);
        assert_eq!(all_of(&results), [1, 2], "the items before the panic");
        log.ended();
    })
    .without_polling();
    calling("`produce` and a `stage`, room = 1");
    exhaustive(|| {
        let squares = stage(produce(1..4, 1), |n| n * n, 1);
        assert_eq!(all_of(&squares), [1, 4, 9], "each item, in order");
    });
    exhaustive(|| stopped_early(|log| stage(produce(log.items(0), 1), |n| n, 1)));
}

/// Every item is worked on once, by the worker that is free: so many at once as there are workers.
fn workers_share_one_receiver() {
    fanned_out(3, &[10; 6], 20, &[1, 2, 3, 4, 5, 6]);
    fanned_out(2, &[30, 11, 10, 8], 30, &[2, 3, 4, 1]);
    fanned_out(1, &[3, 2, 1], 6, &[1, 2, 3]);
    fanned_out(4, &[20, 10], 20, &[2, 1]);
    sparse_input("`fan_out`, workers = 2", |input| {
        fan_out(input, |n| n, 2, 1)
    });
    nobody_reads();
    left_early(
        "`produce` and `fan_out`, workers = 2".to_owned(),
        2,
        |log| fan_out(produce(log.items(1), 1), |n| n, 2, 1),
    );
    calling("`produce` and `fan_out`, workers = 0");
    virtual_time(|| {
        let log = Log::start();
        let results = fan_out(produce(log.items(1), 1), |n| n, 0, 1);
        assert_eq!(all_of(&results), NONE, "with no worker nothing is done");
        log.ended();
    })
    .at_most(secs(100));
    calling("`fan_out` of two items, workers = 2");
    exhaustive(|| {
        let results = sorted(all_of(&fan_out(fed(1..3), |n| 10 * n, 2, 1)));
        assert_eq!(results, [10, 20], "each item is worked on once");
    });
}

/// An item on which `f` panics has no result. All others have, as long as a worker is left, and nobody waits for ever.
fn a_panic_costs_one_item_only() {
    for (workers, panics, longest) in [(2, 1, 40), (3, 2, 40)] {
        calling(format!(
            "`fan_out`, workers = {workers}, {panics} of {} items panic",
            panics + 4
        ));
        virtual_time(move || {
            let log = Log::start();
            let job = log.job(move |n| if n <= panics { 1 } else { 10 });
            let f = move |n| match job(n) <= panics {
                true => deliberate_panic("f"),
                false => n,
            };
            let results = all_of(&fan_out(fed(1..panics + 5), f, workers, 1));
            let expected: Vec<u64> = (panics + 1..panics + 5).collect();
            assert_eq!(sorted(results), expected, "all results but those of panics");
        })
        .without_polling()
        .at_most(secs(longest));
    }
    calling("`produce` and `fan_out`, workers = 2, all items panic");
    virtual_time(|| {
        let log = Log::start();
        let f = |_| deliberate_panic("f");
        let results = fan_out(produce(log.items(0), 1), f, 2, 1);
        assert_eq!(all_of(&results), NONE, "every item panics");
        log.ended();
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
    (0, [0, 1, 3, 5, 7, 9, 11, 13]),
    (1, [0, 1, 2, 3, 5, 7, 9, 11]),
    (2, [0, 1, 2, 3, 4, 5, 7, 9]),
    (9, [0, 1, 2, 3, 4, 5, 6, 7]),
];

/// Reads the items 1 to 8 that `make` notes down in the log, 2 s for each, and looks when they were begun.
fn paced(
    what: String,
    begun: [u64; 8],
    make: impl Fn(&Log) -> Receiver<u64> + Send + Sync + 'static,
) {
    calling(format!(
        "{what}, 8 items of 1 s for a reader that takes 2 s"
    ));
    virtual_time(move || {
        let log = Log::start();
        let receiver = make(&log);
        log.returned_at_once();
        let slowly = receiver.iter().inspect(|_| thread::sleep(secs(2)));
        let received: Vec<u64> = slowly.collect();
        assert_eq!(received, [1, 2, 3, 4, 5, 6, 7, 8], "each item, in order");
        log.assert_begun(&begun);
    })
    .without_polling()
    .takes_exactly(secs(17));
}

/// Takes a few items of what `make` makes of the endless items of the log, and drops the receiver.
fn left_early(
    what: String,
    taken: usize,
    make: impl Fn(&Log) -> Receiver<u64> + Send + Sync + 'static,
) {
    calling(format!(
        "{what}, whose receiver is dropped after {taken} items"
    ));
    virtual_time(move || {
        let log = Log::start();
        let receiver = make(&log);
        log.returned_at_once();
        let received: Vec<u64> = receiver.iter().take(taken).collect();
        let expected: Vec<u64> = (1..).take(taken).collect();
        assert_eq!(sorted(received), expected, "the first items");
        drop(receiver);
        log.ended();
    })
    .without_polling();
}

/// Takes one item of what `make` makes of the items of the log, drops the receiver, and waits for the end of the items.
fn stopped_early(make: impl Fn(&Log) -> Receiver<u64>) {
    let mut log = Log::start();
    let receiver = make(&log);
    assert_eq!(receiver.recv().ok(), Some(1), "the first item");
    drop(receiver);
    log.wait_for_end();
}

/// What is between `input` and the reader waits as long as nothing comes, and does not ask.
fn sparse_input(what: &str, make: fn(Receiver<u64>) -> Receiver<u64>) {
    calling(format!(
        "{what}, whose input has an item after 30 s and one after 60 s"
    ));
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

/// `fan_out` of items 1, 2, 3... that take so many seconds each: how long it takes, and in which order they end.
fn fanned_out(workers: usize, times: &'static [u64], seconds: u64, order: &'static [u64]) {
    calling(format!(
        "`fan_out`, items of {times:?} s, workers = {workers}"
    ));
    let count = times.len();
    virtual_time(move || {
        let log = Log::start();
        let job = log.job(|n| times[n as usize - 1]);
        let results = fan_out(fed(1..count as u64 + 1), job, workers, 1);
        log.returned_at_once();
        let results = all_of(&results);
        assert_eq!(
            sorted(results.clone()),
            sorted(order.to_vec()),
            "each item has one result"
        );
        // Those that end at the same moment may come in any order.
        if times.iter().any(|time| *time != times[0]) {
            assert_eq!(
                results, order,
                "results in the order in which they are ready"
            );
        }
    })
    .without_polling()
    .peak_concurrency_at_most(workers)
    .takes_exactly(secs(seconds))
    .peak_concurrency_at_least(workers.min(count));
}

/// While nobody reads, only so many items are worked on as there are workers and as there is room for results.
fn nobody_reads() {
    calling("`fan_out`, workers = 2, room = 1, nobody reads the results for 100 s");
    virtual_time(|| {
        let log = Log::start();
        let results = fan_out(fed(1..9), log.job(|_| 1), 2, 1);
        thread::sleep(secs(100));
        let begun = log.begun().len();
        let what = format!(
            "{begun} items were worked on while nobody read: one result has room to wait, and each of two workers \
             waits with one more in its hand"
        );
        match begun {
            ..3 => fail(Verdict::TooSlow, what),
            3 => drop(results),
            _ => fail(Verdict::Wrong, what),
        }
    });
}

/// No messages, of the type of messages.
const NONE: [u64; 0] = [];

/// A producer of messages.
type Producer = Box<dyn FnOnce(Sender<u64>) + Send>;

/// A producer for each count, which sends so many messages: 1000, 1001... the first, 2000, 2001... the second.
fn senders(counts: &'static [u64]) -> Vec<Producer> {
    (1..)
        .zip(counts)
        .map(|(producer, count)| -> Producer {
            Box::new(move |sender| {
                (0..*count).for_each(|n| send(&sender, 1000 * producer + n));
            })
        })
        .collect()
}

/// Fails unless each message of `senders(counts)` is there once, and those of one producer are in its order.
fn assert_each_once(messages: &[u64], counts: &[u64]) {
    let mut by_producer = messages.to_vec();
    by_producer.sort_by_key(|message| message / 1000);
    let expected: Vec<u64> = (1..)
        .zip(counts)
        .flat_map(|(producer, count)| (0..*count).map(move |n| 1000 * producer + n))
        .collect();
    assert_eq!(
        by_producer, expected,
        "each message once, those of a producer in its order (here put together by producer)"
    );
}

/// A producer that sends now and then, beside one that sends nothing: 1 after 1 s, 2 after 61 s.
fn sparse_messages() -> VirtualRun {
    calling("`collect_all`, a message after 1 s and one after 61 s, and a producer of none");
    virtual_time(|| {
        let sparse: Producer = Box::new(|sender| {
            for (time, message) in [(1, 1), (60, 2)] {
                thread::sleep(secs(time));
                send(&sender, message);
            }
        });
        let silent: Producer = Box::new(|_sender| thread::sleep(secs(30)));
        assert_eq!(collect_all(vec![silent, sparse]), [1, 2]);
    })
}

/// A producer that panics after a message, and one that sends its own after 5 s.
fn one_that_panics() -> Vec<Producer> {
    vec![
        Box::new(|sender| {
            send(&sender, 1);
            deliberate_panic("a producer");
        }),
        Box::new(|sender| {
            thread::sleep(secs(5));
            send(&sender, 2);
        }),
    ]
}

/// A producer that returns after one message, while another thread sends one more after `time` seconds.
fn hands_on(time: u64) -> Producer {
    Box::new(move |sender| {
        send(&sender, 1);
        thread::spawn(move || {
            thread::sleep(secs(time));
            send(&sender, 2);
        });
    })
}

/// Sends what must find a receiver.
fn send(sender: &Sender<u64>, message: u64) {
    if sender.send(message).is_err() {
        fail(
            Verdict::Wrong,
            format!(
                "message {message} could not be sent: the receiver was gone before the last sender was"
            ),
        );
    }
}

/// A channel with these items in it, which has no sender any more.
fn fed(items: Range<u64>) -> Receiver<u64> {
    let (sender, receiver) = mpsc::channel();
    items.for_each(|item| send(&sender, item));
    receiver
}

/// Everything that comes until no sender is left.
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
    /// Begins now, and notes down from now on every panic that is not meant to be there.
    fn start() -> Self {
        let panics = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&panics);
        panic::set_hook(Box::new(move |info| {
            let text = info.payload_as_str().unwrap_or("a panic without a text");
            let line = info.location().map_or(0, |location| location.line());
            if !text.starts_with("a panic on purpose") {
                let mut noted = noted.lock().expect("nothing panics under this lock");
                noted.push(format!("src/lib.rs:{line}: {text}"));
            }
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
    fn job(
        &self,
        time: impl Fn(u64) -> u64 + Send + Sync + 'static,
    ) -> impl Fn(u64) -> u64 + Send + Sync + 'static {
        let (start, begun, held) = (self.start, Arc::clone(&self.begun), self.held.clone());
        move |n| {
            let _held = &held;
            let mut begun = begun.lock().expect("nothing panics under this lock");
            begun.push(start.elapsed());
            drop(begun);
            let seconds = time(n);
            if seconds > 0 {
                thread::sleep(secs(seconds));
            }
            n
        }
    }

    fn begun(&self) -> Vec<Duration> {
        self.begun
            .lock()
            .expect("nothing panics under this lock")
            .clone()
    }

    /// Fails if time has gone by since the start.
    fn returned_at_once(&self) {
        let waited = self.start.elapsed();
        if waited > Duration::ZERO {
            fail_because(
                Cause::WrongBlocks,
                format!(
                    "it must return at once and leave the work to its threads, but it took {waited:?}"
                ),
            );
        }
    }

    /// Fails unless items were begun after so many seconds.
    fn assert_begun(&self, expected: &[u64]) {
        for (n, (begun, expected)) in (1..).zip(self.begun().into_iter().zip(expected)) {
            let expected = secs(*expected);
            let when = format!("item {n} was begun after {begun:?} and not after {expected:?}");
            if begun < expected {
                fail(
                    Verdict::Wrong,
                    format!("{when}: more items wait than there is room for"),
                );
            }
            if begun > expected {
                fail(
                    Verdict::TooSlow,
                    format!("{when}, although there was room for the one before it to wait"),
                );
            }
        }
    }

    /// Fails unless the threads end, having begun no more than what they were about to begin. To be called when nobody
    /// listens any more.
    fn ended(self) {
        let before = self.begun().len();
        thread::sleep(secs(100));
        let more = self.begun().len() - before;
        no_panic(&self.panics);
        if more > 2 {
            fail(
                Verdict::Wrong,
                format!(
                    "{more} more items were begun when nobody could receive any: a thread must stop when it cannot send"
                ),
            );
        }
        let Self { held, ended, .. } = self;
        drop(held);
        if ended.try_recv() == Err(TryRecvError::Empty) {
            fail(
                Verdict::Wrong,
                "100 s after nobody could receive any more, a thread still has its items and has not ended",
            );
        }
    }

    /// Waits until the threads have ended. Fails if one panicked.
    fn wait_for_end(self) {
        let Self {
            held,
            ended,
            panics,
            ..
        } = self;
        drop(held);
        let _ = ended.recv();
        no_panic(&panics);
    }
}

/// Fails if a thread panicked and was not meant to.
fn no_panic(panics: &Mutex<Vec<String>>) {
    let panics = panics.lock().expect("nothing panics under this lock");
    if let Some(first) = panics.first() {
        fail(Verdict::Panicked, format!("a thread panicked: {first}"));
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
