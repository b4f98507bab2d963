//! What the compiler said, as data: which errors there are, where, and how they are shown.

use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use course::text::plain;
use course::{Cause, CompilerError, CompilerErrors, Evidence};
use runtrace::Site;
use serde::Deserialize;

use super::rendered::{self, shortened};

/// Errors that are shown in full; the first ones usually cause the rest.
const SHOWN: usize = 5;

/// Lines of all errors together that fit on a screen. The first error is shown whatever its length.
const SCREEN: usize = 32;

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
#[derive(Debug, Default)]
pub struct Failure {
    /// The errors in the order of the compiler; empty if it crashed or was stopped.
    pub errors: Vec<Diagnostic>,
    /// One line: the first error, or why there is none.
    pub message: String,
    /// It was stopped for the memory or the space that it took.
    pub is_too_much: bool,
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
    /// The lines that it points into, as they stand in the file.
    #[serde(default)]
    text: Vec<Line>,
}

/// One of them.
#[derive(Debug, Deserialize)]
struct Line {
    text: String,
    /// The column behind the last one that is pointed at, counted from 1, in characters.
    highlight_end: usize,
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
            error.rendered = rendered.map(|text| rendered::fit(&plain(&shortened(&text, sysroot))));
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
        Self {
            errors,
            message,
            ..Self::default()
        }
    }

    /// True if the only complaint is that the code is `unsafe`, or says that it may be.
    pub fn is_unsafe_code(&self) -> bool {
        self.errors.iter().any(Diagnostic::is_unsafe_code)
    }

    /// True if the compiler cannot use our libraries, whatever the code says, or has no linker that can make a program of
    /// them. The second can also be of a file's making: see [`is_about_linking`](Self::is_about_linking).
    pub fn is_about_libraries(&self) -> bool {
        let is_unusable = |error: &Diagnostic| LIBRARIES.iter().any(|code| error.has_code(code));
        self.errors.iter().any(is_unusable) || self.is_about_linking()
    }

    /// True if all is compiled and no program could be made of it. Code chooses the text of errors about it, so that the
    /// text alone proves nothing; errors of linking have no code and no place.
    pub fn is_about_linking(&self) -> bool {
        self.errors.iter().any(|error| {
            let is_about_code = error.code.is_some() || !error.spans.is_empty();
            !is_about_code && LINKING.iter().any(|beginning| error.says(beginning))
        })
    }

    /// True if the compiler itself failed, or something around it: no error says where in the code. What it has kept from
    /// an earlier run could be broken.
    pub fn need_not_be_of_the_code(&self) -> bool {
        let has_no_place = |error: &Diagnostic| error.code.is_none() && error.spans.is_empty();
        self.errors.is_empty()
            || (self.errors.iter()).any(|error| error.is_a_crash() || has_no_place(error))
    }

    /// What kind of mistake the first error is about, the others being mostly its consequences.
    pub fn cause(&self) -> Option<Cause> {
        self.errors.first()?.cause()
    }

    /// The first errors, for an outcome: as many as fit on a screen, and one at least.
    pub fn evidence(&self) -> Evidence {
        let mut lines = 0;
        let shown = self.errors.iter().take(SHOWN).take_while(|error| {
            let is_first = lines == 0;
            let text = error.rendered.as_deref().unwrap_or_default();
            lines += text.trim_end().lines().count() + 1;
            is_first || lines <= SCREEN
        });
        let errors: Vec<_> = shown.map(Diagnostic::error).collect();
        Evidence::CompilerErrors(CompilerErrors {
            more: self.errors.len() - errors.len(),
            errors,
        })
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

    /// It as part of an outcome.
    fn error(&self) -> CompilerError {
        CompilerError {
            code: self.code.as_ref().map(|code| code.code.clone()),
            message: self.message.clone(),
            place: self.place().map(|span| Site {
                file: span.file_name.clone(),
                line: u32::try_from(span.line_start).unwrap_or(u32::MAX),
            }),
            rendered: self.rendered.clone().unwrap_or_default(),
        }
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

    /// True if it is the compiler that has broken down.
    pub fn is_a_crash(&self) -> bool {
        self.level.starts_with("error: internal compiler error")
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

    /// The name and the signature that `checks::signatures!` demands, if that is what is not met.
    pub fn signature(&self) -> Option<(String, String)> {
        let place = self.spans.iter().find(|span| span.is_primary)?;
        if !self.is_in(Path::new("tests/checks.rs")) {
            return None;
        }
        let line = place.text.last()?;
        let before: String = line
            .text
            .chars()
            .take(line.highlight_end.max(1) - 1)
            .collect();
        let start = before.rfind("fn ")?;
        let (signature, _) = line.text[start..].split_once(';')?;
        let (name, _) = signature.strip_prefix("fn ")?.split_once('(')?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        // Any other function of the checks has a body.
        let is_signature = is_name && !name.is_empty() && !signature.contains('{');
        is_signature.then(|| (name.to_owned(), signature.to_owned()))
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

#[cfg(test)]
mod tests {
    use runtrace::Style;

    use super::super::rendered::without_commits;
    use super::*;

    fn failure(messages: &str) -> Failure {
        Failure {
            errors: errors(messages),
            ..Failure::default()
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
        assert_eq!(
            failure.evidence().text(Style::new()),
            "error[E0308]: mismatched types"
        );
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
            let own = TYPES.replace("mismatched types", said);
            assert!(
                !failure(&own).is_about_libraries(),
                "a trait may say {said}"
            );
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
        let shown = failure(&[TYPES; 8].join("\n"))
            .evidence()
            .text(Style::new());
        assert!(shown.ends_with("... and 3 more errors"), "{shown}");
        assert_eq!(shown.matches("E0308").count(), SHOWN);
    }

    #[test]
    fn errors_fit_on_a_screen_but_the_first_is_shown_whole() {
        let long = |lines: usize| {
            TYPES.replace(
                "error[E0308]",
                &format!("error[E0308]{}", "\\n|".repeat(lines)),
            )
        };
        let of = |lines: [usize; 3]| {
            failure(&lines.map(long).join("\n"))
                .evidence()
                .text(Style::new())
        };
        let shown = of([50, 1, 1]);
        assert!(
            shown.lines().count() > 50 && shown.ends_with("... and 2 more errors"),
            "{shown}"
        );
        let shown = of([10, 10, 30]);
        assert!(shown.lines().count() <= SCREEN + 1, "{shown}");
        assert!(shown.ends_with("... and 1 more error"), "{shown}");
    }

    #[test]
    fn a_signature_that_is_demanded_is_told_from_other_lines_of_the_checks() {
        let signature = |file: &str, line: &str, pointed_at: &str| {
            let text = serde_json::json!({
                "text": line,
                "highlight_end": line.find(pointed_at).unwrap() + pointed_at.len() + 1,
            });
            let message = serde_json::json!({
                "level": "error",
                "message": "mismatched types",
                "spans": [{
                    "file_name": file, "line_start": 9, "is_primary": true, "text": [text]
                }],
            });
            let error: Diagnostic = serde_json::from_value(message).unwrap();
            error.signature()
        };
        let checks = "exercises/ex03_race_conditions/tests/checks.rs";
        let line = "    impl List { fn default() -> List; fn add(&self, n: u64) -> bool; }";
        let found = |name: &str, signature: &str| Some((name.to_owned(), signature.to_owned()));
        assert_eq!(
            signature(checks, line, "add"),
            found("add", "fn add(&self, n: u64) -> bool")
        );
        assert_eq!(
            signature(checks, line, "default"),
            found("default", "fn default() -> List")
        );
        assert_eq!(signature("src/lib.rs", line, "add"), None);
        for other in ["fn f() { add(5); }", "let f: fn(u64) = add;", "add(5);"] {
            assert_eq!(signature(checks, other, "add"), None, "{other}");
        }
    }
}
