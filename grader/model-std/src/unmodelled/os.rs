//! `std::os`, passed through, with a word on why its ways to files and the network are seldom meant.

pub use std::os::*;

/// `std::os::unix`.
#[cfg(unix)]
pub mod unix {
    pub use std::os::unix::*;

    /// `std::os::unix::fs`.
    pub mod fs {
        use std::io::Result;
        use std::os::fd::AsFd;
        use std::os::unix::fs as real;
        use std::path::Path;

        pub use std::os::unix::fs::*;

        crate::unmodelled::marked::unmodelled! {
            "files are not modelled: one run finds what the one before has left in them, and what others do to them between two steps is not looked into"
            fn chown<P: AsRef<Path>>(dir: P, uid: Option<u32>, gid: Option<u32>) -> Result<()>;
            fn chroot<P: AsRef<Path>>(dir: P) -> Result<()>;
            fn fchown<F: AsFd>(fd: F, uid: Option<u32>, gid: Option<u32>) -> Result<()>;
            fn lchown<P: AsRef<Path>>(dir: P, uid: Option<u32>, gid: Option<u32>) -> Result<()>;
            fn symlink<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> Result<()>;
        }
    }

    /// `std::os::unix::net`.
    pub mod net {
        use std::os::unix::net as real;

        pub use std::os::unix::net::*;

        crate::unmodelled::marked::unmodelled! {
            "the network is not modelled: waiting for it stops every thread of the model, and what comes back is another thing in each run"
            type UnixDatagram;
            type UnixListener;
            type UnixStream;
        }
    }
}

/// `std::os::windows`.
#[cfg(windows)]
pub mod windows {
    pub use std::os::windows::*;

    /// `std::os::windows::fs`.
    pub mod fs {
        use std::io::Result;
        use std::os::windows::fs as real;
        use std::path::Path;

        pub use std::os::windows::fs::*;

        crate::unmodelled::marked::unmodelled! {
            "files are not modelled: one run finds what the one before has left in them, and what others do to them between two steps is not looked into"
            fn symlink_dir<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> Result<()>;
            fn symlink_file<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> Result<()>;
        }
    }
}
