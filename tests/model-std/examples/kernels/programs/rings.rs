//! A token that goes round.

use super::super::library::sync::Mutex;
use super::side_by_side;

/// Three nodes pass a token on, if they have it, and an observer counts the tokens. The flaw: a node gives the token to the
/// next before it has none itself.
pub fn token_ring(is_right: bool) {
    const NODES: usize = 3;
    let has_token = [true, false, false].map(Mutex::new);
    let pass_on = |node: usize| {
        let next = node + 1;
        let mut mine = has_token[node].lock().unwrap();
        if !*mine {
            return;
        }
        if is_right {
            let mut theirs = has_token[next].lock().unwrap();
            (*mine, *theirs) = (false, true);
        } else {
            drop(mine);
            *has_token[next].lock().unwrap() = true;
            *has_token[node].lock().unwrap() = false;
        }
    };
    let observe = || {
        let all = [0, 1, 2].map(|node: usize| has_token[node].lock().unwrap());
        let count = all.iter().filter(|has_token| ***has_token).count();
        assert_eq!(count, 1, "tokens of {NODES} nodes");
    };
    side_by_side(&[&|| pass_on(0), &|| pass_on(1), &observe]);
}
