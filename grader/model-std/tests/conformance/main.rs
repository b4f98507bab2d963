//! model-std against the documentation of `std` that comes with the toolchain: the same surface, the same examples.

mod auto_traits;
mod examples;
mod lists;
mod passed_through;
mod std_docs;
mod surface;
mod toolchain;
