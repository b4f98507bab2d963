//! A line of Rust in HTML, with what its pieces are: comments, strings and keywords, as far as one line tells.

use crate::render::escape::escaped;

/// What begins with a letter and is not the program's own name.
const KEYWORDS: [&str; 33] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "trait", "true", "use", "where", "while",
];

/// The line in pieces, in order, each with the class of what it is: `c` for a comment, `s` for a string, `k` for a keyword,
/// and nothing for the rest. Put together again they are the line.
pub fn pieces(line: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let (class, length) = match next {
            '/' if rest.starts_with("//") => ("c", rest.len()),
            '"' => ("s", string(rest)),
            // A quotation mark in a character begins no string.
            '\'' if rest.starts_with("'\"'") => ("s", 3),
            _ if is_of_a_word(next) => word(rest),
            _ => (
                "",
                rest.find(begins_a_piece)
                    .unwrap_or(rest.len())
                    .max(next.len_utf8()),
            ),
        };
        let (piece, after) = rest.split_at(length);
        pieces.push((class, piece));
        rest = after;
    }
    pieces
}

/// The line, escaped. Colours are all that it adds: its text stays as it was.
pub(super) fn line(line: &str) -> String {
    let pieces = pieces(line).into_iter();
    pieces.map(|(class, text)| spanned(class, text)).collect()
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn begins_a_piece(letter: char) -> bool {
    matches!(letter, '/' | '"' | '\'') || is_of_a_word(letter)
}

/// Class and bytes of the word that `text` begins with.
fn word(text: &str) -> (&'static str, usize) {
    let end = text.find(|next| !is_of_a_word(next)).unwrap_or(text.len());
    match KEYWORDS.contains(&&text[..end]) {
        true => ("k", end),
        false => ("", end),
    }
}

/// Bytes of the string that `text` begins with; all of it if the string goes on in the next line.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, letter)| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn spanned(class: &str, text: &str) -> String {
    match class {
        "" => escaped(text),
        _ => format!("<span class=\"{class}\">{}</span>", escaped(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_strings_and_comments_are_told_from_names() {
        let html = line(r#"let letter = "a \" // b"; // for"#);
        let string = escaped(r#""a \" // b""#);
        assert_eq!(
            html,
            format!(
                "<span class=\"k\">let</span> letter = <span class=\"s\">{string}</span>; \
                 <span class=\"c\">// for</span>"
            )
        );
    }

    #[test]
    fn colours_are_all_that_is_added() {
        let lines = [
            "</script><b>",
            "// </ol> \"",
            "    let open = \"</li>",
            "if a<b && c == '\"' { '/' }",
            "fn f<'a>(x: &'a str) -> &'a str",
            "日本 = \"\\\\\"; // 語",
        ];
        for text in lines {
            let mut plain = line(text).replace("</span>", "");
            for class in ["k", "s", "c"] {
                plain = plain.replace(&format!("<span class=\"{class}\">"), "");
            }
            assert_eq!(plain, escaped(text));
        }
    }
}
