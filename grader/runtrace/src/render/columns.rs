//! Columns of a terminal: how many a text takes, and a text for a place of so many.
//!
//! Every table and every drawing counts with these; `course::text` hands them on.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Makes the letter before it a picture, which may be a column wider.
const DRAWN: char = '\u{fe0f}';

/// Columns that `text` takes in a terminal: wide letters and emoji take two, colours none.
pub fn columns(text: &str) -> usize {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().map_or(0, UnicodeWidthStr::width);
    let after = |piece: &str| piece.split_once('m').map_or(0, |(_, text)| text.width());
    first + pieces.map(after).sum::<usize>()
}

/// `text` if it takes at most `width` columns, or else its beginning and `…` in no more. It has no colours: these would
/// be cut off with the end.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let Some(room) = width.checked_sub(1) else {
        return String::new();
    };
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += match letter {
            &DRAWN => 1,
            _ => letter.width().unwrap_or(0),
        };
        taken <= room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// The same in exactly `width` columns: spaces follow.
pub fn fitted(text: &str, width: usize) -> String {
    let mut fitted = cut(text, width);
    fitted.extend(std::iter::repeat_n(
        ' ',
        width.saturating_sub(columns(&fitted)),
    ));
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_letter_takes_two_columns_and_what_joins_letters_none() {
        assert_eq!(columns("山田"), 4);
        assert_eq!(columns("e\u{301}"), 1, "an accent of its own");
        assert_eq!(columns("\x1b[1m👩\u{200d}🎓\x1b[0m"), 2);
    }

    #[test]
    fn what_is_left_out_is_marked_and_takes_a_column() {
        let cuts = [0, 1, 2, 6, 7, 8].map(|width| cut("seven7!", width));
        assert_eq!(cuts, ["", "…", "s…", "seven…", "seven7!", "seven7!"]);
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn letters_of_two_columns_are_counted_as_two() {
        let cuts = [1, 2, 3, 4, 5, 6].map(|width| cut("数据锁", width));
        assert_eq!(cuts, ["…", "…", "数…", "数…", "数据…", "数据锁"]);
    }

    #[test]
    fn what_is_fitted_fills_its_columns() {
        for text in ["", "ab", "abcdef", "数据锁", "❤️❤️❤️"] {
            for width in 0..9 {
                assert_eq!(columns(&fitted(text, width)), width, "{text} in {width}");
            }
        }
        assert_eq!(fitted("ab", 4), "ab  ");
    }
}
