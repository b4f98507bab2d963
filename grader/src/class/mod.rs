//! A class: from a folder or a roster of submissions to a gradebook, and from the gradebook to what is reported.
//!
//! ```text
//! roster, DIR -> list: entries, problems
//!                  | take: what each handed in for each exercise, and its address
//!                  v
//!              gradebook: attempts, each naming its verdict by a key (address: files, checks, grader, compiler)
//!                  | work: distinct keys without a verdict, of this shard
//!                  v
//!              pipeline, several at once -> each verdict is recorded when it is there
//!                  | report: the attempt that counts, adjustments beside it
//!                  v
//!              export
//! ```

pub mod adjustments;
pub mod hand_in;
pub mod history;
pub mod identity;
pub mod instead;
pub mod list;
pub mod regrade;
pub mod report;
pub mod roster;
pub mod shard;
pub mod take;
pub mod work;
