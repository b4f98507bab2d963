//! The panic hook: it notes the panics of an execution, and tells loom's own from the code's.

use std::panic::{self, PanicHookInfo};
use std::rc::Rc;
use std::sync::Once;

use super::run::Run;
use super::word::Panic;

/// Installs the hook, below which the hook of that moment stays for all other threads.
pub(crate) fn install() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let below = panic::take_hook();
        panic::set_hook(Box::new(move |info| match Run::even_over() {
            Some(run) => noted(&run, info),
            None => below(info),
        }));
    });
}

fn noted(run: &Rc<Run>, info: &PanicHookInfo<'_>) {
    let (file, line) = info
        .location()
        .map_or(("", 0), |location| (location.file(), location.line()));
    let message = info.payload_as_str().unwrap_or("a panic without a message");
    // Loom's own panic must not be caught like one of the code's: it is the end.
    if is_looms(file) {
        return run.loom_says(message);
    }
    let me = run.me();
    me.unwinds();
    run.panics.borrow_mut().push(Panic {
        thread: me.said(),
        message: message.to_owned(),
        file: file.to_owned(),
        line,
    });
    let hook = run.hook.borrow().clone();
    if let Some(hook) = hook {
        hook(info);
    }
}

/// Whether a file is one of loom's, or of the coroutines that it runs on. The folder of a crate from a registry is
/// called by the crate's name and version.
fn is_looms(file: &str) -> bool {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let of = |part: &str, name: &str| {
        part.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || version(rest))
    };
    parts
        .windows(2)
        .any(|pair| pair[1] == "src" && (of(pair[0], "loom") || of(pair[0], "generator")))
}

fn version(rest: &str) -> bool {
    rest.strip_prefix('-')
        .is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_loom_are_known_by_their_folder() {
        assert!(is_looms(
            "/home/me/registry/src/index/loom-0.7.2/src/rt/path.rs"
        ));
        assert!(is_looms("vendor/loom/src/rt/path.rs"));
        assert!(is_looms("C:\\registry\\generator-0.8.12\\src\\rt.rs"));
        assert!(!is_looms("grader/loom-std/src/model/hook.rs"));
        assert!(!is_looms("src/lib.rs"));
        assert!(!is_looms("loom-0.7.2/tests/atomic.rs"));
    }
}
