//! What a run of a concurrent program showed, as data: step by step ([`Trace`]), over time
//! ([`Timeline`]), and how it failed ([`Failure`]).
//!
//! A run is made elsewhere, by a model or for real. Whoever has its data, in the same process or
//! read from JSON, can explain it in sentences ([`Timeline::too_slow`]) and draw it as text, as SVG
//! or as JSON, at any width. All data can be written and read with serde, and comes back equal;
//! [`Trace::bounded`], [`Annotated::bounded`] and their like keep it small enough to be sent.
//!
//! # Layout
//! - `trace`, `timeline`, `path`, `annotated`, `failure`: the data; `play`: that of a run which is played;
//! - `limits`, `bounded` with `thinned`: how much of it is handed on; `clip`, `seconds`: how texts are cut and moments
//!   written;
//! - `explain`: from the data to sentences: `critical` with `turns` (why so slow), `overlap` (why
//!   not concurrent), `leaked`, in words of `prose`;
//! - `render`: from the data to what is shown: `table` and `chart` as text, `svg`, `html`,
//!   `json`; `columns`: what a text takes of a terminal.
//!
//! Structs that only this crate makes, and all enums, are `#[non_exhaustive]`. What others make, as
//! a model does a [`Trace`], is not: leave out with `..` what you do not need.
//!
//! # Features
//! Both are on by default, and the data and the sentences need neither:
//! - `report`: text and JSON (`text`, `picture`, `json`, [`Style`]);
//! - `svg`: pictures (`svg`) and pages ([`html`]), and with them `report`.

mod annotated;
mod bounded;
mod clip;
mod explain;
mod failure;
mod limits;
mod path;
mod play;
mod render;
mod seconds;
mod thinned;
mod timeline;
mod trace;

pub use annotated::Annotated;
pub use clip::clip;
pub use explain::prose;
pub use failure::{Echo, Failure, FailureKind, PanicInfo};
pub use limits::Limits;
pub use path::{Dependency, PathSegment};
pub use play::{Choice, Move, NextStep, PlayedStep, PlayedThread, Position, Thing, ThreadState};
#[cfg(feature = "report")]
pub use render::columns;
#[cfg(feature = "svg")]
pub use render::html;
#[cfg(feature = "report")]
pub use render::style::{Style, Tone};
pub use timeline::{BadTimeline, Interval, ThreadTimeline, Timeline, Totals, Waiting};
pub use trace::{Known, Row, RowKind, Site, Source, Step, Trace};
