//! Who goes on: in virtual time by a fixed rule, in a search by what has not been tried yet, in a
//! sample by chance.
//!
//! # Layout
//! - `schedule`: what they have in common, and the rule of virtual time;
//! - `search` with `node`, `branches`, `races`, `reversals`, `rounds`, `fruitless`, `eager`, `vain`,
//!   `delays` and `waiting`: every interleaving; `subtrees`, `wishes` and `written`: a part of that
//!   which another process runs;
//! - `sampled` with `chance`, `walks` and `random`: schedules that are drawn or followed; `knuth`: how
//!   many there are; `player`: one that somebody makes up.

mod branches;
pub mod chance;
mod delays;
mod eager;
mod fruitless;
pub mod knuth;
mod node;
pub mod player;
pub mod races;
pub mod random;
mod reversals;
pub mod rounds;
pub mod sampled;
pub mod schedule;
pub mod search;
pub mod subtrees;
pub mod vain;
mod waiting;
pub mod walks;
mod wishes;
mod written;
