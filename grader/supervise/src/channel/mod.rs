//! The private pipe between a check's process and its parent.
//!
//! The parent's end writes a nonce, the child reads it before any of the submission runs, and answers with
//! one line: the nonce and a record. The pipe stands in the place of the child's stdin because that is the
//! one inherited handle which safe std can pass on, and whoever reads stdin finds it at its end.

#[cfg(any(not(unix), test))]
mod loopback;
#[cfg(unix)]
mod unix;

use std::io::{self, Read, Write};

#[cfg(not(unix))]
pub(crate) use loopback::Channel;
#[cfg(not(unix))]
pub use loopback::{take, take_part};
#[cfg(unix)]
pub(crate) use unix::Channel;
#[cfg(unix)]
pub use unix::{take, take_part};

use course::Outcome;

use crate::play::Answer;
#[cfg(unix)]
use crate::protocol::overflow_head;
use crate::protocol::{encode, encode_answer, encode_call};

/// Bytes of a greeting that are read at most: a nonce and, on some systems, an address.
const MAX_GREETING: usize = 200;

/// A nonce for one run: 128 bits that nobody can guess.
///
/// # Panics
/// If the system gives no random bytes. It always does once it has started.
pub fn nonce() -> String {
    let words = [(); 2].map(|()| getrandom::u64().expect("the system gives random bytes"));
    words.map(|word| format!("{word:016x}")).concat()
}

/// The child's end: the nonce it was greeted with, and where the record goes.
pub struct Reply {
    nonce: String,
    pipe: Box<dyn Write + Send>,
    /// A second end of it; see [`Reply::for_overflow`].
    #[cfg(unix)]
    second: Option<std::os::fd::OwnedFd>,
}

impl Reply {
    /// Says which call of the submission the check is at.
    pub fn calling(&mut self, call: &str) -> io::Result<()> {
        let line = encode_call(call, &self.nonce);
        self.pipe.write_all(line.as_bytes())?;
        self.pipe.flush()
    }

    /// A second end of the pipe, for one line about a stack that overflows: what begins the line, after which the place of
    /// the last operation (or `-`), a space and the thread's name are to follow. None if the system had no descriptor to
    /// spare, or it was taken before.
    #[cfg(unix)]
    pub fn for_overflow(&mut self) -> Option<(std::os::fd::OwnedFd, String)> {
        Some((self.second.take()?, overflow_head(&self.nonce)))
    }

    /// Answers in a conversation.
    pub fn answer(&mut self, answer: &Answer) -> io::Result<()> {
        self.pipe
            .write_all(encode_answer(answer, &self.nonce).as_bytes())?;
        self.pipe.flush()
    }

    /// Sends the record. It counts once and at once: whatever the process does after it changes nothing.
    pub fn send(mut self, outcome: &Outcome) -> io::Result<()> {
        self.pipe
            .write_all(encode(outcome, &self.nonce).as_bytes())?;
        self.pipe.flush()
    }
}

/// Reads a line byte by byte, so that nothing after it is taken from the pipe.
fn read_greeting(pipe: &mut impl Read) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < MAX_GREETING && pipe.read(&mut byte)? == 1 {
        if byte[0] == b'\n' {
            return String::from_utf8(line).map_err(io::Error::other);
        }
        line.push(byte[0]);
    }
    Err(io::Error::other("nobody said the nonce"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_runs_share_a_nonce() {
        let nonces: std::collections::HashSet<_> = (0..100).map(|_| nonce()).collect();
        assert_eq!(nonces.len(), 100);
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
    }

    #[test]
    fn a_greeting_is_read_to_the_end_of_its_line_only() {
        let mut pipe = io::Cursor::new(b"abc\nrest".to_vec());
        assert_eq!(read_greeting(&mut pipe).unwrap(), "abc");
        assert_eq!(pipe.position(), 4);
    }

    #[test]
    fn stdin_without_a_greeting_is_an_error_and_never_endless() {
        assert!(read_greeting(&mut io::Cursor::new(b"abc".to_vec())).is_err());
        assert!(read_greeting(&mut io::repeat(b'x')).is_err());
    }
}
