//! The private pipe where a socket cannot be a child's stdin: stdin brings the nonce and an address on
//! loopback, to which the child connects before any of the submission runs.

use std::io::{self, Read};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Reply, read_line};

/// The parent's end.
pub(crate) struct Channel {
    listener: TcpListener,
    /// Handles on what was given to readers, to end them by.
    readers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Channel {
    /// Makes a channel for the command that is about to be spawned.
    pub(crate) fn open(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::piped());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self {
            listener,
            readers: Arc::default(),
        })
    }

    /// Tells the spawned child its greeting and where to connect; what follows is said over that connection.
    #[cfg(not(unix))]
    pub(crate) fn greet(&self, child: &mut std::process::Child, greeting: &str) -> io::Result<()> {
        use std::io::Write;
        let mut stdin = child.stdin.take().ok_or(io::ErrorKind::NotConnected)?;
        stdin.write_all(self.greeting(greeting)?.as_bytes())
    }

    /// Says more, to the child that has connected.
    #[cfg(any(not(unix), test))]
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        use std::io::Write;
        let readers = self.readers.lock();
        let readers = readers.unwrap_or_else(PoisonError::into_inner);
        let mut stream = readers.first().ok_or(io::ErrorKind::NotConnected)?;
        stream.write_all(text.as_bytes())
    }

    fn greeting(&self, greeting: &str) -> io::Result<String> {
        Ok(format!("{greeting} {}\n", self.listener.local_addr()?))
    }

    /// Where the child's answer comes from; it ends once [`Channel::close`] was called.
    pub(crate) fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        let readers = Arc::clone(&self.readers);
        Ok(Box::new(Reader {
            listener: self.listener.try_clone()?,
            stream: None,
            readers,
        }))
    }

    /// Ends the reader, also while some process that escaped still holds the other end.
    pub(crate) fn close(&self) {
        for stream in self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            // The only error is that the other end has closed it already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        // A reader that still waits for the child is woken by a connection which says nothing.
        if let Ok(address) = self.listener.local_addr() {
            let _ = TcpStream::connect(address);
        }
    }
}

/// Reads from the first who connects.
struct Reader {
    listener: TcpListener,
    stream: Option<TcpStream>,
    readers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stream.is_none() {
            let (stream, _) = self.listener.accept()?;
            let handle = stream.try_clone()?;
            self.readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(handle);
            self.stream = Some(stream);
        }
        self.stream
            .as_mut()
            .map_or(Ok(0), |stream| stream.read(buffer))
    }
}

/// Takes the child's end: reads the greeting and connects.
#[cfg(not(unix))]
pub fn take() -> io::Result<Reply> {
    answer(&mut io::stdin().lock())
}

/// As [`take`], for a conversation: also where the questions come from.
#[cfg(not(unix))]
pub fn take_part() -> io::Result<(Reply, Box<dyn Read + Send>)> {
    take_part_in(&mut io::stdin().lock())
}

fn answer(stdin: &mut impl Read) -> io::Result<Reply> {
    take_part_in(stdin).map(|(reply, _)| reply)
}

fn take_part_in(stdin: &mut impl Read) -> io::Result<(Reply, Box<dyn Read + Send>)> {
    let line = read_line(stdin)?;
    let (greeting, address) = line
        .split_once(' ')
        .and_then(|(greeting, address)| Some((greeting, address.parse::<SocketAddr>().ok()?)))
        .ok_or_else(|| io::Error::other("the greeting on stdin holds no address"))?;
    let stream = TcpStream::connect(address)?;
    let questions = stream.try_clone()?;
    let reply = Reply::new(greeting, stream.try_clone()?, stream);
    Ok((reply, Box::new(questions)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::Outcome;

    use crate::protocol::decode;

    #[test]
    fn a_record_comes_back_over_loopback() {
        let channel = Channel::open(&mut Command::new("unused")).unwrap();
        let mut reader = channel.reader().unwrap();
        let greeting = channel.greeting("n0nce").unwrap();
        let reply = answer(&mut io::Cursor::new(greeting)).unwrap();
        reply.send(&Outcome::passed("proven")).unwrap();
        let mut line = String::new();
        reader.read_to_string(&mut line).unwrap();
        assert_eq!(decode(&line, "n0nce"), Ok(Outcome::passed("proven")));
    }

    #[test]
    fn a_conversation_goes_both_ways_over_loopback() {
        let channel = Channel::open(&mut Command::new("unused")).unwrap();
        let mut reader = channel.reader().unwrap();
        let greeting = channel.greeting("n0nce").unwrap();
        let (mut reply, mut questions) = take_part_in(&mut io::Cursor::new(greeting)).unwrap();
        reply.calling("hello").unwrap();
        let mut byte = [0; 1];
        reader.read_exact(&mut byte).unwrap();
        channel.say("?").unwrap();
        questions.read_exact(&mut byte).unwrap();
        assert_eq!(&byte, b"?");
    }

    #[test]
    fn closing_ends_a_reader_that_nobody_answers() {
        let channel = Channel::open(&mut Command::new("unused")).unwrap();
        let mut reader = channel.reader().unwrap();
        let waiting = std::thread::spawn(move || reader.read(&mut [0; 1]));
        channel.close();
        assert_eq!(waiting.join().unwrap().unwrap(), 0);
    }
}
