//! Pictures: a document each, that needs no other file and reads on a light or dark ground.

mod page;
pub mod timeline;
pub mod trace;
