//! What a system that takes results has no room for is left out, and it says so.

/// Characters of each text at first.
const MOST: usize = 100_000;

/// Characters below which a text is not worth showing.
const LEAST: usize = 50;

/// `text`, or so many characters of its beginning and a line that says how many are missing.
pub fn cut(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let shown: String = text.chars().take(most).collect();
    format!(
        "{shown}\n... ({} more characters; the grader's own report has them)",
        length - most
    )
}

/// The largest document that `fits`, of those whose texts have at most so many characters each, as
/// `write` makes them. If none does, the smallest: a system that refuses it says why.
pub fn fitting<D>(write: impl Fn(usize) -> D, fits: impl Fn(&D) -> bool) -> D {
    let mut most = MOST;
    loop {
        let document = write(most);
        if most <= LEAST || fits(&document) {
            return document;
        }
        most /= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_says_how_much_is_missing() {
        assert_eq!(cut("short", 5), "short");
        let text = cut(&"é".repeat(12), 10);
        assert!(text.starts_with(&format!("{}\n", "é".repeat(10))), "{text}");
        assert!(text.contains("(2 more characters"), "{text}");
    }

    #[test]
    fn texts_become_shorter_until_the_whole_fits() {
        let texts = ["a".repeat(300), "b".repeat(20)];
        let write = |most| texts.each_ref().map(|text| cut(text, most)).concat();
        let whole = fitting(write, |document: &String| document.len() <= 320);
        assert_eq!(whole, texts.concat(), "nothing is cut that fits");
        let part = fitting(write, |document: &String| document.len() <= 300);
        assert!(part.len() <= 300 && part.ends_with(&texts[1]), "{part}");
    }

    #[test]
    fn what_never_fits_ends_all_the_same() {
        let document = fitting(|most| most, |_| false);
        assert!(document <= LEAST);
    }
}
