//! Text for a place of so many columns.

use unicode_width::UnicodeWidthChar;

use super::wrap::columns;

/// Makes the letter before it a picture, which may be a column wider.
const DRAWN: char = '\u{fe0f}';

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
