//! Every HTML page of the course, opened in a browser: `tests/pages/look.mjs` says what it looks for.
//!
//! Node, Chromium and the packages of `tests/pages/package.json` (in `target/pages`, where `.ci/run` installs them) are
//! needed for that. Where one is missing, the pages are still made, their texts looked for, and it is said what was left
//! out.
//!
//! A new page is a [`page::Page`] in one of the lists.

mod browser;
mod of_class;
mod of_student;
mod page;
