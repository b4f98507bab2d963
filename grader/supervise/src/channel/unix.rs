//! The private pipe on Unix: a connected pair of sockets, one of them the child's stdin.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};

use super::{Reply, read_greeting};

/// The parent's end.
pub(crate) struct Channel(UnixStream);

impl Channel {
    /// Makes a channel and gives its other end to the command that is about to be spawned.
    pub(crate) fn open(command: &mut Command) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        command.stdin(Stdio::from(OwnedFd::from(theirs)));
        Ok(Self(ours))
    }

    /// Tells the spawned child its nonce, with which a conversation begins.
    pub(crate) fn begin(&self, _child: &mut Child, nonce: &str) -> io::Result<()> {
        self.say(&format!("{nonce}\n"))
    }

    /// Says more in a conversation.
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        (&self.0).write_all(text.as_bytes())
    }

    /// Tells the spawned child its nonce. Nothing more will be said: reading on, it finds the end.
    pub(crate) fn greet(&self, _child: &mut Child, nonce: &str) -> io::Result<()> {
        (&self.0).write_all(format!("{nonce}\n").as_bytes())?;
        self.0.shutdown(Shutdown::Write)
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

/// Takes the child's end: reads the nonce from a private duplicate of stdin, which children do not inherit.
pub fn take() -> io::Result<Reply> {
    let mut pipe = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let nonce = read_greeting(&mut pipe)?;
    Ok(Reply {
        nonce,
        second: pipe.try_clone().ok().map(OwnedFd::from),
        pipe: Box::new(pipe),
    })
}

/// As [`take`], for a conversation: also where the questions come from. Stdin is at its end for everybody else.
pub fn take_part() -> io::Result<(Reply, Box<dyn Read + Send>)> {
    let reply = take()?;
    let questions = io::stdin().as_fd().try_clone_to_owned()?;
    let nothing = std::fs::File::open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    Ok((reply, Box::new(UnixStream::from(questions))))
}
