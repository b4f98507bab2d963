//! Crates from the registry on the model: rayon and crossbeam as they are, in virtual time and in random schedules.

mod channels;
mod ends;
mod pools;
