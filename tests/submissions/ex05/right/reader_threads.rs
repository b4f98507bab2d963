//! One dispatcher knows everything; a reader thread for each worker only passes lines on.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// Why a task has no result: its worker ended before it had answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

/// The worker's side: one answer for each line, at once.
pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let input = line.unwrap().parse().unwrap();
        println!("{}", task(input));
        io::stdout().flush().unwrap();
    }
}

/// What a reader thread tells of its worker: an answer, or the end of its output.
struct Event {
    slot: usize,
    answer: Option<u64>,
}

/// What the dispatcher knows of the worker in a slot.
struct Slot {
    child: Child,
    /// `None` once the queue is empty: the worker has been told to leave.
    input: Option<ChildStdin>,
    /// The place of the input that the worker has in hand.
    place: Option<usize>,
}

/// Reacts to events until every worker has gone. All the state belongs to this one thread.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let mut queue: VecDeque<(usize, u64)> = inputs.iter().copied().enumerate().collect();
    let mut results = vec![Err(WorkerDied); inputs.len()];
    let (tell, events) = mpsc::channel();

    let mut slots: Vec<Slot> = (0..processes.min(inputs.len()))
        .map(|slot| start(worker(), slot, tell.clone()))
        .collect();
    for slot in &mut slots {
        give_next(slot, &mut queue);
    }

    let mut alive = slots.len();
    while alive > 0 {
        let event = events.recv().unwrap();
        let slot = &mut slots[event.slot];
        if let Some(answer) = event.answer {
            let place = slot.place.take().unwrap();
            results[place] = Ok(answer);
            give_next(slot, &mut queue);
            continue;
        }
        // The end of the output: the worker left as it was told to, or it died over its task.
        slot.input = None;
        slot.child.wait().unwrap();
        slot.place = None;
        if queue.is_empty() {
            alive -= 1;
        } else {
            *slot = start(worker(), event.slot, tell.clone());
            give_next(slot, &mut queue);
        }
    }
    results
}

fn start(mut command: Command, slot: usize, tell: Sender<Event>) -> Slot {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let input = child.stdin.take();
    thread::spawn(move || {
        for line in output.lines() {
            let answer = line.ok().and_then(|line| line.parse().ok());
            tell.send(Event { slot, answer }).unwrap();
        }
        // Nobody listens any more when the last worker leaves after the dispatcher.
        let _ = tell.send(Event { slot, answer: None });
    });
    Slot {
        child,
        input,
        place: None,
    }
}

/// Sends the next input, or closes the pipe when there is none.
fn give_next(slot: &mut Slot, queue: &mut VecDeque<(usize, u64)>) {
    let Some((place, input)) = queue.pop_front() else {
        slot.input = None;
        return;
    };
    slot.place = Some(place);
    if let Some(pipe) = &mut slot.input {
        // Should the worker be dead already, its reader is about to say so.
        let _ = writeln!(pipe, "{input}");
    }
}
