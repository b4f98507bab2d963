//! Whether a name was gone for a moment, which nobody can see who looks before and after.

use std::io;
use std::path::Path;

/// Notes which names a folder loses from now on. Linux alone tells; elsewhere nothing is noted.
#[derive(Debug)]
pub struct Watch {
    #[cfg(target_os = "linux")]
    noted: rustix::fd::OwnedFd,
}

#[cfg(target_os = "linux")]
impl Watch {
    pub(super) fn over(folder: &Path) -> io::Result<Self> {
        use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
        let noted = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        // A file that is renamed takes its old name from the folder too.
        add_watch(&noted, folder, WatchFlags::DELETE | WatchFlags::MOVED_FROM)?;
        Ok(Self { noted })
    }

    /// Whether the name has been taken away since the watch began, even if it is there again.
    pub fn has_lost(self, name: &str) -> bool {
        use rustix::fs::inotify::Reader;
        let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
        let mut events = Reader::new(&self.noted, &mut buffer);
        // An error is the end: there is nothing more to read.
        while let Ok(event) = events.next() {
            let lost = event.file_name();
            if lost.is_some_and(|lost| lost.to_bytes() == name.as_bytes()) {
                return true;
            }
        }
        false
    }
}

#[cfg(not(target_os = "linux"))]
impl Watch {
    pub(super) fn over(_folder: &Path) -> io::Result<Self> {
        Ok(Self {})
    }

    /// Whether the name has been taken away since the watch began, even if it is there again.
    pub fn has_lost(self, _name: &str) -> bool {
        false
    }
}
