//! What the compiler said, as data: which errors there are, where, and how they are shown.

use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use course::Cause;
use serde::Deserialize;

use super::rendered;

/// Errors that are shown in full; the first ones usually cause the rest.
const SHOWN: usize = 5;

/// Codes of errors about libraries: of another build, not found, of another compiler, damaged.
const LIBRARIES: [&str; 4] = ["E0460", "E0463", "E0514", "E0786"];

/// How errors of linking begin, which have no code: the linker failed, or there is none.
const LINKING: [&str; 2] = ["linking with `", "linker `"];

/// Codes of errors about who owns a value, and for how long it may be used.
const BORROWING: [&str; 17] = [
    "E0373", "E0381", "E0382", "E0384", "E0499", "E0502", "E0503", "E0505", "E0506", "E0507",
    "E0515", "E0521", "E0594", "E0596", "E0597", "E0712", "E0716",
];

/// How a run failed.
#[derive(Debug)]
pub struct Failure {
    /// The errors in the order of the compiler; empty if it crashed or was stopped.
    pub errors: Vec<Diagnostic>,
    /// One line: the first error, or why there is none.
    pub message: String,
}

/// One message of the compiler.
#[derive(Debug, Deserialize)]
pub struct Diagnostic {
    level: String,
    message: String,
    code: Option<Code>,
    #[serde(default)]
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

#[derive(Debug, Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

/// The call of a macro, in which a span lies.
#[derive(Debug, Deserialize)]
struct Expansion {
    span: Span,
}

impl Span {
    /// The place that a person has written: the outermost call, if the span lies in a macro.
    fn written(&self) -> &Self {
        self.expansion
            .as_ref()
            .map_or(self, |expansion| expansion.span.written())
    }
}

impl Failure {
    /// Reads the messages of a run that ended with that status, or was stopped after `time`.
    pub fn read(messages: &str, ended: Option<ExitStatus>, time: Duration, sysroot: &Path) -> Self {
        let mut errors = errors(messages);
        for error in &mut errors {
            let rendered = error.rendered.take();
            error.rendered = rendered.map(|text| rendered::fit(&shortened(&text, sysroot)));
        }
        let message = match (errors.first(), ended) {
            (Some(error), _) => shortened(&error.one_line(), sysroot),
            (None, Some(status)) => {
                format!("the compiler itself failed ({status}): make the code simpler")
            }
            (None, None) => format!(
                "compiling took longer than {} s: make the code simpler",
                time.as_secs()
            ),
        };
        Self { errors, message }
    }

    /// True if the only complaint is that the code is `unsafe`, or says that it may be.
    pub fn is_unsafe_code(&self) -> bool {
        self.errors.iter().any(Diagnostic::is_unsafe_code)
    }

    /// True if the compiler cannot use our libraries, or cannot link them, whatever the code says. No code of a student
    /// gets as far as the linker and fails there: what names a symbol or a library is not let in.
    pub fn is_about_libraries(&self) -> bool {
        self.errors.iter().any(|error| {
            LIBRARIES.iter().any(|code| error.has_code(code))
                || LINKING.iter().any(|beginning| error.says(beginning))
        })
    }

    /// What kind of mistake the first error is about, the others being mostly its consequences.
    pub fn cause(&self) -> Option<Cause> {
        self.errors.first()?.cause()
    }

    /// The first errors, as the compiler lays them out.
    pub fn shown(&self) -> String {
        let mut shown: Vec<_> = self
            .errors
            .iter()
            .take(SHOWN)
            .filter_map(|error| error.rendered.as_deref())
            .collect();
        let more = match self.errors.len().saturating_sub(SHOWN) {
            0 => None,
            1 => Some("... and 1 more error".to_owned()),
            count => Some(format!("... and {count} more errors")),
        };
        shown.extend(more.as_deref());
        shown
            .iter()
            .map(|text| text.trim_end())
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}

impl Diagnostic {
    /// True if the complaint points into the file at `path`.
    pub fn is_in(&self, path: &Path) -> bool {
        self.place()
            .is_some_and(|span| Path::new(&span.file_name).ends_with(path))
    }

    /// "src/lib.rs:12", if it is about a place.
    pub fn line(&self) -> Option<String> {
        let span = self.place()?;
        Some(format!("{}:{}", span.file_name, span.line_start))
    }

    fn place(&self) -> Option<&Span> {
        self.spans
            .iter()
            .find(|span| span.is_primary)
            .map(Span::written)
    }

    /// "src/lib.rs:12: mismatched types"
    pub fn one_line(&self) -> String {
        match self.line() {
            Some(line) => format!("{line}: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// The files that it points into.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.spans.iter().map(|span| Path::new(&span.file_name))
    }

    /// True if its text begins so.
    pub fn says(&self, beginning: &str) -> bool {
        self.message.starts_with(beginning)
    }

    fn cause(&self) -> Option<Cause> {
        // Of missing traits the compiler has one code for all; these two have messages of their own in std.
        let between_threads = self.message.contains(" between threads safely");
        let code = self.code.as_ref()?.code.as_str();
        if code == "E0277" && between_threads {
            Some(Cause::BuildSend)
        } else if self.is_in(Path::new("tests/checks.rs")) {
            Some(Cause::BuildChecks)
        } else if BORROWING.contains(&code) {
            Some(Cause::BuildBorrow)
        } else {
            // Errors have codes like E0308, lints have names.
            let is_lint = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            is_lint.then_some(Cause::BuildLint)
        }
    }

    /// True if the complaint is that the code is `unsafe`, or says that it may be.
    pub fn is_unsafe_code(&self) -> bool {
        // E0453 is the attempt to allow what was forbidden on the command line.
        let allowed = self.has_code("E0453") && self.message.contains("unsafe_code");
        self.has_code("unsafe_code") || allowed
    }

    /// True if it is the compiler's error of that number, or the lint of that name.
    pub fn has_code(&self, wanted: &str) -> bool {
        self.code.as_ref().is_some_and(|code| code.code == wanted)
    }
}

/// `library/core/src/option.rs` for `/rustc/<commit>/library/core/src/option.rs`, which is how the
/// compiler calls its library's source where that is not installed.
fn without_commits(text: &str) -> String {
    let mut parts = text.split("/rustc/");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shortened, part| match part.split_once('/') {
        Some((commit, path)) if commit.bytes().all(|b| b.is_ascii_hexdigit()) => shortened + path,
        _ => shortened + "/rustc/" + part,
    })
}

/// The errors among the compiler's messages, without its closing remarks.
fn errors(messages: &str) -> Vec<Diagnostic> {
    of_level("error", messages)
        .filter(|message| !message.message.starts_with("aborting due to"))
        .collect()
}

/// The warnings among the compiler's messages.
pub fn warnings(messages: &str) -> Vec<Diagnostic> {
    of_level("warning", messages).collect()
}

fn of_level(level: &str, messages: &str) -> impl Iterator<Item = Diagnostic> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    messages.filter(move |message| message.level.starts_with(level))
}

/// Library sources are named from `library/` on, wherever the toolchain is installed.
fn shortened(text: &str, sysroot: &Path) -> String {
    let sources = sysroot.join("lib/rustlib/src/rust/");
    without_commits(&text.replace(&*sources.to_string_lossy(), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(messages: &str) -> Failure {
        Failure {
            errors: errors(messages),
            message: String::new(),
        }
    }

    const TYPES: &str = r#"{"level":"error","message":"mismatched types","code":{"code":"E0308"},"rendered":"error[E0308]: mismatched types\n\n","spans":[{"file_name":"a.rs","line_start":1,"is_primary":false},{"file_name":"src/lib.rs","line_start":12,"is_primary":true}]}"#;
    const CLOSING: &str = r#"{"level":"error","message":"aborting due to 1 previous error","code":null,"rendered":"","spans":[]}"#;
    const WARNING: &str = r#"{"level":"warning","message":"unused","code":{"code":"unused"},"rendered":"warning","spans":[]}"#;
    const UNSAFE: &str = r#"{"level":"error","message":"usage of an `unsafe` block","code":{"code":"unsafe_code"},"rendered":"","spans":[]}"#;
    const ALLOWED: &str = r#"{"level":"error","message":"allow(unsafe_code) incompatible with previous forbid","code":{"code":"E0453"},"rendered":"","spans":[]}"#;

    #[test]
    fn only_errors_of_the_code_count() {
        let failure = failure(&[WARNING, TYPES, CLOSING, "no json"].join("\n"));
        assert_eq!(failure.errors.len(), 1);
        assert_eq!(
            failure.errors[0].one_line(),
            "src/lib.rs:12: mismatched types"
        );
        assert_eq!(failure.shown(), "error[E0308]: mismatched types");
        assert!(failure.errors[0].is_in(Path::new("src/lib.rs")));
        assert!(
            !failure.errors[0].is_in(Path::new("a.rs")),
            "it is only mentioned"
        );
    }

    #[test]
    fn a_complaint_inside_a_macro_is_about_its_call() {
        let inside = r#"{"file_name":"/rustc/1/library/core/src/macros/mod.rs","line_start":57,"is_primary":true,"expansion":{"span":{"file_name":"tests/checks.rs","line_start":33,"is_primary":false,"expansion":null}}}"#;
        let error = format!(
            r#"{{"level":"error","message":"type annotations needed","code":null,"rendered":"","spans":[{inside}]}}"#
        );
        assert_eq!(
            failure(&error).errors[0].one_line(),
            "tests/checks.rs:33: type annotations needed"
        );
    }

    #[test]
    fn unsafe_code_and_the_attempt_to_allow_it_are_told_from_other_errors() {
        assert!(failure(UNSAFE).is_unsafe_code());
        assert!(failure(&[TYPES, ALLOWED].join("\n")).is_unsafe_code());
        assert!(!failure(TYPES).is_unsafe_code());
    }

    #[test]
    fn the_library_is_named_without_the_compilers_commit() {
        assert_eq!(
            without_commits("--> /rustc/59807616e1/library/core/src/option.rs:604:4"),
            "--> library/core/src/option.rs:604:4"
        );
        assert_eq!(without_commits("/rustc/mine/lib.rs"), "/rustc/mine/lib.rs");
    }

    #[test]
    fn the_message_names_the_library_without_its_place_on_the_machine() {
        let error = TYPES.replace(
            "src/lib.rs",
            "/home/me/lib/rustlib/src/rust/library/core/src/mem/mod.rs",
        );
        let failure = Failure::read(&error, None, Duration::ZERO, Path::new("/home/me"));
        assert_eq!(
            failure.message,
            "library/core/src/mem/mod.rs:12: mismatched types"
        );
    }

    #[test]
    fn a_library_that_cannot_be_read_is_told_from_errors_in_the_code() {
        let missing = TYPES.replace("E0308", "E0463");
        assert!(failure(&missing).is_about_libraries());
        assert!(!failure(TYPES).is_about_libraries());
    }

    #[test]
    fn a_program_that_cannot_be_linked_is_told_from_errors_in_the_code() {
        for said in [
            "linking with `cc` failed: exit status: 1",
            "linker `cc` not found",
        ] {
            let unlinked =
                format!(r#"{{"level":"error","message":"{said}","code":null,"spans":[]}}"#);
            assert!(failure(&unlinked).is_about_libraries(), "{said}");
        }
    }

    #[test]
    fn the_kind_of_mistake_is_told_by_the_compilers_code() {
        let cause = |code: &str, message: &str, file: &str| {
            let text = TYPES
                .replace("E0308", code)
                .replace("mismatched types", message)
                .replace("src/lib.rs", file);
            failure(&text).cause()
        };
        let own = "src/lib.rs";
        assert_eq!(cause("E0308", "mismatched types", own), None);
        assert_eq!(cause("E0597", "no", own), Some(Cause::BuildBorrow));
        let sent = "`Rc<u64>` cannot be sent between threads safely";
        assert_eq!(cause("E0277", sent, own), Some(Cause::BuildSend));
        assert_eq!(
            cause("E0277", sent, "tests/checks.rs"),
            Some(Cause::BuildSend)
        );
        assert_eq!(cause("E0277", "no bound", own), None);
        assert_eq!(
            cause("let_underscore_lock", "no", own),
            Some(Cause::BuildLint)
        );
        assert_eq!(
            cause("E0308", "no", "tests/checks.rs"),
            Some(Cause::BuildChecks)
        );
    }

    #[test]
    fn a_flood_of_errors_is_counted_and_not_shown() {
        let shown = failure(&[TYPES; 8].join("\n")).shown();
        assert!(shown.ends_with("... and 3 more errors"), "{shown}");
        assert_eq!(shown.matches("E0308").count(), SHOWN);
    }
}
