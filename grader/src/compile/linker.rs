//! The grader in the linker's place, where the same exercise is built again and again.
//!
//! Nine tenths of a check program are our libraries, the same every time, and linking them takes longer than all else. So
//! after the first link those parts of them that were used are put together into one object (`ld -r`), and later links
//! have that object in the place of the libraries: the same code, read once. If such a link fails, because the submission
//! uses something of std that it did not before, all is linked as usual, and the object is made again with that in it.
//!
//! The compiler is given this program as its linker ([`DIR`] in the environment says what it is to be); this program is
//! started with [`PRELINK`] to make the object. Everything that it does not understand is linked as usual.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};
use serde::{Deserialize, Serialize};

use crate::remembered;

/// The variable that makes a linker of this program: the folder that keeps what is linked again.
pub const DIR: &str = "GRADER_LINKED_BEFORE";

/// The first argument of a grader that is to make the object; the second is the folder.
pub const PRELINK: &str = "--prelink";

/// The linker that is called; what rustc calls where it is told nothing.
const LINKER: &str = "cc";

/// How a program is linked that is mostly the object: what nobody uses was left out of that already, and to look for the
/// little that is left takes longer than to write it. Several threads take more processor time than one.
const QUICK: [&str; 2] = ["-Wl,--no-gc-sections", "-Wl,--threads=1"];

/// What is to be put into the object.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Our libraries, in the order in which they are linked, with their sizes and times.
    libraries: Vec<(PathBuf, u64, Option<std::time::SystemTime>)>,
    /// How the linker is told which linker it is.
    flags: Vec<String>,
    /// The symbols that something else asked for, now or before.
    symbols: BTreeSet<String>,
    /// How often all was linked as usual because there was no object with these symbols.
    misses: u32,
}

impl Wanted {
    /// Where it stands in the folder.
    pub fn path(dir: &Path) -> PathBuf {
        dir.join("wanted.json")
    }

    fn made(dir: &Path) -> PathBuf {
        dir.join("made.json")
    }

    fn object(dir: &Path) -> PathBuf {
        dir.join("libraries.o")
    }

    /// That of the object that is being made.
    fn making(dir: &Path) -> PathBuf {
        dir.join("making.json")
    }

    /// Whether making the object that is wanted in `dir` pays where many different submissions are linked. Nearly each asks
    /// for something of its own, and to make the object takes as long as several links: so it is made after four of them,
    /// and again whenever there are four times as many.
    pub fn pays_for_many(dir: &Path) -> bool {
        let misses = |path: PathBuf| Self::read(&path).map_or(0, |it| it.misses);
        misses(Self::path(dir)) >= 4 * misses(Self::made(dir)).max(1)
    }

    fn read(path: &Path) -> Option<Self> {
        remembered::read(path)
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        remembered::write(path, self)
    }

    /// Whether an object made of this serves as well.
    fn is_of_the_same_libraries(&self, other: &Self) -> bool {
        self.libraries == other.libraries && self.flags == other.flags
    }
}

/// What `main` does first: if this process was started to link or to prelink, it does, and returns the code.
pub fn link_or_prelink() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == PRELINK) {
        let made = prelink(&PathBuf::from(arguments.next()?));
        return Some(made.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS));
    }
    let dir = PathBuf::from(env::var_os(DIR)?);
    let line = env::args_os().skip(1).collect();
    Some(link(&dir, line))
}

/// Links, with the object if there is one that fits.
fn link(dir: &Path, line: Vec<OsString>) -> ExitCode {
    let build = env::current_dir().and_then(|dir| dir.canonicalize());
    let build = build.unwrap_or_default();
    // A folder that is not known would make ours of what is the submission's.
    let is_known = build.is_absolute();
    let wanted = wanted(&line, &build).filter(|_| is_known);
    if let Some(wanted) = &wanted
        && Wanted::read(&Wanted::made(dir))
            .is_some_and(|made| wanted.is_of_the_same_libraries(&made))
        && runs(&with_object(&line, &build, &Wanted::object(dir)))
    {
        return ExitCode::SUCCESS;
    }
    let status = Command::new(LINKER).args(&line).status();
    let linked = status.as_ref().is_ok_and(std::process::ExitStatus::success);
    if let (true, Some(wanted)) = (linked, wanted) {
        // Where it cannot be kept, the next link takes as long as this one.
        let _ = want(dir, wanted, &line, &build);
    }
    match status.map(|status| status.code()) {
        Ok(Some(code)) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        _ => ExitCode::FAILURE,
    }
}

/// Runs the linker quietly; whether it succeeds.
fn runs(line: &[OsString]) -> bool {
    let mut command = Command::new(LINKER);
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet
        .args(line)
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether an argument is one of our libraries. What is made of the submission lies in the folder of the build, where the
/// linker is called.
fn is_library(argument: &OsString, build: &Path) -> bool {
    let path = Path::new(argument);
    let is_own = path.is_relative() || path.starts_with(build);
    !is_own && path.extension().is_some_and(|it| it == "rlib")
}

/// What would have to be in an object for that line; none if the line is not understood.
fn wanted(line: &[OsString], build: &Path) -> Option<Wanted> {
    let flags = line.iter().filter_map(|argument| argument.to_str());
    let flags: Vec<_> = flags
        .filter(|it| it.starts_with("-B") || it.starts_with("-fuse-ld=") || *it == "-m64")
        .map(str::to_owned)
        .collect();
    // Where another linker is used, nobody has tried this.
    flags.iter().find(|flag| *flag == "-fuse-ld=lld")?;
    let libraries = line.iter().filter(|argument| is_library(argument, build));
    let libraries = libraries.map(|path| {
        let metadata = fs::metadata(path).ok()?;
        Some((path.into(), metadata.len(), metadata.modified().ok()))
    });
    Some(Wanted {
        libraries: libraries.collect::<Option<Vec<_>>>()?,
        flags,
        symbols: BTreeSet::new(),
        misses: 0,
    })
}

/// The line with the object in the place of the libraries.
fn with_object(line: &[OsString], build: &Path, object: &Path) -> Vec<OsString> {
    let mut object = Some(object);
    let replace = |argument: &OsString| match is_library(argument, build) {
        true => object.take().map(|object| object.as_os_str().to_owned()),
        false => Some(argument.clone()),
    };
    let line = line.iter().filter_map(replace);
    line.chain(QUICK.map(OsString::from)).collect()
}

/// Notes what was linked, so that it is prelinked for the next time.
fn want(dir: &Path, mut wanted: Wanted, line: &[OsString], build: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    for before in [Wanted::made(dir), Wanted::making(dir), Wanted::path(dir)] {
        if let Some(before) = Wanted::read(&before) {
            wanted.symbols.extend(before.symbols);
            wanted.misses = wanted.misses.max(before.misses);
        }
    }
    wanted.misses += 1;
    for file in line.iter().map(Path::new) {
        let is_own = file.extension().is_some_and(|it| it == "o" || it == "rlib");
        if is_own && !is_library(&file.as_os_str().to_owned(), build) {
            add_undefined(&fs::read(file)?, &mut wanted.symbols).map_err(io::Error::other)?;
        }
    }
    // What the system's own startup code and the linker ask for.
    let always = ["main", "rust_eh_personality", "_Unwind_Resume"];
    wanted.symbols.extend(always.map(str::to_owned));
    wanted.write(&Wanted::path(dir))
}

/// Adds the symbols that an object, or each object of an archive, needs from elsewhere.
fn add_undefined(bytes: &[u8], symbols: &mut BTreeSet<String>) -> object::Result<()> {
    if let Ok(archive) = ArchiveFile::parse(bytes) {
        for member in archive.members() {
            // One member of a library is no object but its metadata.
            if let Ok(object) = object::File::parse(member?.data(bytes)?) {
                add_undefined_of(&object, symbols);
            }
        }
        return Ok(());
    }
    add_undefined_of(&object::File::parse(bytes)?, symbols);
    Ok(())
}

fn add_undefined_of(object: &object::File<'_>, symbols: &mut BTreeSet<String>) {
    let undefined = object.symbols().filter(|symbol| symbol.is_undefined());
    let names = undefined.filter_map(|symbol| symbol.name().ok().map(str::to_owned));
    symbols.extend(names.filter(|name| !name.is_empty()));
}

/// Makes the object that is wanted in `dir`.
fn prelink(dir: &Path) -> io::Result<()> {
    let making = Wanted::making(dir);
    // What others want from now on is made the next time.
    fs::rename(Wanted::path(dir), &making)?;
    let wanted = Wanted::read(&making).ok_or(io::ErrorKind::NotFound)?;
    let (object, new) = (Wanted::object(dir), dir.join("new.o"));
    let mut line: Vec<OsString> = ["-r", "-nostdlib", "-Wl,--gc-sections", "-Wl,--strip-debug"]
        .map(OsString::from)
        .into();
    let flags = wanted.flags.iter().filter(|flag| *flag == "-m64");
    line.extend(flags.map(OsString::from));
    // Not lld: besides what nobody uses it would leave out the tables for unwinding.
    line.push("-fuse-ld=bfd".into());
    line.extend(
        wanted
            .symbols
            .iter()
            .map(|name| format!("-Wl,-u,{name}").into()),
    );
    line.push("-Wl,--start-group".into());
    line.extend(wanted.libraries.iter().map(|(path, ..)| path.into()));
    line.push("-Wl,--end-group".into());
    line.extend(["-o".into(), new.clone().into()]);
    if !runs(&line) || !can_unwind(&new)? {
        return Err(io::Error::other("the linker cannot"));
    }
    // Nobody takes the old object for the new one, nor the other way round: in between there is none.
    let _ = fs::remove_file(Wanted::made(dir));
    fs::rename(new, object)?;
    fs::rename(making, Wanted::made(dir))
}

/// Whether a panic gets through the code of that object.
fn can_unwind(object: &Path) -> io::Result<bool> {
    let bytes = fs::read(object)?;
    let object = object::File::parse(&*bytes).map_err(io::Error::other)?;
    Ok(object.section_by_name(".eh_frame").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Vec<OsString> {
        text.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_object_stands_where_the_first_library_stood() {
        let before =
            line("-m64 a.o libsubmission.rlib /b/libfor_real.rlib /l/std.rlib /l/core.rlib -lc");
        let after = line(
            "-m64 a.o libsubmission.rlib /b/libfor_real.rlib /k/all.o -lc -Wl,--no-gc-sections -Wl,--threads=1",
        );
        let object = Path::new("/k/all.o");
        assert_eq!(with_object(&before, Path::new("/b"), object), after);
    }

    #[test]
    fn only_lines_for_lld_over_libraries_that_are_there_are_understood() {
        let understood = |text| wanted(&line(text), Path::new("/b"));
        assert_eq!(
            understood("-m64 a.o -fuse-ld=lld /nowhere/libstd.rlib"),
            None
        );
        assert_eq!(understood("-m64 a.o -lc"), None);
        let wanted = understood("-m64 -fuse-ld=lld -B/gcc-ld a.o -lc").unwrap();
        assert_eq!(wanted.flags, ["-m64", "-fuse-ld=lld", "-B/gcc-ld"]);
    }

    #[test]
    fn the_object_is_made_after_four_misses_and_then_after_four_times_as_many() {
        let dir = tempfile::tempdir().unwrap();
        let wanted = Wanted::path(dir.path());
        let mut made_at = Vec::new();
        for _ in 0..70 {
            want(dir.path(), Wanted::default(), &[], Path::new("/b")).unwrap();
            if Wanted::pays_for_many(dir.path()) {
                made_at.push(Wanted::read(&wanted).unwrap().misses);
                fs::rename(&wanted, Wanted::made(dir.path())).unwrap();
            }
        }
        assert_eq!(made_at, [4, 16, 64]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_symbols_that_this_program_asks_the_system_for_are_seen() {
        let program = fs::read(env::current_exe().unwrap()).unwrap();
        let mut symbols = BTreeSet::new();
        add_undefined(&program, &mut symbols).unwrap();
        assert!(symbols.iter().any(|name| name.starts_with("malloc")));
        assert!(add_undefined(b"no object", &mut symbols).is_err());
    }
}
