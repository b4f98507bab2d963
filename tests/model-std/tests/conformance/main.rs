//! model-std against documents: the documentation of `std` that comes with the toolchain (the same surface, the same
//! examples, every way out of a model marked), and model-std's own README.

mod auto_traits;
mod examples;
mod lists;
mod passed_through;
mod readme;
mod std_docs;
mod surface;
mod toolchain;
mod under_test;
mod unmodelled;
