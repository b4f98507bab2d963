//! `std::env`, passed through, with a word on why that is seldom meant.

use std::env as real;
use std::ffi::{OsStr, OsString};
use std::io::Result;
use std::path::{Path, PathBuf};

pub use std::env::*;

use super::marked::unmodelled;

unmodelled! {
    "the environment is not modelled: it belongs to the whole process, and a run does something else on another machine"
    fn args() -> Args;
    fn args_os() -> ArgsOs;
    fn current_dir() -> Result<PathBuf>;
    fn current_exe() -> Result<PathBuf>;
    fn home_dir() -> Option<PathBuf>;
    fn set_current_dir<P: AsRef<Path>>(path: P) -> Result<()>;
    fn temp_dir() -> PathBuf;
    fn var<K: AsRef<OsStr>>(key: K) -> std::result::Result<String, VarError>;
    fn var_os<K: AsRef<OsStr>>(key: K) -> Option<OsString>;
    fn vars() -> Vars;
    fn vars_os() -> VarsOs;
}
