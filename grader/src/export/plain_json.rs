//! JSON in which no text holds control characters: `jq -r` prints texts as they are, and a terminal obeys them.
//!
//! What a submission says comes in by few ways, and each takes such characters out. That is looked after once more where
//! texts leave: file names, branches and names of a roster are strangers' words too.

use std::io::{self, Write};

use course::text::plain;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

/// Writes `value`, indented.
///
/// # Errors
/// Those of `out`.
pub fn write(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Plain(PrettyFormatter::new()));
    value.serialize(&mut serializer)
}

/// Indents as another one does.
struct Plain<'i>(PrettyFormatter<'i>);

impl Formatter for Plain<'_> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        writer.write_all(plain(fragment).as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        match escape {
            CharEscape::Quote
            | CharEscape::ReverseSolidus
            | CharEscape::Solidus
            | CharEscape::LineFeed
            | CharEscape::Tab => self.0.write_char_escape(writer, escape),
            CharEscape::Backspace
            | CharEscape::FormFeed
            | CharEscape::CarriageReturn
            | CharEscape::AsciiControl(_) => writer.write_all("\u{fffd}".as_bytes()),
        }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn texts_are_plain_and_otherwise_it_is_what_serde_writes() {
        let value = serde_json::json!({
            "a\u{202e}": ["\u{1b}[2J\0\u{7f}\r", { "b": null, "c": [] }],
            "d": "\"\\/\n\t学 🦀",
        });
        let mut out = Vec::new();
        write(&mut out, &value).unwrap();
        let wanted = serde_json::to_string_pretty(&value).unwrap();
        let wanted = ["\\u001b", "\\u0000", "\u{7f}", "\\r", "\u{202e}"]
            .iter()
            .fold(wanted, |text, control| text.replace(control, "\u{fffd}"));
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }
}
