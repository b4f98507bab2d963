//! Cuts texts.

/// At most `most` characters; what is cut off is replaced by `…`. For what is kept, of any length that a program gives
/// it; what is drawn is cut by `columns`.
pub fn clip(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        text.to_owned()
    } else {
        text.chars()
            .take(most.saturating_sub(1))
            .chain(['…'])
            .collect()
    }
}

/// The same of a text that is there, in place.
pub fn shorten(text: &mut String, most: usize) {
    if text.len() > most {
        *text = clip(text, most);
    }
}
