//! What a student is called: plain text in one line, whatever a folder or a roster says.

use std::ffi::OsStr;
use std::fmt::Write as _;

use course::text::plain_name;

/// The id of a folder of that name. What is no plain text is written out (`\xe9`, `\u{1b}`), so that two names that differ
/// are two students, and no report of the class can be painted over by a name.
pub fn of_folder(name: &OsStr) -> String {
    let mut id = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        id.push_str(&of_text(chunk.valid()));
        for byte in chunk.invalid() {
            // A text takes everything.
            let _ = write!(id, "\\x{byte:02x}");
        }
    }
    id
}

/// The same for an id that is text already.
pub fn of_text(text: &str) -> String {
    let mut id = String::new();
    for character in text.chars() {
        let itself = character.to_string();
        match plain_name(&itself) == itself {
            true => id.push(character),
            false => id.extend(character.escape_unicode()),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_plain_text_is_written_out() {
        assert_eq!(of_text("Zoë_学生-1"), "Zoë_学生-1");
        assert_eq!(
            of_text("a\x1b[2J\n\u{202e}b"),
            "a\\u{1b}[2J\\u{a}\\u{202e}b"
        );
    }

    #[cfg(unix)]
    #[test]
    fn names_that_differ_are_two_ids() {
        use std::os::unix::ffi::OsStrExt;
        let id = |bytes: &[u8]| of_folder(OsStr::from_bytes(bytes));
        assert_eq!(id(b"caf\xe9"), "caf\\xe9");
        assert_eq!(id(b"caf\xe8s"), "caf\\xe8s");
    }
}
