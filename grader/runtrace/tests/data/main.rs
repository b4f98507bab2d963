//! Data comes back as it was written, is refused where it makes no sense, and stays small.

mod bounded;
mod columns;
mod pages;
mod read;
mod samples;
