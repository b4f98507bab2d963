//! Text for wider terminals and in colour.

use std::model::Style;

use crate::programs::{self, fits, searched, timeline};

/// Escape codes made visible.
fn visible(text: &str) -> String {
    text.replace('\u{1b}', "^")
}

#[test]
fn a_wide_terminal_has_room_for_everything() {
    let failure = searched(programs::philosophers);
    let text = failure.text(Style::new().width(140));
    fits(&text, 140);
    assert!(!text.contains('\u{2026}'), "nothing is cut off: {text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_wide_timeline() {
    let timeline = timeline(programs::lock_held_asleep);
    let text = timeline.too_slow().text(Style::new().width(120));
    fits(&text, 120);
    insta::assert_snapshot!(text);
}

#[test]
fn every_width_is_kept_to() {
    let failure = searched(programs::lost_update);
    let timeline = timeline(programs::lock_held_asleep);
    let crowd = searched(programs::philosophers);
    for width in [60, 76, 80, 100, 120, 200] {
        let style = Style::new().width(width);
        fits(&failure.text(style), width);
        fits(&crowd.text(style), width);
        fits(&timeline.too_slow().text(style), width);
    }
}

#[test]
fn colours_are_used_only_if_they_are_asked_for() {
    let failure = searched(programs::lost_update);
    let timeline = timeline(programs::lock_held_asleep);
    let told = |style| {
        format!(
            "{}\n{}",
            failure.text(style),
            timeline.too_slow().text(style)
        )
    };
    let (plain, coloured) = (told(Style::new()), told(Style::new().colour(true)));
    assert!(!plain.contains('\u{1b}'));
    // The same letters at the same places, with and without.
    assert_eq!(without_codes(&coloured), plain);
    insta::assert_snapshot!(visible(&coloured));
}

/// The text without escape codes, which all end in `m`.
fn without_codes(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let (_, rest) = piece.split_once('m').expect("a code ends in m");
        text + rest
    })
}
