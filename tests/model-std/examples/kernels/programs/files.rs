//! A file system that gives blocks to files.

use super::super::library::sync::Mutex;
use super::super::library::sync::atomic::{AtomicBool, Ordering::SeqCst};
use super::side_by_side;

const BLOCKS: usize = 4;

/// Each of four threads looks for a free block for its file; the search for two of them begins at the same block. The flaw:
/// a block is looked at without its lock.
pub fn fsbench(is_right: bool) {
    let files = [None; BLOCKS].map(Mutex::new);
    let busy = [false; BLOCKS].map(AtomicBool::new);
    let locks = [(); BLOCKS].map(Mutex::new);
    let create = |file: usize| {
        let mut place = files[file].lock().unwrap();
        for step in 0..BLOCKS {
            let block = (file * 2 + step) % BLOCKS;
            let _lock = is_right.then(|| locks[block].lock().unwrap());
            if !busy[block].load(SeqCst) {
                let _lock = (!is_right).then(|| locks[block].lock().unwrap());
                busy[block].store(true, SeqCst);
                *place = Some(block);
                return;
            }
        }
    };
    side_by_side(&[&|| create(0), &|| create(1), &|| create(2), &|| create(3)]);
    let mut given: Vec<_> = files.iter().map(|file| *file.lock().unwrap()).collect();
    given.sort_unstable();
    given.dedup();
    assert_eq!(given.len(), BLOCKS, "two files share a block");
}
