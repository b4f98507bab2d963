//! Files that ask in a roundabout way for what is forbidden, or keep what they share where one does not look for it.

use std::sync::LazyLock;

use crate::report::Report;
use crate::submission::Tree;

static ROUNDABOUT: LazyLock<Report> = LazyLock::new(|| Tree::fixture("roundabout").report(&[]));

/// To the compiler, `#!#!` begins a script's line as `#!/bin/sh` does; a quotation mark in it opens no string.
#[test]
fn a_script_line_hides_no_code() {
    ROUNDABOUT.expect_all("ex01", "forbidden", "a `#!` line is not allowed");
}

/// `/dev/zero` would be read until memory or time is up.
#[test]
fn a_word_is_refused_before_anything_is_read_however_it_is_written() {
    ROUNDABOUT.expect_all("ex04", "forbidden", "`include_bytes!` is not allowed");
}

/// `cargo check` is content with these and `cargo build` is not: no difference between std and its model.
#[test]
fn what_only_the_making_of_code_shows_is_no_fault_of_ours() {
    ROUNDABOUT.expect_all("ex02", "build_failed", "reached the recursion limit");
    ROUNDABOUT.expect_all("ex05", "build_failed", "it is small");
}

#[test]
fn a_panic_hook_is_shared_like_any_other_value() {
    ROUNDABOUT.expect("ex03/no_update_is_lost", "race", "must stand at 3");
}

#[test]
fn a_poisoned_lock_keeps_nobody_out() {
    ROUNDABOUT.expect("ex03/every_result_is_kept", "race", "");
}

#[test]
fn showing_a_lock_looks_at_what_it_guards() {
    ROUNDABOUT.expect("ex03/the_account_is_never_overdrawn", "race", "");
}

#[test]
fn whatever_comes_out_the_total_is_the_courses() {
    assert_eq!(ROUNDABOUT.json["max_score"], 110);
    assert_eq!(ROUNDABOUT.json["score"], 3);
}
