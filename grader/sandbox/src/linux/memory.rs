//! How much a process and all that it has started use.

use std::fs;

/// What is used at one moment.
#[derive(Debug)]
pub(super) struct Used {
    /// Bytes.
    pub memory: u64,
    /// Processes and threads, with the init.
    pub tasks: u64,
}

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
            page: super::sys::page_bytes(),
        }
    }

    /// What they use at this moment. Memory that two share counts twice; a process of ours shares little.
    pub(super) fn look(&self) -> Used {
        let mut processes = vec![self.process];
        let (mut pages, mut tasks) = (0, 0);
        let mut at = 0;
        while let Some(process) = processes.get(at).filter(|_| at < LOOKS) {
            let process = *process;
            pages += resident(process);
            tasks += children(process, &mut processes);
            at += 1;
        }
        Used {
            memory: pages * self.page,
            tasks,
        }
    }
}

/// Pages that are not merely parts of files.
fn resident(process: i32) -> u64 {
    let counts = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    let mut counts = counts.split(' ').skip(1).flat_map(str::parse::<u64>);
    let (all, shared) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
    all.saturating_sub(shared)
}

/// Adds the children of a process to those that are known, and returns how many threads it has.
fn children(process: i32, known: &mut Vec<i32>) -> u64 {
    let mut tasks = 0;
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    for thread in threads.into_iter().flatten().flatten() {
        tasks += 1;
        let list = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        known.extend(list.split_whitespace().flat_map(str::parse::<i32>));
    }
    tasks
}
