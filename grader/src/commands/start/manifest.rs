//! The manifest of a practicals repo: the course's, with the members that are copied.

use toml::{Table, Value};

use super::templates::MANIFEST;

/// Folders of the course that are not copied.
const LEFT_OUT: [&str; 2] = ["solutions", "tests"];

/// What `cargo test` without a name tests.
const DEFAULT: &str = "exercises/*";

/// The manifest, from the text of the course's.
///
/// # Errors
/// That is not what it should be.
pub fn reduced(text: &str) -> Result<String, String> {
    let mut manifest: Table = text.parse().map_err(|error| format!("{error}"))?;
    let workspace = manifest.get_mut("workspace").and_then(Value::as_table_mut);
    let workspace = workspace.ok_or("it has no [workspace]")?;
    let members = workspace.get_mut("members").and_then(Value::as_array_mut);
    let members = members.ok_or("its workspace has no members")?;
    members.retain(|member| {
        let first = member.as_str().and_then(|path| path.split('/').next());
        !first.is_some_and(|folder| LEFT_OUT.contains(&folder))
    });
    let default = Value::Array(vec![DEFAULT.into()]);
    workspace.insert("default-members".to_owned(), default);
    Ok(format!("{MANIFEST}{manifest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_members_that_are_copied_are_left() {
        let text = "[workspace]\nresolver = \"3\"\nmembers = [\"exercises/*\", \"solutions/*\", \"grader\", \"tests\", \
                    \"tests/model-std\"]\ndefault-members = [\"grader\"]\n[profile.dev]\ndebug = false\n";
        let reduced = reduced(text).unwrap();
        let manifest: Table = reduced.parse().unwrap();
        let members = |key: &str| manifest["workspace"][key].as_array().unwrap().clone();
        assert_eq!(
            members("members"),
            ["exercises/*", "grader"].map(Value::from)
        );
        assert_eq!(members("default-members"), ["exercises/*"].map(Value::from));
        assert_eq!(manifest["profile"]["dev"]["debug"], Value::Boolean(false));
    }

    #[test]
    fn a_manifest_of_another_kind_is_refused() {
        assert!(
            reduced("[package]\nname = \"a\"\n")
                .unwrap_err()
                .contains("[workspace]")
        );
        assert!(reduced("no toml").is_err());
    }
}
