//! `std::fs`, passed through, with a word on why that is seldom meant.

use std::fs as real;
use std::io::Result;
use std::path::{Path, PathBuf};

pub use std::fs::*;

use super::marked::unmodelled;

unmodelled! {
    "files are not modelled: one run finds what the one before has left in them, and what others do to them between two steps is not looked into"
    type DirBuilder;
    type File;
    type OpenOptions;
    fn canonicalize<P: AsRef<Path>>(path: P) -> Result<PathBuf>;
    fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> Result<u64>;
    fn create_dir<P: AsRef<Path>>(path: P) -> Result<()>;
    fn create_dir_all<P: AsRef<Path>>(path: P) -> Result<()>;
    fn exists<P: AsRef<Path>>(path: P) -> Result<bool>;
    fn hard_link<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> Result<()>;
    fn metadata<P: AsRef<Path>>(path: P) -> Result<Metadata>;
    fn read<P: AsRef<Path>>(path: P) -> Result<Vec<u8>>;
    fn read_dir<P: AsRef<Path>>(path: P) -> Result<ReadDir>;
    fn read_link<P: AsRef<Path>>(path: P) -> Result<PathBuf>;
    fn read_to_string<P: AsRef<Path>>(path: P) -> Result<String>;
    fn remove_dir<P: AsRef<Path>>(path: P) -> Result<()>;
    fn remove_dir_all<P: AsRef<Path>>(path: P) -> Result<()>;
    fn remove_file<P: AsRef<Path>>(path: P) -> Result<()>;
    fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> Result<()>;
    fn set_permissions<P: AsRef<Path>>(path: P, permissions: Permissions) -> Result<()>;
    fn symlink_metadata<P: AsRef<Path>>(path: P) -> Result<Metadata>;
    fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> Result<()>;
}
