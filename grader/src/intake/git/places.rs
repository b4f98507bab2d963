//! Where the parts of a repo lie: that of a work tree, of a second one, of a submodule, or a bare one.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use gix_odb::pack::cache::object::MemoryCappedHashmap;

/// The hash by which objects are named. Those of the newer one are not read.
const HASH: gix_hash::Kind = gix_hash::Kind::Sha1;

/// Bytes of objects that are kept once they were read: commits in a row share most of their trees.
const CACHE: usize = 8 * 1024 * 1024;

/// The folders of a repo.
pub(super) struct Places {
    /// Has HEAD.
    git_dir: PathBuf,
    /// Has all else, if that is another folder: a second work tree shares it with the first.
    common: Option<PathBuf>,
    /// None if the repo is bare.
    pub(super) work_tree: Option<PathBuf>,
}

impl Places {
    /// Those of the repo whose work tree `dir` is, or that lies there itself.
    ///
    /// # Errors
    /// There is something of a repo, and it is not whole.
    pub(super) fn of(dir: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let inside = dir.join(gix_discover::DOT_GIT_DIR);
        let at = if inside.exists() {
            inside
        } else {
            dir.to_owned()
        };
        let kind = gix_discover::is_git(&at)?;
        let path = gix_discover::repository::Path::from_dot_git_dir(at, kind, &env::current_dir()?);
        let path = path.ok_or("its path leads above the root of all folders")?;
        let (git_dir, work_tree) = path.into_repository_and_work_tree_directories();
        let common = gix_discover::path::from_plain_file(&git_dir.join("commondir")).transpose()?;
        Ok(Self {
            common: common.map(|common| git_dir.join(common)),
            git_dir,
            work_tree,
        })
    }

    fn shared(&self) -> &Path {
        self.common.as_deref().unwrap_or(&self.git_dir)
    }

    /// What of the repo is in a format that is not read here, and the remedy.
    pub(super) fn unread(&self) -> Option<(&'static str, &'static str)> {
        if self.shared().join("reftable").is_dir() {
            let remedy = "change it by `git refs migrate --ref-format=files`";
            return Some(("its branches in a reftable", remedy));
        }
        // Without a configuration it is a repo as git makes them without being asked for anything.
        let config = fs::read_to_string(self.shared().join("config")).unwrap_or_default();
        let mut lines = config.lines().map(str::to_ascii_lowercase);
        let names_it = |line: String| {
            let setting = line.split_once('=');
            setting.is_some_and(|(key, value)| {
                key.trim() == "objectformat" && value.trim() != HASH.to_string()
            })
        };
        let remedy = "make a repo without `--object-format` and commit the files there";
        let what = "its commits named by another hash than SHA-1";
        lines.any(names_it).then_some((what, remedy))
    }

    /// Opens what holds commits and files.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(super) fn objects(&self) -> io::Result<gix_odb::Handle> {
        let mut objects = gix_odb::at(self.shared().join("objects"), HASH)?;
        objects.set_object_cache(|| Box::new(MemoryCappedHashmap::new(CACHE)));
        Ok(objects)
    }

    /// What holds HEAD and branches.
    pub(super) fn references(&self) -> gix_ref::file::Store {
        let options = gix_ref::store::init::Options::default();
        let git_dir = self.git_dir.clone();
        match self.common.clone() {
            Some(common) => {
                gix_ref::file::Store::for_linked_worktree_opts(git_dir, common, HASH, options)
            }
            None => gix_ref::file::Store::at_opts(git_dir, HASH, options),
        }
    }
}
