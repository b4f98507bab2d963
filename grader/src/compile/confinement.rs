//! The sandbox of a builder: what its compilers read, and what kind of program the checks of an exercise are.

use std::path::Path;
use std::sync::Arc;

use sandbox::{Kind, Sandbox, Toolchain, Unavailable};

use super::build_dir::BuildDir;
use super::launch;
use super::libraries::{BuildError, Libraries};
use crate::workspace::Exercise;

/// Finds the sandbox of this machine, for programs that are started by way of `grader`.
pub(super) fn open(
    grader: Option<&Path>,
    build_dir: &BuildDir,
    libraries: &Libraries,
) -> Result<Arc<Sandbox>, BuildError> {
    let grader = grader.ok_or(Unavailable::System)?;
    let small = launch::small(grader);
    let launcher = if small.is_file() { &small } else { grader };
    let toolchain = Toolchain {
        of_compiler: [libraries.sysroot.clone(), libraries.rustc.clone()]
            .into_iter()
            .chain(libraries.dependencies.iter().cloned())
            .collect(),
    };
    let place = build_dir.shared("sandbox");
    let failed = |source| BuildError::BuildDir {
        path: build_dir.dir().to_owned(),
        source,
    };
    build_dir.open_to_others().map_err(failed)?;
    Ok(Arc::new(Sandbox::open(launcher, &place, &toolchain)?))
}

/// What the checks of that exercise are.
pub(super) fn kind(exercise: &Exercise) -> Kind {
    match (exercise.spec.model, exercise.spec.for_real) {
        (false, _) => Kind::Processes,
        (true, false) => Kind::Modelled,
        (true, true) => Kind::Real,
    }
}
