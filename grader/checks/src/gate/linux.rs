//! Sockets of a name that lies in no folder, so that nothing is left behind, and whose peer the system knows.

use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};

use rustix::net::RecvFlags;
use rustix::net::sockopt::socket_peercred;

use supervise::channel;

pub(crate) type Listener = UnixListener;
pub(crate) type Stream = UnixStream;

/// A gate with a name that nobody else has.
pub(crate) fn listen() -> io::Result<(Listener, String)> {
    let name = format!("checks-{}", channel::secret());
    let listener = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&name)?)?;
    Ok((listener, name))
}

/// Calls at the gate of that name.
pub(crate) fn call(name: &str) -> io::Result<Stream> {
    UnixStream::connect_addr(&SocketAddr::from_abstract_name(name)?)
}

/// The number of the process that called, whatever it said.
pub(crate) fn caller(stream: &Stream, _said: &str) -> Option<u32> {
    let credentials = socket_peercred(stream).ok()?;
    u32::try_from(credentials.pid.as_raw_nonzero().get()).ok()
}

/// True once the other side has closed its end, or died, and all that it had said is read.
pub(crate) fn has_hung_up(stream: &Stream) -> bool {
    let peeked = rustix::net::recv(stream, &mut [0_u8], RecvFlags::PEEK | RecvFlags::DONTWAIT);
    match peeked {
        Ok((_, read)) => read == 0,
        Err(error) => error != rustix::io::Errno::AGAIN,
    }
}
