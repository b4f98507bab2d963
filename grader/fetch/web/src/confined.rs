//! Keeps the real requests of a process to servers of its own.
//!
//! Checks run code of others, which shall ask nobody in the world outside, and no other service of
//! this machine either.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

/// The servers that may be asked; none says that all may be.
static ALLOWED: Mutex<Option<Vec<SocketAddr>>> = Mutex::new(None);

/// From now on only the servers ([`Server`](crate::Server)) that this process has started may be
/// asked for real.
pub fn confine() {
    with(|allowed| {
        allowed.get_or_insert_default();
    });
}

/// Whether a real request may go there: an address and its port, as they stand in a URL.
#[must_use]
pub fn may_ask(authority: &str) -> bool {
    with(|allowed| {
        let Some(allowed) = allowed else { return true };
        let address = authority.parse::<SocketAddr>();
        address.is_ok_and(|address| allowed.contains(&address))
    })
}

/// Adds a server of this process to those that may be asked.
pub(crate) fn allow(server: SocketAddr) {
    with(|allowed| allowed.iter_mut().for_each(|all| all.push(server)));
}

fn with<T>(act: impl FnOnce(&mut Option<Vec<SocketAddr>>) -> T) -> T {
    act(&mut ALLOWED.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reply, Server};

    #[test]
    fn a_confined_process_asks_its_own_servers_and_nobody_else() {
        let before = Server::start(|_| Reply::Silence).unwrap();
        let authority = |server: &Server| server.url("").replace("http://", "");
        assert!(may_ask("example.org") && may_ask(&authority(&before)));
        confine();
        confine();
        let after = Server::start(|_| Reply::Silence).unwrap();
        assert!(may_ask(&authority(&after)));
        for other in [
            "example.org",
            "127.0.0.1:1",
            "127.0.0.1",
            "localhost:80",
            "",
        ] {
            assert!(!may_ask(other), "{other}");
        }
    }
}
