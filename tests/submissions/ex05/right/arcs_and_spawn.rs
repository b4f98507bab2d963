//! Free threads instead of scoped ones: the shared state lives in an `Arc`, results come by channel.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
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

/// `worker` may borrow what does not live long enough for a free thread, so that it stays here:
/// each thread gets a command, which can be spawned more than once.
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let queue: VecDeque<(usize, u64)> = inputs.iter().copied().enumerate().collect();
    let queue = Arc::new(Mutex::new(queue));
    let (send, receive) = mpsc::channel();

    let mut threads = Vec::new();
    for _ in 0..processes {
        let queue = Arc::clone(&queue);
        let send = send.clone();
        let command = worker();
        threads.push(thread::spawn(move || {
            let mut pool_worker = Worker::new(command);
            while let Some((place, input)) = take(&queue) {
                send.send((place, pool_worker.ask(input))).unwrap();
            }
        }));
    }
    drop(send);

    let mut results: Vec<_> = receive.iter().collect();
    for thread in threads {
        thread.join().unwrap();
    }
    results.sort_by_key(|&(place, _)| place);
    results.into_iter().map(|(_, result)| result).collect()
}

/// A function of its own, so that the lock is free again when it returns.
fn take(queue: &Mutex<VecDeque<(usize, u64)>>) -> Option<(usize, u64)> {
    queue.lock().unwrap().pop_front()
}

/// A place in the pool: the command, and the process that runs it at the moment.
struct Worker {
    command: Command,
    running: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

impl Worker {
    fn new(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Worker {
            command,
            running: None,
        }
    }

    fn ask(&mut self, number: u64) -> Result<u64, WorkerDied> {
        let command = &mut self.command;
        let (_, input, output) = self.running.get_or_insert_with(|| {
            let mut child = command.spawn().unwrap();
            let input = child.stdin.take().unwrap();
            let output = child.stdout.take().unwrap();
            (child, input, BufReader::new(output))
        });
        let mut answer = String::new();
        let told = writeln!(input, "{number}").and_then(|()| output.read_line(&mut answer));
        match told {
            Ok(length) if length > 0 => Ok(answer.trim_end().parse().unwrap()),
            _ => {
                self.stop();
                Err(WorkerDied)
            }
        }
    }

    fn stop(&mut self) {
        if let Some((mut child, input, _)) = self.running.take() {
            drop(input);
            child.wait().unwrap();
        }
    }
}

/// Waiting in `drop`, as Python's `with ProcessPoolExecutor()` waits at the end of its block.
impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}
