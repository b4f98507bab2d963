//! Has a list of what is dangerous, and some of it is not on the list.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! names_stay_in_the_folder = "wrong"
//! ```

/// The name, if nothing dangerous is in it.
pub fn file_name(url: &str) -> Option<&str> {
    let (_scheme, rest) = url.split_once("://")?;
    let rest = rest.split(['?', '#']).next()?;
    let (_host, path) = rest.split_once('/')?;
    let name = path.rsplit('/').next()?;
    let is_dangerous = name.is_empty() || name == "." || name == ".." || name.contains('\\');
    (!is_dangerous).then_some(name)
}
