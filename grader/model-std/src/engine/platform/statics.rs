//! Statics start every execution afresh.
//!
//! A `static` lock is made once, by the compiler, but each execution must find it as the source says. So the first
//! time an execution meets a lock that lies in the program's own image, the bytes of its value are kept; when the
//! execution is over, the value it ended with is dropped and the bytes are put back. (Atomics need none of this: their
//! initial value is never overwritten, see `sync::atomic`.) What was put into the image while the program ran is left
//! alone, see [`pristine`](crate::engine::platform::pristine).

use std::mem::MaybeUninit;

/// A value in a static, and what it looked like at the start.
pub struct Reset {
    /// Addresses of the value's bytes.
    range: std::ops::Range<usize>,
    restore: Box<dyn FnOnce()>,
    /// Whether the rest of the program may have references to the value that live for ever, as to that of a `OnceLock`.
    lends: bool,
}

impl Reset {
    /// Keeps the bytes of `*value`.
    ///
    /// # Safety
    /// `value` must point into a static holding the bytes it was compiled with (see
    /// `pristine::is_compiled`), and nobody may use it while the reset runs.
    pub unsafe fn keep<T: ?Sized>(value: *mut T, lends: bool) -> Self {
        // SAFETY: the caller promises that `value` points to a value.
        let len = size_of_val(unsafe { &*value });
        let start = value.cast::<MaybeUninit<u8>>();
        let range = start.addr()..start.addr() + len;
        // SAFETY: `len` bytes can be read there, as bytes of which some may be padding.
        let bytes: Box<[MaybeUninit<u8>]> =
            unsafe { std::slice::from_raw_parts(start, len) }.into();
        let restore = move || {
            // SAFETY: the execution is over, so nobody else uses the value; it is valid, because the code that
            // changed it was safe code. Afterwards the bytes are those the compiler put there. They own nothing that
            // was just dropped: a constant owns no memory.
            unsafe {
                super::quiet::quietly(|| value.drop_in_place());
                start.copy_from_nonoverlapping(bytes.as_ptr(), len);
            }
        };
        let restore: Box<dyn FnOnce() + '_> = Box::new(restore);
        // SAFETY: only the lifetime changes. A static's type is `'static`; the compiler just cannot see that here,
        // where the same lock type may also borrow.
        let restore =
            unsafe { std::mem::transmute::<Box<dyn FnOnce() + '_>, Box<dyn FnOnce()>>(restore) };
        Self {
            range,
            restore,
            lends,
        }
    }

    /// Whether the address lies in the value.
    pub fn covers(&self, address: *const ()) -> bool {
        self.range.contains(&address.addr())
    }

    /// Drops the present value and puts the first one back.
    pub fn restore(self) {
        (self.restore)();
    }
}

/// Puts all values back: those met last first, but those that others may refer to after the others, whose destructors
/// may look at them.
pub fn restore_all(resets: Vec<Reset>) {
    let (lenders, others): (Vec<_>, Vec<_>) = resets.into_iter().partition(|reset| reset.lends);
    let all = others.into_iter().rev().chain(lenders.into_iter().rev());
    all.for_each(Reset::restore);
}

/// Whether the address lies in the program's image (its statics) rather than on a stack or the heap.
#[cfg(unix)]
pub fn in_image(address: *const ()) -> bool {
    let mut info = MaybeUninit::<libc::Dl_info>::uninit();
    // SAFETY: `dladdr` only compares the address with the loaded images and fills `info`; both pointers are valid.
    unsafe { libc::dladdr(address.cast(), info.as_mut_ptr()) != 0 }
}

/// Whether the address lies in the program's image (its statics) rather than on a stack or the heap.
#[cfg(windows)]
pub fn in_image(address: *const ()) -> bool {
    use windows_sys::Win32::System::Memory::{MEM_IMAGE, MEMORY_BASIC_INFORMATION, VirtualQuery};
    let mut info = MaybeUninit::<MEMORY_BASIC_INFORMATION>::zeroed();
    let size = size_of::<MEMORY_BASIC_INFORMATION>();
    // SAFETY: `VirtualQuery` only looks the address up and fills `info`, whose size it is told.
    unsafe {
        VirtualQuery(address.cast(), info.as_mut_ptr(), size) != 0
            && info.assume_init().Type == MEM_IMAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_dropped_and_its_first_bytes_are_put_back() {
        let mut list: Vec<u8> = Vec::new();
        let place = std::ptr::from_mut(&mut list);
        // SAFETY: the list owns no memory, as in a static, and nobody uses it while the reset runs.
        let reset = unsafe { Reset::keep(place, false) };
        assert!(reset.covers(place.cast_const().cast()));
        // SAFETY: the place is valid, and nothing else refers to it now.
        unsafe { (*place).extend([1, 2, 3]) };
        reset.restore();
        assert!(list.is_empty());
    }

    #[cfg(not(miri))] // It knows no images.
    #[test]
    fn a_static_is_told_from_what_lies_on_a_stack_or_on_the_heap() {
        static IN_IMAGE: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(0);
        assert!(in_image(std::ptr::from_ref(&IN_IMAGE).cast()));
        assert!(!in_image(std::ptr::from_ref(&0_u8.to_string()).cast()));
        assert!(!in_image(std::ptr::from_ref(&*Box::new(0_u8)).cast()));
    }
}
