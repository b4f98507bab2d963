//! Which executions of a program are run: every one, some by chance, one in virtual time, or one
//! again.
//!
//! # Layout
//! - `exhaustive`, `sampled`, `virtual_time`: what can be set, and the entries; `limits` checks
//!   what is set;
//! - `exploration`: the passes of a search, within a `budget`; `tries`: random schedules before and
//!   between its parts, in rows as `draws` has them; `explorer`: the executions of a run
//!   and what they met so far;
//! - `schedule`: one execution as text, `settings`: how it is made; `replay` runs it again, and `simpler` looks for one with
//!   fewer interruptions;
//! - `play`: a run whose schedule somebody makes up step by step, and `from_here`: where it can still
//!   fail;
//! - `hashing`: the orders in which hash tables come out; `work`: simulated work;
//! - `explored`: what was covered, and `estimate`: how much there is; `one_pass`: a pass by itself, for tests of the search;
//! - `jobs`: how many processes a search may use, `pool`: their places, `helpers`: these, `errand`: what one of
//!   them is at, and `helped`: a pass that has some;
//! - `only_model`: no two models at once.

mod budget;
mod draws;
mod errand;
mod estimate;
mod exhaustive;
mod exploration;
mod explored;
mod explorer;
mod from_here;
mod hashing;
mod helped;
mod helpers;
mod jobs;
mod limits;
mod one_pass;
mod only_model;
mod play;
mod pool;
mod replay;
mod sampled;
mod schedule;
mod settings;
mod simpler;
mod tries;
mod virtual_time;
mod work;

pub use estimate::estimate;
pub use exhaustive::Exhaustive;
pub use explored::{Coverage, Explored, Size};
pub use jobs::Jobs;
pub use one_pass::{End, OnePass, Work};
use only_model::OnlyModel;
pub use play::{FromHere, Play, Played};
pub use replay::{Replayed, replay};
pub use sampled::Sampled;
pub use schedule::BadSchedule;
pub use virtual_time::VirtualTime;
pub use work::{is_running, work};
