//! The private pipe on Unix: a connected pair of sockets, one of them the child's stdin.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};

use super::{Reply, read_line};

/// The parent's end.
pub(crate) struct Channel(UnixStream);

impl Channel {
    /// Makes a channel and gives its other end to the command that is about to be spawned.
    pub(crate) fn open(command: &mut Command) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        command.stdin(Stdio::from(OwnedFd::from(theirs)));
        Ok(Self(ours))
    }

    /// Tells the spawned child its greeting, with which a conversation begins.
    pub(crate) fn greet(&self, _child: &mut Child, greeting: &str) -> io::Result<()> {
        self.say(&format!("{greeting}\n"))
    }

    /// Says more.
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        (&self.0).write_all(text.as_bytes())
    }

    /// Where the child's answer comes from; it ends once [`Channel::close`] was called.
    pub(crate) fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(self.0.try_clone()?))
    }

    /// Ends the reader, also while some process that escaped still holds the other end.
    pub(crate) fn close(&self) {
        // The only error is that the other end has closed it already.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// Takes the child's end: reads the greeting from a private duplicate of stdin, which children do not inherit. Stdin is at
/// its end for everybody else.
pub fn take() -> io::Result<Reply> {
    let mut pipe = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let greeting = read_line(&mut pipe)?;
    // A pipe that nobody writes to is there without a file system.
    let (nothing, _) = io::pipe()?;
    rustix::stdio::dup2_stdin(&nothing)?;
    let mut reply = Reply::new(&greeting, pipe.try_clone()?, pipe.try_clone()?);
    reply.second = Some(OwnedFd::from(pipe));
    Ok(reply)
}

/// As [`take`], for a conversation: also where the questions come from.
pub fn take_part() -> io::Result<(Reply, Box<dyn Read + Send>)> {
    let questions = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    Ok((take()?, Box::new(questions)))
}
