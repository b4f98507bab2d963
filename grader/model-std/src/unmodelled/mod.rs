//! The ways out of a model that `std` passes through: files, the network, other processes, the environment, standard
//! input. Each is marked, so that the compiler says why it is out of place at the line that uses it, and so that a test
//! may deny it (`#![deny(deprecated)]`). Marking a module does not reach what is in it, so every function and type by
//! which one gets in is marked itself; what one has got hold of then is std's own.
//!
//! The other way round, what std calls deprecated and the model has is not marked here: whoever
//! denies the mark means what is not modelled, and code for std is compiled on std besides, which
//! tells of the rest.
//!
//! Not marked, because traits and methods of std's own types cannot be: `Path::exists` and the like, which only look at
//! files, and `ToSocketAddrs`.

pub mod env;
pub mod fs;
pub mod io;
mod marked;
pub mod net;
pub mod os;

pub(crate) use marked::unmodelled;
