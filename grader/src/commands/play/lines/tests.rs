//! Commands; whole sessions are tests of the whole, because they need a program.

use super::*;

#[test]
fn a_line_is_a_number_a_letter_or_a_word() {
    for (line, input) in [
        (" 2 ", Input::Pick(1)),
        ("", Input::Go),
        ("b", Input::Back),
        ("show", Input::Show),
        ("run 3", Input::ChooseRun(2)),
        ("q", Input::Quit),
    ] {
        assert_eq!(command(line), Ok(input), "{line}");
    }
}

#[test]
fn what_is_no_command_is_quoted_with_what_would_be_one() {
    for line in ["x", "0", "-1", "run", "run 0", "1 2"] {
        let why = command(line).unwrap_err();
        assert!(
            why.contains(&format!("`{line}`")) && why.contains('?'),
            "{why}"
        );
    }
}
