//! A line of little columns that shows how a number has grown.

/// From nothing to all.
const COLUMNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A column for each of `values`, of which each is at most `most`; of more than `width` values as many as fit, evenly
/// spread, with the first and the last among them.
pub fn spark(values: &[u32], most: u32, width: usize) -> String {
    let (shown, count) = (values.len().min(width), values.len());
    let value = |at: usize| match shown {
        0 | 1 => values[count - 1],
        _ => values[at * (count - 1) / (shown - 1)],
    };
    let column = |value: u32| {
        let top = COLUMNS.len() - 1;
        let height = (value.min(most) as usize * top).div_ceil(most.max(1) as usize);
        COLUMNS[height]
    };
    (0..shown).map(|at| column(value(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_the_lowest_all_is_the_highest_and_little_is_seen() {
        assert_eq!(spark(&[0, 1, 25, 49, 50], 50, 80), "▁▂▅██");
        assert_eq!(spark(&[], 50, 80), "");
        assert_eq!(spark(&[0], 0, 80), "▁");
    }

    #[test]
    fn of_many_values_the_first_and_the_last_are_shown() {
        let values: Vec<u32> = (0..=200).collect();
        let shown = spark(&values, 200, 10);
        assert_eq!(shown.chars().count(), 10);
        assert!(shown.starts_with('▁') && shown.ends_with('█'), "{shown}");
        assert_eq!(spark(&[0, 7], 7, 1), "█");
    }
}
