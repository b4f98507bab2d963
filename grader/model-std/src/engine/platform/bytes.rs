//! The bytes of a value as they lie in memory, padding included.
//!
//! To Rust, padding is not initialised, and comparing it is undefined. To the machine it is bytes like all others: so they
//! are copied by the machine's own instruction, which makes them ordinary ones.

/// Copies `to.len()` bytes from there.
///
/// # Safety
/// They must be readable.
#[cfg(all(target_arch = "x86_64", not(miri)))]
pub unsafe fn copy(from: *const u8, to: &mut [u8]) {
    // SAFETY: the caller promises that the bytes can be read; the others are borrowed. The direction flag is clear, as
    // always between instructions of Rust.
    unsafe {
        std::arch::asm!(
            "rep movsb",
            inout("rcx") to.len() => _,
            inout("rsi") from => _,
            inout("rdi") to.as_mut_ptr() => _,
            options(nostack, preserves_flags)
        );
    }
}

/// As above. Volatile, so that the compiler takes whatever is there for a byte.
///
/// # Safety
/// They must be readable.
#[cfg(not(all(target_arch = "x86_64", not(miri))))]
pub unsafe fn copy(from: *const u8, to: &mut [u8]) {
    for (at, byte) in to.iter_mut().enumerate() {
        // SAFETY: the caller promises that it can be read.
        *byte = unsafe { from.add(at).read_volatile() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_bytes_are_copied_and_no_more() {
        let from: [u8; 5] = [1, 2, 3, 4, 5];
        let mut to = [9; 5];
        // SAFETY: three of five can be read.
        unsafe { copy(from.as_ptr(), &mut to[..3]) };
        assert_eq!(to, [1, 2, 3, 9, 9]);
        // SAFETY: none is read.
        unsafe { copy(from.as_ptr(), &mut to[..0]) };
        assert_eq!(to, [1, 2, 3, 9, 9]);
    }
}
