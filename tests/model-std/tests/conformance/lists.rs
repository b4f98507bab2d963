//! Lists of exceptions name what they are about with `*` for any text.

/// Whether `text` is as `pattern` says, in which `*` stands for any text.
pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            let mut starts = (0..=rest.len()).filter(|&at| rest.is_char_boundary(at));
            starts.any(|at| matches(after, &rest[at..]))
        }),
    }
}

#[test]
fn a_star_stands_for_any_text() {
    assert!(matches("a*c", "abbc") && matches("*", "") && matches("a", "a"));
    assert!(!matches("a*c", "ab") && !matches("a", "ab") && !matches("*b", "a"));
}
