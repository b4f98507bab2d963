//! Files that are not what they should be: each has its verdict, and none keeps the others from being graded.

use std::sync::LazyLock;

use crate::program::COURSE;
use crate::report::Report;
use crate::submission::Tree;

/// Links exist on Unix; elsewhere ex05 is simply missing.
fn link_to(target: &str, tree: &Tree, path: &str) {
    let link = tree.path().join(path);
    std::fs::create_dir_all(link.parent().expect("a file lies in a folder"))
        .expect("the tree can be written to");
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, link).expect("the tree can hold links");
    #[cfg(not(unix))]
    let _ = (target, link);
}

/// A different defect in each of the five.
pub static DEFECTS: LazyLock<Report> = LazyLock::new(|| {
    let tree = Tree::new();
    tree.write("ex01_sleep_loop/README.md", "Where is the file?");
    tree.write("ex02_manual_threads/src/lib.rs", " \n");
    tree.write("ex03_race_conditions/src/lib.rs", b"//! caf\xe9\n");
    tree.write("ex04_thread_pool/src/lib.rs", vec![b'/'; 10 << 20]);
    link_to("/etc/passwd", &tree, "ex05_process_pool/src/lib.rs");
    tree.report(&[])
});

#[test]
fn a_missing_file_was_not_attempted() {
    DEFECTS.expect_all(
        "ex01",
        "not_attempted",
        "no file ex01_sleep_loop/src/lib.rs",
    );
}

#[test]
fn an_empty_file_was_not_attempted() {
    DEFECTS.expect_all(
        "ex02",
        "not_attempted",
        "ex02_manual_threads/src/lib.rs is empty",
    );
}

#[test]
fn a_file_in_another_encoding_does_not_build() {
    DEFECTS.expect_all("ex03", "build_failed", "not UTF-8 text (byte 7)");
}

#[test]
fn a_file_of_ten_megabytes_is_over_the_limit() {
    DEFECTS.expect_all("ex04", "limit_exceeded", "larger than 1 MiB");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_file_is_forbidden_and_not_read() {
    let detail = DEFECTS.expect_all("ex05", "forbidden", "`lib.rs` is a symbolic link");
    assert!(!detail.contains("root:"), "{detail}");
}

#[test]
fn a_tree_without_one_good_file_has_no_points_and_fails() {
    assert_eq!(DEFECTS.code, 1);
    assert_eq!(DEFECTS.json["score"], 0);
    assert_eq!(DEFECTS.json["max_score"], 110);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_solution_gains_nothing() {
    let tree = Tree::new();
    let solution = COURSE.join("solutions/ex01_sleep_loop");
    link_to(&solution.to_string_lossy(), &tree, "ex01_sleep_loop");
    let report = tree.report(&["ex01"]);
    report.expect_all("ex01", "forbidden", "`ex01_sleep_loop` is a symbolic link");
}
