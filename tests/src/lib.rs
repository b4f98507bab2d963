//! Tests of the whole course, with its real programs; they are in `tests/`, and what they grade in `fixtures/`.
