//! What others wrote (texts of panics, lines of source), cut to what a report can bear: a text of 5 MB would bury the
//! rest of it.

use runtrace::clip;

/// Characters of a line of source.
const SOURCE: usize = 200;

/// Characters of a line of a panic's text, and how many lines of it.
const LINE: usize = 400;
const LINES: usize = 20;

/// Characters of a panic's text within a sentence.
const WITHIN: usize = 160;

/// A line of source.
pub fn source(text: &str) -> String {
    clip(text, SOURCE)
}

/// What a panic says: its first and last lines, the last because assertions put the values there.
pub fn message(text: &str) -> String {
    let line = |line: &str| clip(line, LINE);
    let count = text.lines().count();
    if count <= LINES {
        return text.lines().map(line).collect::<Vec<_>>().join("\n");
    }
    let start = text.lines().take(LINES / 2).map(line);
    let end = text.lines().skip(count - LINES / 2).map(line);
    let left_out = format!("... {} lines left out ...", count - LINES / 2 * 2);
    let lines: Vec<String> = start.chain([left_out]).chain(end).collect();
    lines.join("\n")
}

/// The lines of a message, one after the other.
pub fn one_line(message: &str) -> String {
    let lines = message
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}

/// What a panic says, at the end of a sentence: no quotation marks around it, because it may hold some itself.
pub fn said(message: &str) -> String {
    clip(&one_line(&self::message(message)), WITHIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_left_as_it_is() {
        let text = "assertion `left == right` failed\n  left: 1\n right: 2";
        assert_eq!(message(text), text);
    }

    #[test]
    fn what_is_long_keeps_its_ends() {
        let text = format!(
            "{}{}\n right: 2",
            "line\n".repeat(1_000),
            "x".repeat(5_000_000)
        );
        let short = message(&text);
        assert!(short.len() < 2_000, "{} bytes", short.len());
        assert!(
            short.starts_with("line\n") && short.ends_with("\n right: 2"),
            "{short}"
        );
    }
}
