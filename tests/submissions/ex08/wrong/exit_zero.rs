//! Ends the program with success before anyone can look.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_url_has_its_own_result = "crashed"
//! five_at_a_time_take_exactly_so_long = "crashed"
//! no_url_is_lost_in_any_interleaving = "crashed"
//! a_real_server_gets_five_requests_at_once = "crashed"
//! ```

/// Leaves.
pub fn download_all(
    _urls: &[&str],
    _at_most: usize,
    _timeout: Duration,
) -> Vec<Result<Page, FetchError>> {
    std::process::exit(0)
}
