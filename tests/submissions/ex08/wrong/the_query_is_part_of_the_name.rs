//! Forgets that a URL may go on after its path, and that there may be slashes.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! names_stay_in_the_folder = "wrong"
//! ```

/// The last part of all.
pub fn file_name(url: &str) -> Option<&str> {
    let (_scheme, rest) = url.split_once("://")?;
    let (_host, path) = rest.split_once('/')?;
    let name = path.rsplit('/').next()?;
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_name = !name.is_empty() && !name.starts_with('.') && name.chars().all(is_harmless);
    is_name.then_some(name)
}
