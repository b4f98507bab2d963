//! What a confined program may do, as data.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::layers::Layers;

/// What a program may do. What is not named is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Files and folders that it may read, and run programs from. Those that are not there are left out. The program
    /// itself is one of them without being named.
    pub readable: Vec<PathBuf>,
    /// Parts of the working directory that it may read.
    pub readable_here: Vec<PathBuf>,
    /// It may write in the working directory. If not, and if it may start processes, it is given an empty one, which goes
    /// with it.
    pub writes_here: bool,
    /// It may start processes, and speak to them.
    pub processes: bool,
    /// It may open servers on loopback, and ask them.
    pub loopback: bool,
    /// It may read links in `/proc`, but no file: linkers ask where they are themselves.
    pub proc_links: bool,
    /// An empty folder, in whose place the program's root is put together, if there are namespaces.
    pub empty: PathBuf,
    /// How much it may use.
    pub limits: Limits,
    /// The layers that confine it.
    pub layers: Layers,
}

impl Profile {
    /// Whether it can have sockets at all. What starts a compiler is no stranger, and needs none.
    pub fn sockets(&self) -> bool {
        self.loopback || (self.processes && !self.writes_here)
    }
}

/// How much a program may use. Sizes are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Memory of all its processes together, as it is really used.
    pub memory: u64,
    /// Addresses of each process, used or not: what bounds a program between two looks at its memory.
    pub addresses: u64,
    /// Length of a file, and of all its temporary files together.
    pub file: u64,
    /// Temporary files.
    pub files: u64,
    /// Processes and threads.
    pub tasks: u64,
    /// Open files of each process.
    pub descriptors: u64,
    /// Processor time of each process, in seconds. The clock ends it long before, unless it is started and forgotten.
    pub processor_seconds: u64,
}

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

impl Limits {
    /// Of one compiler.
    pub const COMPILER: Self = Self {
        memory: 2 * GIB,
        addresses: 8 * GIB,
        file: 256 * MIB,
        files: 0,
        tasks: 256,
        descriptors: 1024,
        processor_seconds: 120,
    };

    /// Of one check in a model. A thread in a model has a stack of 8 MiB, of which it uses little, and there may be
    /// thousands: so there are many more addresses than memory.
    pub const MODELLED: Self = Self {
        memory: GIB,
        addresses: 256 * GIB,
        file: MIB,
        files: 0,
        tasks: 64,
        descriptors: 256,
        processor_seconds: 300,
    };

    /// Of one check that runs real threads and processes.
    pub const REAL: Self = Self {
        memory: GIB,
        addresses: 16 * GIB,
        file: 64 * MIB,
        files: 4096,
        tasks: 512,
        descriptors: 1024,
        processor_seconds: 300,
    };
}
