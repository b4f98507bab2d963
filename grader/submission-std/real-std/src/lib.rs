//! The `std` of a submission that is run for real, for exercises whose processes or libraries no model can stand in for:
//! the same allow-list as that of `submission-std`, over std itself.

use std as base;

include!("../../std/src/allowed.rs");
