//! How much a process and all that it has started use.

use std::fs;

/// What is used at one moment.
#[derive(Debug)]
pub(super) struct Used {
    /// Bytes, with what the tables of pages can take: they are no process's memory, and a byte of each 2 MiB that is read
    /// makes one.
    pub memory: u64,
    /// Open files, sockets and ends of pipes. What lies in their buffers is no process's memory either.
    pub descriptors: u64,
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
        let (mut pages, mut tasks, mut descriptors) = (0, 0, 0);
        let mut at = 0;
        while let Some(process) = processes.get(at).filter(|_| at < LOOKS) {
            let process = *process;
            pages += resident(process);
            descriptors += open(process);
            tasks += children(process, &mut processes);
            at += 1;
        }
        Used {
            memory: pages * self.page,
            descriptors,
            tasks,
        }
    }
}

/// How many descriptors a process has open; none before Linux 6.2, which does not say.
fn open(process: i32) -> u64 {
    fs::metadata(format!("/proc/{process}/fd")).map_or(0, |folder| folder.len())
}

/// Pages that are not merely parts of files, with those of the tables that its addresses can have.
fn resident(process: i32) -> u64 {
    /// Pages that one page of a table is about.
    const OF_A_TABLE: u64 = 512;
    let counts = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    let mut counts = counts.split(' ').flat_map(str::parse::<u64>);
    let mut next = || counts.next().unwrap_or(0);
    let (addresses, all, shared) = (next(), next(), next());
    all.saturating_sub(shared) + addresses / OF_A_TABLE
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
