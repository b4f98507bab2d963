//! A token that goes round.

use super::super::library::sync::Mutex;
use super::super::library::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use super::side_by_side;

/// Three nodes, each of which works and passes a token on, if it has it. The flaw: a node is still at work when the next
/// has the token.
pub fn token_ring(is_right: bool) {
    let has_token = [true, false, false, false].map(Mutex::new);
    let at_work = AtomicUsize::new(0);
    let visit = |node: usize| {
        if !*has_token[node].lock().unwrap() {
            return;
        }
        assert_eq!(at_work.fetch_add(1, SeqCst), 0, "two nodes are at work");
        if is_right {
            at_work.fetch_sub(1, SeqCst);
        }
        *has_token[node].lock().unwrap() = false;
        *has_token[node + 1].lock().unwrap() = true;
        if !is_right {
            at_work.fetch_sub(1, SeqCst);
        }
    };
    side_by_side(&[&|| visit(0), &|| visit(1), &|| visit(2)]);
}
