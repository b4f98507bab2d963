//! TCP on loopback, for systems that do not tell who is calling.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};

pub(crate) type Listener = TcpListener;
pub(crate) type Stream = TcpStream;

/// A gate at a port that the system chose.
pub(crate) fn listen() -> io::Result<(Listener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?.to_string();
    Ok((listener, address))
}

/// Calls at the gate of that address.
pub(crate) fn call(address: &str) -> io::Result<Stream> {
    TcpStream::connect(address)
}

/// The number that the caller says is its own.
pub(crate) fn caller(_stream: &Stream, said: &str) -> Option<u32> {
    said.trim().parse().ok()
}

/// True once the other side has closed its end, or died, and all that it had said is read.
pub(crate) fn has_hung_up(stream: &Stream) -> bool {
    if stream.set_nonblocking(true).is_err() {
        return true;
    }
    let peeked = stream.peek(&mut [0]);
    let restored = stream.set_nonblocking(false);
    match peeked {
        Ok(read) => read == 0 || restored.is_err(),
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_system_tells_nothing_the_caller_is_believed() {
        let (listener, address) = listen().unwrap();
        let _caller = call(&address).unwrap();
        let (stream, _) = listener.accept().unwrap();
        assert_eq!(caller(&stream, "4711"), Some(4711));
        assert_eq!(caller(&stream, "nobody"), None);
    }
}
