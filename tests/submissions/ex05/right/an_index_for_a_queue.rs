//! Inputs are handed out by an atomic index.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::thread;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerDied;

pub fn serve(task: impl Fn(u64) -> u64) {
    for line in io::stdin().lines() {
        let line = line.expect("the pool sends text");
        let input = line
            .parse()
            .expect("the pool sends one number on each line");
        println!("{}", task(input));
        io::stdout().flush().expect("the pool still reads answers");
    }
}

pub fn map(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    inputs: &[u64],
) -> Vec<Result<u64, WorkerDied>> {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    let next = AtomicUsize::new(0);
    let out: Vec<Mutex<Result<u64, WorkerDied>>> =
        inputs.iter().map(|_| Mutex::new(Err(WorkerDied))).collect();
    thread::scope(|s| {
        for _ in 0..processes.min(inputs.len()) {
            s.spawn(|| {
                let mut w: Option<Worker> = None;
                loop {
                    let i = next.fetch_add(1, Relaxed);
                    if i >= inputs.len() {
                        break;
                    }
                    let mut me = w.take().unwrap_or_else(|| Worker::start(worker()));
                    let r = me.ask(inputs[i]);
                    if r.is_ok() {
                        w = Some(me)
                    } else {
                        me.stop()
                    }
                    *out[i].lock().unwrap() = r;
                }
                if let Some(w) = w {
                    w.stop()
                }
            });
        }
    });
    out.into_iter().map(|m| m.into_inner().unwrap()).collect()
}

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command) -> Worker {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a worker can be started");
        let input = child
            .stdin
            .take()
            .expect("standard input was asked for as a pipe");
        let output = child
            .stdout
            .take()
            .expect("standard output was asked for as a pipe");
        Worker {
            child,
            input,
            output: BufReader::new(output),
        }
    }

    fn ask(&mut self, input: u64) -> Result<u64, WorkerDied> {
        writeln!(self.input, "{input}").map_err(|_| WorkerDied)?;

        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|_| WorkerDied)?;
        let whole = answer.strip_suffix('\n').ok_or(WorkerDied)?;
        whole.parse().map_err(|_| WorkerDied)
    }

    fn stop(mut self) {
        drop(self.input);
        self.child
            .wait()
            .expect("nobody else has waited for this child");
    }
}
