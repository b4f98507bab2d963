//! `read_line` appends, and the string still holds the line before.
//!
//! ```toml
//! others = "passed"
//! serve_answers_each_line_at_once = "panicked"
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

pub fn serve(task: impl Fn(u64) -> u64) {
    let mut line = String::new();
    while io::stdin().read_line(&mut line).unwrap() > 0 {
        let n: u64 = line.trim().parse().unwrap();
        println!("{}", task(n));
    }
}
struct Worker {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}
impl Worker {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("worker must start");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            stdin,
            stdout,
        }
    }
    fn ask(&mut self, number: u64) -> Result<u64, WorkerDied> {
        let stdin = self.stdin.as_mut().unwrap();
        writeln!(stdin, "{number}").map_err(|_| WorkerDied)?;
        let mut line = String::new();
        match self.stdout.read_line(&mut line) {
            Ok(0) | Err(_) => Err(WorkerDied),
            Ok(_) => line.trim().parse().map_err(|_| WorkerDied),
        }
    }
}
impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}
pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![Err(WorkerDied); inputs.len()]);
    thread::scope(|scope| {
        for _ in 0..processes.min(inputs.len()) {
            scope.spawn(|| {
                let mut current: Option<Worker> = None;
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&input) = inputs.get(i) else { break };
                    let w = current.get_or_insert_with(|| Worker::start(worker()));
                    let answer = w.ask(input);
                    if answer.is_err() {
                        current = None;
                    }
                    results.lock().unwrap()[i] = answer;
                }
            });
        }
    });
    results.into_inner().unwrap()
}
