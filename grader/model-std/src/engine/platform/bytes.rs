//! The bytes of a value as they lie in memory, padding included.
//!
//! To Rust, padding is not initialised, and comparing it is undefined. To the machine it is bytes like all others: so they
//! are copied by the machine's own instruction, which makes them ordinary ones.

/// Bytes up to which they are copied one word after the other: the instruction for any number takes long to begin.
#[cfg(all(target_arch = "x86_64", not(miri)))]
const FEW: usize = 64;

/// Copies `to.len()` bytes from there.
///
/// # Safety
/// They must be readable.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline]
pub unsafe fn copy(from: *const u8, to: &mut [u8]) {
    if to.len() <= FEW {
        // SAFETY: as the caller promises.
        return unsafe { copy_few(from, to) };
    }
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

/// The same, eight bytes at a time, and the rest one by one.
///
/// # Safety
/// As above.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline]
unsafe fn copy_few(from: *const u8, to: &mut [u8]) {
    let (words, rest) = to.as_chunks_mut::<8>();
    let mut at = from;
    for to in words {
        let word: u64;
        // SAFETY: the caller promises that these bytes can be read, and the rest of them begins after them.
        unsafe {
            std::arch::asm!("mov {}, [{}]", out(reg) word, in(reg) at, options(nostack, preserves_flags, readonly));
            at = at.add(8);
        }
        *to = word.to_ne_bytes();
    }
    for to in rest {
        let byte: u8;
        // SAFETY: as above.
        unsafe {
            std::arch::asm!("mov {}, [{}]", out(reg_byte) byte, in(reg) at, options(nostack, preserves_flags, readonly));
            at = at.add(1);
        }
        *to = byte;
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
        let from: [u8; 150] = std::array::from_fn(|at| at as u8 + 1);
        for len in [7, 8, 9, 17, 63, 64, 65, 149] {
            let mut to = [0; 150];
            // SAFETY: so many of the 150 can be read.
            unsafe { copy(from.as_ptr(), &mut to[..len]) };
            assert_eq!(to[..len], from[..len]);
            assert_eq!(to[len..], [0; 150][len..]);
        }
    }
}
