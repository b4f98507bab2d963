//! The `std` of a submission that is run for real, for exercises whose processes or libraries no model can stand in for:
//! the same allow-list as that of `submission-std`, over std itself.
//!
//! This is the package `real-std`, whose source lies here because rust-analyzer includes no file of another folder.

use std as base;

include!("allowed.rs");
