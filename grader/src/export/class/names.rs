//! Names of files for students, whose ids may hold anything.

use std::collections::BTreeSet;

/// Characters of an id that a file's name holds.
const MOST: usize = 80;

/// The name of the file or folder of each id, without an ending: the id as far as every file system takes it. No two are the
/// same, not even to a file system that knows no capitals.
pub fn stems<'i>(ids: impl IntoIterator<Item = &'i str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let stem = |id: &str| {
        let stem = safe(id);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let mut candidates = std::iter::once(stem.clone()).chain(numbered);
        candidates
            .find(|name| taken.insert(name.to_lowercase()))
            .expect("there is always another number")
    };
    ids.into_iter().map(stem).collect()
}

/// Letters, digits, `-`, `_` and `.`, which does not come first.
fn safe(id: &str) -> String {
    let safe = |c: char| {
        if c.is_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let stem: String = id.chars().take(MOST).map(safe).collect();
    match stem.strip_prefix('.') {
        Some(rest) => format!("_{rest}"),
        None if stem.is_empty() => "_".to_owned(),
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_an_id_holds_its_file_is_in_the_folder_and_its_own() {
        let ids = [
            "../../etc",
            "a/b",
            "a_b",
            "A_B",
            "",
            ".",
            "学生 1",
            "con\u{0}",
        ];
        assert_eq!(
            stems(ids),
            [
                "_._.._etc",
                "a_b",
                "a_b-2",
                "A_B-3",
                "_",
                "_-2",
                "学生_1",
                "con_"
            ]
        );
    }
}
