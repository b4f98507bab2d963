//! `std::net`, passed through, with a word on why that is seldom meant.

use std::net as real;

pub use std::net::*;

use super::marked::unmodelled;

unmodelled! {
    "the network is not modelled: waiting for it stops every thread of the model, and what comes back is another thing in each run"
    type TcpListener;
    type TcpStream;
    type UdpSocket;
}
