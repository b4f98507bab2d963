//! The child processes that this process has at the moment, as the system tells them.

use std::fs;
use std::process::{self, Command, Stdio};
#[cfg(target_os = "linux")]
use std::thread;

use course::Verdict;

use crate::ending::fail;

/// A child process that has not been waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildProcess {
    /// Its number.
    pub pid: u32,
    /// It has ended, and nobody has asked how.
    pub zombie: bool,
}

/// The children of this process; `None` where the system does not tell: there are no zombies on Windows.
pub fn children() -> Option<Vec<ChildProcess>> {
    in_proc().or_else(by_asking).or_else(by_ps)
}

/// Demands that this process has no child, be it at work or a zombie; else the check ends as `wrong`. `which` says of which
/// workers `call` should have waited for all: ``call = "`map`"``, `which = "that left when their input ended"`.
pub fn require_no_child(call: &str, which: &str) {
    let Some(children) = children() else { return };
    let zombies = children.iter().filter(|child| child.zombie).count();
    let running = children.len() - zombies;
    if !children.is_empty() {
        fail(
            Verdict::Wrong,
            format!(
                "{call} has not waited for all the workers, {which}: {zombies} are zombies, {running} still run"
            ),
        );
    }
}

/// As Linux tells it, without a program that might not be installed.
fn in_proc() -> Option<Vec<ChildProcess>> {
    // Elsewhere there may be a `/proc` of another kind, or an empty one.
    fs::read_to_string("/proc/self/stat").ok()?;
    let entries = fs::read_dir("/proc").ok()?.flatten();
    let stats = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    Some(stats.filter_map(|stat| child_in(&stat)).collect())
}

/// From `4711 (its name) S 4710 ...`, if that is a child. The name may hold anything, a parenthesis too.
fn child_in(stat: &str) -> Option<ChildProcess> {
    let (pid, _) = stat.split_once(' ')?;
    let (_, after_name) = stat.rsplit_once(") ")?;
    let mut fields = after_name.split(' ');
    child(pid, fields.nth(1)?, after_name)
}

/// As Linux tells it where there is no `/proc`, as in a sandbox: each process that can be one is asked after.
#[cfg(target_os = "linux")]
fn by_asking() -> Option<Vec<ChildProcess>> {
    /// The highest number that a process can have.
    const HIGHEST: u32 = 1 << 22;
    // Numbers are given in order, and from the lowest again after the highest.
    let thread = thread::spawn(rustix::thread::gettid).join().ok()?;
    let newest = u32::try_from(thread.as_raw_nonzero().get()).ok()?;
    let own = process::id();
    let numbers = match newest > own {
        true => own + 1..newest,
        false => 1..HIGHEST,
    };
    Some(numbers.filter_map(asked_after).collect())
}

/// The child of that number, left as it is. Of a stranger the system says that it is no child.
#[cfg(target_os = "linux")]
fn asked_after(pid: u32) -> Option<ChildProcess> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let process = Pid::from_raw(i32::try_from(pid).ok()?)?;
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let ended = waitid(WaitId::Pid(process), options).ok()?;
    Some(ChildProcess {
        pid,
        zombie: ended.is_some(),
    })
}

/// Elsewhere a program tells.
#[cfg(not(target_os = "linux"))]
fn by_asking() -> Option<Vec<ChildProcess>> {
    None
}

/// As the other Unix systems tell it.
fn by_ps() -> Option<Vec<ChildProcess>> {
    let mut ps = Command::new("ps");
    ps.args(["-A", "-o", "pid=", "-o", "ppid=", "-o", "stat="]);
    ps.stdout(Stdio::piped()).stderr(Stdio::null());
    let ps = ps.spawn().ok()?;
    // It lists itself, and it is a child of ours as well.
    let itself = ps.id();
    let table = ps.wait_with_output().ok()?;
    let table = table.status.success().then_some(table.stdout)?;
    let rows = String::from_utf8_lossy(&table);
    let found = rows.lines().filter_map(|row| {
        let mut fields = row.split_whitespace();
        child(fields.next()?, fields.next()?, fields.next()?)
    });
    Some(found.filter(|child| child.pid != itself).collect())
}

fn child(pid: &str, parent: &str, state: &str) -> Option<ChildProcess> {
    let ours = parent.parse() == Ok(process::id());
    ours.then_some(ChildProcess {
        pid: pid.parse().ok()?,
        zombie: state.starts_with('Z'),
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// This process has other children too, of tests beside this one.
    fn found(pid: u32, children: Option<Vec<ChildProcess>>) -> Option<ChildProcess> {
        let children = children.expect("the system tells its processes");
        children.into_iter().find(|child| child.pid == pid)
    }

    #[test]
    fn a_child_is_there_until_it_has_been_waited_for() {
        let mut cat = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let pid = cat.id();
        let running = Some(ChildProcess { pid, zombie: false });
        assert_eq!(found(pid, children()), running);

        drop(cat.stdin.take());
        let zombie = Some(ChildProcess { pid, zombie: true });
        while found(pid, children()) != zombie {
            thread::yield_now();
        }
        cat.wait().unwrap();
        assert_eq!(found(pid, children()), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn without_a_list_of_processes_children_are_found_by_asking() {
        let mut cat = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let pid = cat.id();
        let running = Some(ChildProcess { pid, zombie: false });
        assert_eq!(found(pid, by_asking()), running);
        drop(cat.stdin.take());
        let zombie = Some(ChildProcess { pid, zombie: true });
        while found(pid, by_asking()) != zombie {
            thread::yield_now();
        }
        cat.wait().unwrap();
        assert_eq!(found(pid, by_asking()), None);
        assert_eq!(asked_after(1), None, "a stranger");
    }

    #[test]
    fn names_may_hold_anything() {
        let own = process::id();
        let line = format!("4711 (a) b (c) Z {own} 1 1 0");
        let zombie = ChildProcess {
            pid: 4711,
            zombie: true,
        };
        assert_eq!(child_in(&line), Some(zombie));
        assert_eq!(child_in("4711 (a) S 1 1 1 0"), None, "another's child");
    }
}
