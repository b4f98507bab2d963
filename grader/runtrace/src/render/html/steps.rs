//! What a row that can be stepped to says: in attributes, which the script reads.

use std::fmt::Write as _;

use crate::Known;
use crate::render::escape::escaped;

/// A row that can be stepped to.
pub struct Stop<'a> {
    /// Which of the stops it is, from 1.
    pub number: usize,
    /// Index of its thread.
    pub thread: usize,
    pub name: &'a str,
    /// Where in the source; may be empty.
    pub place: &'a str,
    /// It in a sentence.
    pub say: String,
    pub known: Option<&'a Known>,
    pub class: String,
}

impl Stop<'_> {
    /// The opening tag of the row.
    pub fn open(&self) -> String {
        let number = self.number;
        let mut tag = format!(
            "<tr id=\"s{number}\" data-step=\"{number}\" data-thread=\"{}\" data-name=\"{}\" data-place=\"{}\" data-say=\"{}\" class=\"{}\"",
            self.thread,
            escaped(self.name),
            escaped(self.place),
            escaped(&self.say),
            self.class
        );
        if let Some(known) = self.known {
            let _ = write!(tag, " data-of=\"{}\"", escaped(&known.name));
            if let Some(value) = &known.value {
                let _ = write!(tag, " data-value=\"{}\"", escaped(value));
            }
            if let Some(held) = known.held {
                let _ = write!(tag, " data-held=\"{held}\"");
            }
        }
        tag + ">"
    }
}

/// A link to a line of the source, or nothing.
pub fn place(place: &str) -> String {
    if place.is_empty() {
        return String::new();
    }
    let place = escaped(place);
    let shown = place.replace('/', "/<wbr>").replace(':', "<wbr>:");
    format!("<a href=\"#{place}\">{shown}</a>")
}
