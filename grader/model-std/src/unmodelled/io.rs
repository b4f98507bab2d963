//! `std::io`, passed through, with a word on why reading from outside is seldom meant.

use std::io as real;

pub use std::io::*;

use super::marked::unmodelled;
pub use crate::stdio::{IsTerminal, Stderr, StderrLock, Stdout, StdoutLock, stderr, stdout};

unmodelled! {
    "standard input and pipes are not modelled: waiting for them stops every thread of the model, and each run finds what the one before has left"
    fn pipe() -> Result<(PipeReader, PipeWriter)>;
    fn stdin() -> Stdin;
}
