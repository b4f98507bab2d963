//! How much memory a process and all that it has started use.

use std::fs;

/// Looks at the memory of a process and of its descendants.
#[derive(Debug)]
pub(super) struct Watch {
    process: i32,
    page: u64,
}

/// Processes that are looked at in one look. There may not be so many.
const LOOKS: usize = 2_000;

impl Watch {
    /// Will look at that one.
    pub(super) fn over(process: i32) -> Self {
        Self {
            process,
            // Linux shows it to programs of every processor that this is for.
            page: page(),
        }
    }

    /// Bytes that they use at this moment. Memory that two share counts twice; a process of ours shares little.
    pub(super) fn memory(&self) -> u64 {
        let mut processes = vec![self.process];
        let mut pages = 0;
        let mut at = 0;
        while let Some(process) = processes.get(at).filter(|_| at < LOOKS) {
            pages += resident(*process);
            let started = children(*process);
            processes.extend(started);
            at += 1;
        }
        pages * self.page
    }
}

/// Pages that are not merely parts of files.
fn resident(process: i32) -> u64 {
    let counts = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    let mut counts = counts.split(' ').skip(1).flat_map(str::parse::<u64>);
    let (all, shared) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
    all.saturating_sub(shared)
}

fn children(process: i32) -> Vec<i32> {
    let mut found = Vec::new();
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    for thread in threads.into_iter().flatten().flatten() {
        let list = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        found.extend(list.split_whitespace().flat_map(str::parse::<i32>));
    }
    found
}

fn page() -> u64 {
    super::sys::page_bytes()
}
