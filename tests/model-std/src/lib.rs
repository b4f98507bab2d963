//! Nothing of its own: what is tested is model-std, and the tests are in `tests`.

/// Every snippet of the comparison compiles, and what it asserts is so.
#[cfg(doctest)]
#[doc = include_str!("../../../grader/model-std/COMPARE.md")]
struct Compared;
