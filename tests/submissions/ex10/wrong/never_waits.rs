//! Takes the dropping of a `Child` for waiting, as dropping a `Vec` frees it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! no_child_is_left_behind = "wrong"
//! ```

impl Worker {
    fn stop(self) {
        drop(self.child);
    }
}
