//! Cuts text that a submission may have made as long as it likes, and says how much was left out.

/// Characters of a name, a value or a path at most: they have any length that a program gives them.
pub const MAX_WORDS: usize = 200;

/// At most `most` characters of a text on one line, then how many more there were.
pub fn clip(text: &str, most: usize) -> String {
    // Bytes are no fewer than characters: most texts need not be counted.
    if text.len() <= most {
        return text.to_owned();
    }
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) if is_clipped(text, most) => text.to_owned(),
        Some((end, _)) => {
            let more = text[end..].chars().count();
            format!("{} ... ({more} more characters)", text[..end].trim_end())
        }
    }
}

/// True if the text is what [`clip`] made of another one.
fn is_clipped(text: &str, most: usize) -> bool {
    let longest = most + " ... (18446744073709551615 more characters)".len();
    text.ends_with(" more characters)") && text.chars().nth(longest).is_none()
}

/// At most `most` bytes of a text of many lines, then a line that says how many more there were.
pub fn clip_block(text: &str, most: usize) -> String {
    if text.len() <= most + CLIPPED.len() + 30 && text.ends_with(CLIPPED) || text.len() <= most {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(most);
    let more = text[end..].chars().count();
    format!("{}\n[... {more}{CLIPPED}", &text[..end])
}

/// The end of a text that was cut.
const CLIPPED: &str = " more characters are left out]";

/// `text` with each of its lines cut to `most` characters.
pub fn clip_lines(text: &str, most: usize) -> String {
    let lines: Vec<_> = text.lines().map(|line| clip(line, most)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_left_alone() {
        assert_eq!(clip("ééé", 3), "ééé");
        assert_eq!(clip_block("one\ntwo", 7), "one\ntwo");
    }

    #[test]
    fn of_a_long_text_it_is_said_how_much_was_left_out() {
        assert_eq!(clip("éééxx", 3), "ééé ... (2 more characters)");
        let cut = clip_block(&"x".repeat(100), 10);
        assert_eq!(
            cut,
            format!("{}\n[... 90 more characters are left out]", "x".repeat(10))
        );
        assert_eq!(
            clip_lines("one\ntwenty", 3),
            "one\ntwe ... (3 more characters)"
        );
    }

    #[test]
    fn what_was_cut_is_not_cut_again() {
        let once = clip(&"x".repeat(1000), 10);
        assert_eq!(clip(&once, 10), once);
        let once = clip_block(&"x".repeat(1000), 10);
        assert_eq!(clip_block(&once, 10), once);
    }
}
