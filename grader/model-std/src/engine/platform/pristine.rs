//! What the program's statics held before `main`: tells a value that the compiler made from one that was put there while
//! the program ran.
//!
//! A lock in a static of its own was made by the compiler, and its first bytes may be put back after each execution. A
//! lock inside a *real* `OnceLock` (of a dependency that is not compiled on the model) lies in the program's image just
//! as well, but it was made at run time: its bytes may own memory, and putting them back would free it twice.
//!
//! On ELF systems the writable parts of the image are copied before `main`, so the answer is exact. Elsewhere, and for
//! libraries that were loaded later, a value counts as made at run time if it owns something and a word in it could be
//! a pointer to the heap.

use super::bytes;
use super::statics::in_image;

/// Whether the value, which has not been used in this execution, lies in a static and is as the compiler made it.
pub fn is_compiled<T: ?Sized>(value: *const T) -> bool {
    // SAFETY: callers have the value in a cell of theirs.
    let len = size_of_val(unsafe { &*value });
    in_image(value.cast()) && is_pristine::<T>(value.cast(), len)
}

/// Whether the value of type `T` at `start`, `len` bytes long and never used in this execution, is as the compiler made
/// it.
fn is_pristine<T: ?Sized>(start: *const u8, len: usize) -> bool {
    match image::is_as_before_main(start, len) {
        Some(answer) => answer,
        None => !std::mem::needs_drop::<T>() || !may_own_memory(start, len),
    }
}

/// Whether one of the words in the range could be a pointer to the heap.
fn may_own_memory(start: *const u8, len: usize) -> bool {
    const LEAST_ADDRESS: usize = 1 << 16;
    // The upper half belongs to the system where addresses have 64 bits, and there lie the numbers
    // by which an `Option<String>` says that it is none.
    const MOST_ADDRESS: usize = if usize::BITS == 64 {
        usize::MAX / 2
    } else {
        usize::MAX
    };
    const WORD: usize = size_of::<usize>();
    let first = start.align_offset(WORD);
    (first..(len + 1).saturating_sub(WORD))
        .step_by(WORD)
        .any(|at| {
            let mut word = [0; WORD];
            // SAFETY: the word lies in the value, which can be read.
            unsafe { bytes::copy(start.add(at), &mut word) };
            let word = usize::from_ne_bytes(word);
            (LEAST_ADDRESS..=MOST_ADDRESS).contains(&word)
                && word % align_of::<usize>() == 0
                && !in_image(std::ptr::without_provenance(word))
        })
}

#[cfg(all(target_os = "linux", not(miri)))]
mod image {
    use std::sync::OnceLock;

    /// A part of the image that the program may write to.
    struct Segment {
        start: usize,
        /// As they were before `main`. What the image has beyond them was zero.
        bytes: Box<[u8]>,
        end: usize,
    }

    static BEFORE_MAIN: OnceLock<Vec<Segment>> = OnceLock::new();

    /// Runs before `main`, and before the constructors of other crates, which have no number.
    #[used]
    #[unsafe(link_section = ".init_array.00101")]
    static KEEP: extern "C" fn() = keep;

    extern "C" fn keep() {
        BEFORE_MAIN.get_or_init(|| {
            let mut segments: Vec<Segment> = Vec::new();
            let list = std::ptr::from_mut(&mut segments).cast();
            // SAFETY: `note` is called for each part of the program with the list, which lives until then.
            unsafe { libc::dl_iterate_phdr(Some(note), list) };
            segments
        });
    }

    /// Copies the writable segments of one loaded object.
    unsafe extern "C" fn note(
        info: *mut libc::dl_phdr_info,
        _size: usize,
        list: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: the loader hands over a valid description, and `keep` the list.
        let (info, segments) = unsafe { (&*info, &mut *list.cast::<Vec<Segment>>()) };
        for nth in 0..usize::from(info.dlpi_phnum) {
            // SAFETY: there are that many headers.
            let header = unsafe { &*info.dlpi_phdr.add(nth) };
            if header.p_type != libc::PT_LOAD || header.p_flags & libc::PF_W == 0 {
                continue;
            }
            let start = (info.dlpi_addr + header.p_vaddr) as usize;
            let mut bytes = vec![0; header.p_filesz as usize].into_boxed_slice();
            let from = std::ptr::with_exposed_provenance::<u8>(start);
            // SAFETY: the segment is mapped, and nothing else runs yet.
            unsafe { crate::engine::platform::bytes::copy(from, &mut bytes) };
            segments.push(Segment {
                start,
                bytes,
                end: start + header.p_memsz as usize,
            });
        }
        0
    }

    /// Whether the bytes are what they were before `main`; `None` if the place was not looked at then.
    pub fn is_as_before_main(start: *const u8, len: usize) -> Option<bool> {
        let segments = BEFORE_MAIN.get()?;
        let range = start.addr()..start.addr() + len;
        let segment = segments
            .iter()
            .find(|segment| segment.start <= range.start && range.end <= segment.end)?;
        let first = range.start - segment.start;
        let mut now = vec![0; len];
        // SAFETY: the bytes lie in the value, which can be read.
        unsafe { crate::engine::platform::bytes::copy(start, &mut now) };
        let before = segment.bytes.iter().skip(first);
        let before = before.chain(std::iter::repeat(&0));
        Some(now.iter().zip(before).all(|(now, before)| now == before))
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod image {
    /// Nothing was kept here.
    pub fn is_as_before_main(_start: *const u8, _len: usize) -> Option<bool> {
        None
    }
}

// Miri knows no images.
#[cfg(all(test, not(miri)))]
mod tests {
    use std::cell::UnsafeCell;

    use super::*;

    /// A value in a static that is written to.
    struct Place<T>(UnsafeCell<T>);

    // SAFETY: each is used by one test.
    unsafe impl<T> Sync for Place<T> {}

    impl<T> Place<T> {
        fn range(&self) -> (*const u8, usize) {
            (self.0.get().cast_const().cast(), size_of::<T>())
        }

        fn put(&self, value: T) -> T {
            // SAFETY: nothing else refers to the value.
            unsafe { self.0.get().replace(value) }
        }
    }

    #[test]
    fn a_list_that_was_put_into_a_static_is_told_from_the_one_that_was_compiled() {
        static LIST: Place<Vec<u64>> = Place(UnsafeCell::new(Vec::new()));
        static TEXT: Place<&str> = Place(UnsafeCell::new("text in the image"));
        static NONE: Place<Option<Box<u64>>> = Place(UnsafeCell::new(None));
        static UNSET: Place<Option<String>> = Place(UnsafeCell::new(None));
        let (list, text, none) = (LIST.range(), TEXT.range(), NONE.range());
        let both = |answer: bool, (start, len): (*const u8, usize)| {
            assert_eq!(is_pristine::<Vec<u64>>(start, len), answer);
            assert_eq!(
                !may_own_memory(start, len),
                answer,
                "by looking at its words"
            );
        };
        both(true, list);
        both(true, text);
        both(true, none);
        both(true, UNSET.range());
        drop(UNSET.put(Some("set".to_owned())));
        both(false, UNSET.range());
        drop(LIST.put(vec![1, 2, 3]));
        drop(NONE.put(Some(Box::new(1))));
        both(false, list);
        both(false, none);
        drop((LIST.put(Vec::new()), NONE.put(None)));
        both(true, list);
        both(true, none);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_number_that_was_changed_is_told_from_the_one_that_was_compiled() {
        static NUMBER: Place<u64> = Place(UnsafeCell::new(7));
        let (start, len) = NUMBER.range();
        assert!(is_pristine::<u64>(start, len));
        NUMBER.put(8);
        assert!(!is_pristine::<u64>(start, len));
    }
}
