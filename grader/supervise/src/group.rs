//! A child and all that it starts: a process group that is ended as a whole.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::Receiver;

/// A spawned child, the leader of a process group of its own. Dropped, it is ended.
pub(crate) struct Group {
    child: Child,
    /// Disconnected once the watcher has seen the child's end.
    watcher: Option<Receiver<()>>,
    ended: bool,
}

#[cfg(unix)]
impl Group {
    /// Spawns the command as the leader of a new group.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        use std::os::unix::process::CommandExt;
        let child = command.process_group(0).spawn()?;
        Ok(Self {
            child,
            watcher: None,
            ended: false,
        })
    }

    /// Calls `exited` from another thread once the child has ended.
    ///
    /// The child stays a zombie meanwhile: its pid, which is the group's, cannot pass to a stranger
    /// before the group has been ended.
    pub(crate) fn watch(&mut self, exited: impl FnOnce() + Send + 'static) -> io::Result<()> {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let pid = Pid::from_child(&self.child);
        let (watching, watcher) = std::sync::mpsc::channel();
        let wait = move || {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while waitid(WaitId::Pid(pid), options).err() == Some(rustix::io::Errno::INTR) {}
            // Before the call, which may block until somebody listens: whoever ends the group need not.
            drop(watching);
            exited();
        };
        let thread = std::thread::Builder::new().name("waits for a check".to_owned());
        thread.spawn(wait)?;
        self.watcher = Some(watcher);
        Ok(())
    }

    fn kill(&mut self) {
        use rustix::process::{Pid, Signal, kill_process_group};
        // Fails only if all of them have ended by themselves.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        // The child itself once more, should it have changed its group.
        let _ = self.child.kill();
    }
}

#[cfg(not(unix))]
impl Group {
    /// Spawns the command. Groups are a matter of Unix; elsewhere only the child itself is ended.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        Ok(Self {
            child: command.spawn()?,
            watcher: None,
            ended: false,
        })
    }

    /// Does nothing here: that the child has ended is seen by the end of its pipes.
    pub(crate) fn watch(&mut self, _exited: impl FnOnce() + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    fn kill(&mut self) {
        // Fails only if it has ended by itself.
        let _ = self.child.kill();
    }
}

impl Group {
    /// The child, to take its pipes from and to greet.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Ends every process of the group and takes the child's status.
    pub(crate) fn end(&mut self) -> io::Result<ExitStatus> {
        if !self.ended {
            self.kill();
            if let Some(watcher) = self.watcher.take() {
                // Nothing is ever sent: this returns when the watcher has let go of the pid.
                let _ = watcher.recv();
            }
            self.ended = true;
        }
        self.child.wait()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.end();
    }
}
