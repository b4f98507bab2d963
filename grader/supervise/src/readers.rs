//! The threads around a check's process, each turning one thing that can happen into events.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::channel::Channel;
use crate::group::Group;
use crate::output::Stream;

/// What can happen to a process.
pub(crate) enum Event {
    /// It wrote to one of its streams.
    Output(Stream, Vec<u8>),
    /// Somebody wrote a line to the private pipe.
    Line(String),
    /// Somebody writes a line to the private pipe that does not end; this is how it begins.
    Endless(String),
    /// It ended.
    Exited,
    /// The run was cancelled.
    Cancelled,
    /// One of the [`COUNT`] pipes came to its end.
    Closed,
}

/// The pipes that are read: stdout, stderr and the private one.
pub(crate) const COUNT: usize = 3;

/// Bytes of the private pipe that are read at most of a check; a record is far below.
pub(crate) const OF_A_CHECK: u64 = 8 << 20;

/// The same of a session, in which somebody may ask for hours.
pub(crate) const OF_A_SESSION: u64 = 64 << 30;

/// Events that wait to be looked at, at most: a flood of output is slowed down, not stored.
const BACKLOG: usize = 64;

/// Bytes of one piece of output.
const PIECE: usize = 16 << 10;

/// Starts the threads, which read so many bytes of the private pipe at most; the sender is for events of other sources.
/// One may outlive the check if an escaped process keeps its pipe open; it then ends with the next thing that it reads.
pub(crate) fn start(
    group: &mut Group,
    channel: &Channel,
    most: u64,
) -> io::Result<(SyncSender<Event>, Receiver<Event>)> {
    let (events, receiver) = sync_channel(BACKLOG);
    let exited = events.clone();
    // The receiver is gone only when nobody asks any more; so it is for the others.
    group.watch(move || drop(exited.send(Event::Exited)))?;
    let pipe = channel.reader()?;
    spawn(&events, move |events| read_lines(pipe, most, events))?;
    let child = group.child();
    let stdout = child.stdout.take().ok_or(io::ErrorKind::NotConnected)?;
    let stderr = child.stderr.take().ok_or(io::ErrorKind::NotConnected)?;
    spawn(&events, move |events| {
        read_output(stdout, Stream::Stdout, events)
    })?;
    spawn(&events, move |events| {
        read_output(stderr, Stream::Stderr, events)
    })?;
    Ok((events, receiver))
}

fn spawn(
    events: &SyncSender<Event>,
    read: impl FnOnce(&SyncSender<Event>) + Send + 'static,
) -> io::Result<()> {
    let events = events.clone();
    let run = move || {
        read(&events);
        let _ = events.send(Event::Closed);
    };
    thread::Builder::new()
        .name("reads from a check".to_owned())
        .spawn(run)
        .map(drop)
}

fn read_output(mut pipe: impl Read, stream: Stream, events: &SyncSender<Event>) {
    let mut piece = vec![0; PIECE];
    loop {
        match pipe.read(&mut piece) {
            Ok(0) => return,
            Ok(read)
                if events
                    .send(Event::Output(stream, piece[..read].to_vec()))
                    .is_err() =>
            {
                return;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn read_lines(pipe: impl Read, most: u64, events: &SyncSender<Event>) {
    let mut pipe = BufReader::new(pipe.take(most));
    loop {
        let mut line = Vec::new();
        let Ok(read) = pipe.read_until(b'\n', &mut line) else {
            return;
        };
        let is_whole = line.ends_with(b"\n");
        // A line without its end was cut off by the end of the process: it is no record. Unless it is too long.
        if !is_whole && (read == 0 || pipe.get_ref().limit() > 0) {
            return;
        }
        line.truncate(if is_whole { line.len() } else { PIECE });
        let text = String::from_utf8_lossy(&line).into_owned();
        let event = match is_whole {
            true => Event::Line(text),
            false => Event::Endless(text),
        };
        if events.send(event).is_err() || !is_whole {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: impl Read) -> Vec<Event> {
        let (events, receiver) = sync_channel(BACKLOG);
        read_lines(bytes, OF_A_CHECK, &events);
        drop(events);
        receiver.into_iter().collect()
    }

    #[test]
    fn a_line_that_is_cut_off_is_none_and_one_that_does_not_end_is_said() {
        let lines = read(&b"one\ntw"[..]);
        assert!(matches!(&lines[..], [Event::Line(one)] if one == "one\n"));
        let endless = read(b"n0nce ".chain(io::repeat(b'x')));
        assert!(matches!(&endless[..], [Event::Endless(begin)] if begin.starts_with("n0nce xx")));
    }
}
