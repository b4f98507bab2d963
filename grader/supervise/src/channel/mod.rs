//! The private pipe between a check's process and its parent.
//!
//! The parent's end writes a nonce and a word, the child reads them before any of the submission runs, and answers with
//! one line: the nonce and a record. Before it sends a pass it asks whether it may, which the parent answers with that
//! word or another one. The pipe stands in the place of the child's stdin because that is the
//! one inherited handle which safe std can pass on; who reads stdin later finds it at its end.

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
use crate::protocol::{encode, encode_answer, encode_call, encode_question};

/// Bytes of a greeting that are read at most: a nonce, a word and, on some systems, an address.
const MAX_GREETING: usize = 200;

/// Stands between the nonce and the word of a greeting.
const AND: char = '.';

/// What a process is greeted with: the nonce of its run, and the word by which it may pass.
pub(crate) fn greeting(nonce: &str, word: &str) -> String {
    format!("{nonce}{AND}{word}")
}

/// 128 bits that nobody can guess: the nonce of a run, for one.
///
/// # Panics
/// If the system gives no random bytes. It always does once it has started.
pub fn secret() -> String {
    let words = [(); 2].map(|()| getrandom::u64().expect("the system gives random bytes"));
    words.map(|word| format!("{word:016x}")).concat()
}

/// One of them, each as likely as the others, so that nobody can foresee which; `None` if there are none.
///
/// # Panics
/// As [`secret`].
pub fn drawn<T>(from: &[T]) -> Option<&T> {
    let number = getrandom::u64().expect("the system gives random bytes");
    let place = number.checked_rem(from.len() as u64)?;
    from.get(usize::try_from(place).ok()?)
}

/// The child's end: the nonce it was greeted with, and where the record goes.
pub struct Reply {
    nonce: String,
    /// The answer by which the check may pass.
    word: String,
    pipe: Box<dyn Write + Send>,
    answers: Box<dyn Read + Send>,
    /// A second end of it; see [`Reply::for_overflow`].
    #[cfg(unix)]
    second: Option<std::os::fd::OwnedFd>,
}

impl Reply {
    /// With what the greeting has said, where to write, and where answers come from.
    fn new(
        greeting: &str,
        pipe: impl Write + Send + 'static,
        answers: impl Read + Send + 'static,
    ) -> Self {
        let (nonce, word) = greeting.split_once(AND).unwrap_or((greeting, ""));
        Self {
            nonce: nonce.to_owned(),
            word: word.to_owned(),
            pipe: Box::new(pipe),
            answers: Box::new(answers),
            #[cfg(unix)]
            second: None,
        }
    }

    /// Asks whether the check may pass, all of which has held: if not, it is to fail, as this run is one that must.
    ///
    /// # Errors
    /// The parent does not answer.
    pub fn may_pass(&mut self) -> io::Result<bool> {
        self.pipe
            .write_all(encode_question(&self.nonce).as_bytes())?;
        self.pipe.flush()?;
        Ok(read_line(&mut self.answers)? == self.word)
    }

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
fn read_line(pipe: &mut impl Read) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < MAX_GREETING && pipe.read(&mut byte)? == 1 {
        if byte[0] == b'\n' {
            return String::from_utf8(line).map_err(io::Error::other);
        }
        line.push(byte[0]);
    }
    Err(io::Error::other("nobody said anything"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_runs_share_a_nonce() {
        let nonces: std::collections::HashSet<_> = (0..100).map(|_| secret()).collect();
        assert_eq!(nonces.len(), 100);
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
    }

    #[test]
    fn each_can_be_drawn() {
        let mut seen = std::collections::BTreeSet::new();
        while seen.len() < 3 {
            seen.extend(drawn(&["a", "b", "c"]).copied());
        }
        assert_eq!(drawn::<u8>(&[]), None);
    }

    /// A child that asks, and is answered so.
    fn may_pass(answer: &'static [u8]) -> io::Result<bool> {
        Reply::new(&greeting("n0nce", "w0rd"), io::sink(), answer).may_pass()
    }

    #[test]
    fn a_check_may_pass_by_the_word_that_it_was_greeted_with_alone() {
        assert!(may_pass(b"w0rd\n").unwrap());
        assert!(!may_pass(b"an0ther\n").unwrap());
        assert!(may_pass(b"").is_err());
    }

    #[test]
    fn a_greeting_is_read_to_the_end_of_its_line_only() {
        let mut pipe = io::Cursor::new(b"abc\nrest".to_vec());
        assert_eq!(read_line(&mut pipe).unwrap(), "abc");
        assert_eq!(pipe.position(), 4);
    }

    #[test]
    fn stdin_without_a_greeting_is_an_error_and_never_endless() {
        assert!(read_line(&mut io::Cursor::new(b"abc".to_vec())).is_err());
        assert!(read_line(&mut io::repeat(b'x')).is_err());
    }
}
