//! The child processes that this process has at the moment, as the system tells them.

use std::fs;
use std::process::{self, Command, Stdio};

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

/// The children of this process; `None` where the system does not tell (there are no zombies on Windows, and a sandbox
/// may hide the processes).
pub fn children() -> Option<Vec<ChildProcess>> {
    in_proc().or_else(by_ps)
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
            std::thread::yield_now();
        }
        cat.wait().unwrap();
        assert_eq!(found(pid, children()), None);
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
