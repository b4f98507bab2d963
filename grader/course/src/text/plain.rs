//! Nothing that a submission could use to draw.

use std::borrow::Cow;

/// `text` without control characters. A panic message is the submission's own text, and escape
/// sequences in it could move the cursor up and paint a grade; marks of direction could turn the
/// rest of a line around. Line breaks that only some programs know, and numbers that are no character, go too: XML
/// cannot hold some of them, and readers of JSON stumble over others.
pub fn plain(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| matches!(c, '\u{2028}' | '\u{2029}');
    let is_none = |c: char| matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    let is_control = |c: char| (c.is_control() && c != '\n') || turns(c) || breaks(c) || is_none(c);
    match text.contains(is_control) {
        true => text
            .replace('\t', "    ")
            .replace(is_control, "\u{fffd}")
            .into(),
        false => text.into(),
    }
}

/// [`plain`], and in one line: a name with a line break in it could pass for a second row of a table.
pub fn plain_name(name: &str) -> String {
    plain(name).replace('\n', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_cannot_paint() {
        assert_eq!(
            plain("\x1b[32mPASS\rx\ty\n"),
            "\u{fffd}[32mPASS\u{fffd}x    y\n"
        );
        assert_eq!(plain("0/10 \u{202e}01/01"), "0/10 \u{fffd}01/01");
        assert_eq!(plain("a | b\n"), "a | b\n");
        let none = "\u{fffe}\u{ffff}\u{1fffe}\u{fdd0}\u{2028}";
        assert_eq!(plain(none), "\u{fffd}".repeat(5));
        assert_eq!(
            plain("\u{fffd}\u{fdf0}\u{1fffd}"),
            "\u{fffd}\u{fdf0}\u{1fffd}"
        );
        assert_eq!(plain_name("ada\nbob  10"), "ada\u{fffd}bob  10");
    }
}
