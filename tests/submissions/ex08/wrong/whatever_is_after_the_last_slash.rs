//! Takes what stands behind the last slash, whatever it is.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! names_stay_in_the_folder = "wrong"
//! images_are_downloaded_and_saved = "wrong"
//! ```

/// What is behind the last slash.
pub fn file_name(url: &str) -> Option<&str> {
    url.rsplit('/').next()
}
