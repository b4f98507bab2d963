//! A small HTTP server on loopback, for what is run for real.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::confined;

/// How a server answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Status 200 and that body, whole.
    Page(Vec<u8>),
    /// That status and a short text.
    Status(u16),
    /// Status 200, as many bytes as there are, and the end of the connection, where `wanted` were
    /// announced.
    CutOff {
        /// The bytes that are sent.
        body: Vec<u8>,
        /// How many are announced.
        wanted: u64,
    },
    /// Just these bytes, whatever they are.
    Raw(Vec<u8>),
    /// Nothing, until whoever asked goes away.
    Silence,
}

/// A server on 127.0.0.1, at a port that was free, with a thread for each request. Dropped, it
/// stops.
///
/// It may be asked even where a process is [confined](crate::confine).
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    porter: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    is_closed: bool,
    at_once: usize,
    most_at_once: usize,
    asked: Vec<String>,
}

impl Server {
    /// Starts one. `answer` is called on the thread of each request, with its path and query
    /// (`/a?b=c`), and may wait.
    ///
    /// # Errors
    /// The system gives no port or no thread.
    pub fn start(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Mutex::new(Shared::default()));
        let seen = Arc::clone(&shared);
        let answer = Arc::new(answer);
        let porter = thread::Builder::new().name("server".to_owned());
        let porter = porter.spawn(move || {
            for stream in listener.incoming().flatten() {
                if with(&seen, |shared| shared.is_closed) {
                    break;
                }
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                // A request that gets no thread gets no answer.
                let request = move || drop(serve(&stream, &seen, &*answer));
                let _ = thread::Builder::new().spawn(request);
            }
        })?;
        confined::allow(address);
        Ok(Self {
            address,
            shared,
            porter: Some(porter),
        })
    }

    /// The URL of a path, which begins with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many requests were in flight at once, at most.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        with(&self.shared, |shared| shared.most_at_once)
    }

    /// The paths that were asked for, each as often as it was, in the order in which the requests
    /// came.
    #[must_use]
    pub fn in_order(&self) -> Vec<String> {
        with(&self.shared, |shared| shared.asked.clone())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        with(&self.shared, |shared| shared.is_closed = true);
        // The porter looks when somebody comes.
        if TcpStream::connect(self.address).is_ok()
            && let Some(porter) = self.porter.take()
        {
            let _ = porter.join();
        }
    }
}

fn with<T>(shared: &Mutex<Shared>, look: impl FnOnce(&mut Shared) -> T) -> T {
    look(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Reads one request and answers it.
fn serve(
    stream: &TcpStream,
    shared: &Mutex<Shared>,
    answer: &(impl Fn(&str) -> Reply + ?Sized),
) -> io::Result<()> {
    let mut lines = BufReader::new(stream.take(1 << 16)).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let Some(path) = first.split(' ').nth(1) else {
        return Ok(());
    };
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    with(shared, |shared| {
        shared.at_once += 1;
        shared.most_at_once = shared.most_at_once.max(shared.at_once);
        shared.asked.push(path.to_owned());
    });
    let reply = answer(path);
    // Before the answer goes out: whoever has it may ask for the next at once.
    with(shared, |shared| shared.at_once -= 1);
    send(stream, reply)
}

fn send(mut stream: &TcpStream, reply: Reply) -> io::Result<()> {
    let head = |status: u16, length: u64| {
        format!("HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
    };
    let (head, body) = match reply {
        Reply::Page(body) => (head(200, body.len() as u64), body),
        Reply::Status(code) => (head(code, 5), b"sorry".to_vec()),
        Reply::CutOff { body, wanted } => (head(200, wanted), body),
        Reply::Raw(bytes) => (String::new(), bytes),
        Reply::Silence => {
            // Ends when the other side closes the connection.
            return stream.read_exact(&mut [0]);
        }
    };
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}
