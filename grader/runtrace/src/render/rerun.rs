//! How a failing run is run again: the call to paste into a test.

/// The call that runs the schedule, to be pasted into a test: in one line if it fits.
pub fn call(schedule: &str) -> String {
    const FIRST_LINE: usize = 40;
    const LINE: usize = 72;
    const MOST_LINES: usize = 8;
    if schedule.len() > MOST_LINES * LINE {
        return "model::replay(f, &failure.schedule)".to_owned();
    }
    // In a literal, a backslash at the end of a line leaves out the break and the white space after
    // it.
    let mut literal = String::new();
    let mut room = FIRST_LINE;
    for part in schedule.split_inclusive(',') {
        if part.len() > room {
            literal.push_str("\\\n    ");
            room = LINE;
        }
        literal.push_str(part);
        room = room.saturating_sub(part.len());
    }
    format!("model::replay(f, \"{literal}\")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_schedule_is_shown_in_one_line() {
        assert_eq!(
            call("1.order.0x5,1x3,0x5"),
            "model::replay(f, \"1.order.0x5,1x3,0x5\")"
        );
    }

    #[test]
    fn a_longer_one_is_broken_into_lines_that_are_still_one_literal() {
        let schedule = format!("1.order.{}", ["0x5,1x3"; 30].join(","));
        let shown = format!("Run it again: {}", call(&schedule));
        assert!(
            shown.lines().all(|line| line.chars().count() <= 80),
            "{shown}"
        );
        assert!(shown.lines().count() > 3);
        let (_, literal) = shown.split_once('"').unwrap();
        let (literal, _) = literal.split_once('"').unwrap();
        assert_eq!(literal.replace("\\\n    ", ""), schedule);
    }

    #[test]
    fn what_would_fill_the_screen_is_named() {
        let schedule = format!("1.order.{}", ["0,1"; 1_000].join(","));
        assert_eq!(call(&schedule), "model::replay(f, &failure.schedule)");
    }
}
