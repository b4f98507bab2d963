//! A file system that gives blocks to files.

use super::super::library::sync::Mutex;
use super::super::library::sync::atomic::{AtomicBool, Ordering::SeqCst};
use super::side_by_side;

const BLOCKS: usize = 4;

/// Each of two threads looks for a free block for its file, one of them from the first on; only the last two are free. The
/// flaw: a block is looked at without its lock.
pub fn fsbench(is_right: bool) {
    let files = [None, None].map(Mutex::new);
    let busy = [true, true, false, false].map(AtomicBool::new);
    let locks = [(); BLOCKS].map(Mutex::new);
    let create = |file: usize| {
        let mut place = files[file].lock().unwrap();
        for block in file * 2..BLOCKS {
            let _lock = is_right.then(|| locks[block].lock().unwrap());
            if !busy[block].load(SeqCst) {
                let _lock = (!is_right).then(|| locks[block].lock().unwrap());
                busy[block].store(true, SeqCst);
                *place = Some(block);
                return;
            }
        }
    };
    side_by_side(&[&|| create(0), &|| create(1)]);
    let given = [0, 1].map(|file: usize| *files[file].lock().unwrap());
    assert_ne!(given[0], given[1], "two files share a block");
}
