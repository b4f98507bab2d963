//! HTML: pages that need no other file and no network.

mod check;
mod page;
mod submission;

pub use page::{badge, kind, page};
pub use submission::{Html, Links, body};
