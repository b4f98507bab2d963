//! Pages: a document each, which needs no other file, no network and no script to be read, and which a script lets one
//! step through with the keyboard.
//!
//! The script knows nothing of traces: it goes from one row that has `data-step` to the next, and what it shows of each
//! stands in attributes of the row. So nothing of anybody's making ever stands inside of a script.

mod frame;
mod highlight;
mod listing;
mod steps;
mod timeline;
mod trace;

pub use frame::Frame;
pub use highlight::pieces;
pub use listing::Listing;
