//! What a person reads of a run.
//!
//! # Layout
//! From the engine's record to data ([`crate::model::Trace`], [`crate::model::Timeline`]):
//! - `names`, `called`, `source`: what things are called, and where in the source they are; `short`: how much is said
//!   of it;
//! - `waits`, `held`: who waits for whom, and the words for it; `blame`: which panic came first;
//! - `rows`, `closing`: a failing run step by step, and what went wrong in a sentence;
//! - `lanes`: who spent time at what.
//!
//! From the data to sentences: `critical` with `turns` (why so slow), `overlap` (why not concurrent), `leaked`, in
//! words of `prose`.
//!
//! From the data to what is shown: `table` and `chart` as text, `svg`, `json`.

pub mod blame;
pub mod called;
pub mod chart;
pub mod closing;
pub mod critical;
pub mod held;
pub mod json;
pub mod lanes;
pub mod leaked;
pub mod names;
pub mod overlap;
pub mod prose;
pub mod rows;
pub mod short;
pub mod source;
pub mod style;
pub mod svg;
pub mod table;
pub mod turns;
pub mod waits;
pub mod wrap;
