//! Gives the workers half a second to leave, and looks once whether they have.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_child_is_left_behind = "wrong"
//! ```

use std::time::Duration;

impl Worker {
    fn stop(self) {
        let Self {
            mut child,
            input,
            output,
        } = self;
        drop((input, output));
        thread::sleep(Duration::from_millis(500));
        let _ = child.try_wait();
    }
}
