//! Grades the concurrency exercises of one submission, and verifies that the course itself is
//! consistent.
//!
//! # Layout
//! The modules are the stages that a submission goes through; `main.rs` calls them in this order.
//!
//! 1. [`cli`] and [`select`]: what was asked for.
//! 2. [`workspace`]: the exercises, as the course has them.
//! 3. [`submission`]: the editable files, taken out of a tree that may hold anything.
//! 4. [`build`]: screened for banned words, compiled alone on the real std, then with our checks.
//! 5. [`run`]: each check in a process of its own.
//! 6. [`score`]: outcomes to points; pure, and the only place where anything is added up.
//! 7. [`report`] and [`output`]: one [`score::Report`], rendered as text or JSON.
//!
//! [`grade`] is stages 3 to 5 for one exercise. [`verify`] sends the course's own stubs, solutions
//! and sample submissions through the same stages and compares what comes out with what they
//! declare; [`samples`] reads these. [`list`] needs stage 2 only.
//!
//! A way for a submission to fail is a verdict, never an error: errors are slips on the command
//! line and faults of our own. [`exit`] has their codes.

pub mod build;
pub mod cli;
pub mod exit;
pub mod grade;
pub mod list;
pub mod output;
pub mod progress;
pub mod report;
pub mod run;
pub mod samples;
pub mod score;
pub mod select;
pub mod submission;
pub mod verify;
pub mod workspace;

#[cfg(test)]
mod fixture;
