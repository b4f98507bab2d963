//! The person's own editor: which it is, how it is told the line, and whether it needs the terminal for itself.

use std::env;
use std::path::Path;
use std::process::Command;

/// Editors with a window of their own.
const WITH_A_WINDOW: [&str; 24] = [
    "code",
    "code-insiders",
    "codium",
    "vscodium",
    "cursor",
    "windsurf",
    "positron",
    "zed",
    "zeditor",
    "subl",
    "sublime_text",
    "gvim",
    "gedit",
    "gnome-text-editor",
    "kate",
    "kwrite",
    "mate",
    "lapce",
    "idea",
    "rustrover",
    "clion",
    "fleet",
    "notepad++",
    "notepad",
];

/// An editor, ready to be started.
#[derive(Debug)]
pub struct Editor {
    /// It with its arguments.
    pub command: Command,
    /// Its name, for messages.
    pub name: String,
    /// Whether it draws on the terminal, which it needs for itself then.
    pub needs_terminal: bool,
}

/// There is no editor to start. Says what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEditor {
    /// Neither variable is set.
    #[error(
        "no editor is set: set VISUAL or EDITOR, as in `export VISUAL=\"code --wait\"`; the file is {0}"
    )]
    Unset(String),
    /// The variable cannot be taken apart.
    #[error("${variable} is `{value}`, which is no command: correct its quotes")]
    Quotes {
        /// Which.
        variable: &'static str,
        /// Its value.
        value: String,
    },
}

/// The editor that `$VISUAL` or else `$EDITOR` names, at a line of `file`; `shown` is how people call that file.
///
/// # Errors
/// See [`NoEditor`].
pub fn editor(file: &Path, shown: &str, line: Option<u32>) -> Result<Editor, NoEditor> {
    let set = ["VISUAL", "EDITOR"].into_iter().find_map(|variable| {
        let value = env::var_os(variable)?.to_string_lossy().into_owned();
        (!value.trim().is_empty()).then_some((variable, value))
    });
    let Some((variable, value)) = set else {
        return Err(NoEditor::Unset(shown.to_owned()));
    };
    match shell_words::split(&value) {
        Ok(words) if !words.is_empty() => Ok(of_words(&words, file, line)),
        _ => Err(NoEditor::Quotes { variable, value }),
    }
}

fn of_words(words: &[String], file: &Path, line: Option<u32>) -> Editor {
    let name = name_of(&words[0]);
    let has_window = WITH_A_WINDOW.contains(&name.as_str())
        // Emacs draws in a window unless it is told not to.
        || (name.starts_with("emacsclient") && words.iter().any(|word| word == "-c" || word == "-n"));
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command.args(arguments(&name, &file.to_string_lossy(), line));
    Editor {
        command,
        name,
        needs_terminal: !has_window,
    }
}

/// The program's name without its folder and without `.exe`.
fn name_of(program: &str) -> String {
    let name = Path::new(program).file_name();
    let name = name.map_or(program.into(), |name| name.to_string_lossy());
    name.strip_suffix(".exe").unwrap_or(&name).to_lowercase()
}

/// The arguments with which that editor opens a file at a line; only the file where nobody knows.
fn arguments(name: &str, file: &str, line: Option<u32>) -> Vec<String> {
    let Some(line) = line else {
        return vec![file.to_owned()];
    };
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match name {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" | "positron" => {
            owned(&["-g", &format!("{file}:{line}")])
        }
        "hx" | "helix" | "zed" | "zeditor" | "subl" | "sublime_text" | "lapce" => {
            owned(&[&format!("{file}:{line}")])
        }
        "vi" | "vim" | "nvim" | "gvim" | "nano" | "pico" | "micro" | "emacs" | "emacsclient"
        | "kak" | "joe" | "jed" | "mg" | "ne" | "mcedit" | "gedit" | "gnome-text-editor" => {
            owned(&[&format!("+{line}"), file])
        }
        "idea" | "rustrover" | "clion" | "kate" | "kwrite" => {
            owned(&["--line", &line.to_string(), file])
        }
        "mate" => owned(&["-l", &line.to_string(), file]),
        "notepad++" => owned(&[&format!("-n{line}"), file]),
        _ => owned(&[file]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(value: &str, line: Option<u32>) -> (String, bool) {
        let words = shell_words::split(value).unwrap();
        let editor = of_words(&words, Path::new("/c/lib.rs"), line);
        let program = editor.command.get_program();
        let words: Vec<_> = [program]
            .into_iter()
            .chain(editor.command.get_args())
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        (words.join(" "), editor.needs_terminal)
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (value, said, needs_terminal) in [
            ("vim", "vim +7 /c/lib.rs", true),
            ("/usr/bin/nvim -p", "/usr/bin/nvim -p +7 /c/lib.rs", true),
            ("hx", "hx /c/lib.rs:7", true),
            ("nano", "nano +7 /c/lib.rs", true),
            ("code --wait", "code --wait -g /c/lib.rs:7", false),
            ("emacsclient -n", "emacsclient -n +7 /c/lib.rs", false),
            ("emacs -nw", "emacs -nw +7 /c/lib.rs", true),
            ("rustrover", "rustrover --line 7 /c/lib.rs", false),
            ("'/my tools/ed'", "/my tools/ed /c/lib.rs", true),
        ] {
            assert_eq!(started(value, Some(7)), (said.to_owned(), needs_terminal));
        }
        assert_eq!(started("vim", None).0, "vim /c/lib.rs");
    }
}
