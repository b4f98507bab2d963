//! Sockets to what is outside.

use std::ffi::c_int;
use std::io;
use std::net::{TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};

use super::{Target, done};

pub(super) fn tcp(target: &Target) -> io::Result<()> {
    TcpStream::connect(("127.0.0.1", target.port)).map(drop)
}

pub(super) fn udp(target: &Target) -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(("127.0.0.1", target.port))?;
    socket.send(b"news")?;
    // That nobody listens is told by the second one.
    socket.send(b"news").map(drop)
}

pub(super) fn unix(target: &Target) -> io::Result<()> {
    UnixStream::connect(target.file("socket")).map(drop)
}

pub(super) fn abstract_unix(target: &Target) -> io::Result<()> {
    UnixStream::connect_addr(&SocketAddr::from_abstract_name(&target.mark)?).map(drop)
}

fn family(family: c_int, kind: c_int) -> io::Result<()> {
    // SAFETY: the call takes numbers.
    done(unsafe { libc::socket(family, kind, 0) }.into()).map(drop)
}

pub(super) fn netlink(_: &Target) -> io::Result<()> {
    family(libc::AF_NETLINK, libc::SOCK_RAW)
}

pub(super) fn packet(_: &Target) -> io::Result<()> {
    family(libc::AF_PACKET, libc::SOCK_RAW)
}

pub(super) fn vsock(_: &Target) -> io::Result<()> {
    family(libc::AF_VSOCK, libc::SOCK_STREAM)
}
