//! `std::collections`: as std's, with hash tables whose order is the same in every run of the same schedule.

pub use std::collections::*;

pub mod hash_map;
pub mod hash_set;

pub use hash_map::HashMap;
pub use hash_set::HashSet;
