//! Cuts texts.

/// At most `width` characters; what is cut off is replaced by `…`.
pub fn clip(text: &str, width: usize) -> String {
    if text.chars().nth(width).is_none() {
        text.to_owned()
    } else {
        text.chars()
            .take(width.saturating_sub(1))
            .chain(['…'])
            .collect()
    }
}

/// The same of a text that is there, in place.
pub fn shorten(text: &mut String, width: usize) {
    if text.len() > width {
        *text = clip(text, width);
    }
}
