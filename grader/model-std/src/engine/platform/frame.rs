//! What a thread knows at an operation: its stack, and the registers that functions keep for their callers. Two looks at
//! the same place with the same of these are two looks of a thread that is where it was.
//!
//! A stack also has bytes that mean nothing yet. So that they can be told, it is painted before a thread begins: what is
//! still painted was never written, and a program cannot depend on it.

use super::bytes;

#[cfg(all(target_arch = "x86_64", windows, not(miri)))]
pub use super::frame_on_windows::call_with_frame;

/// A colour that no program is likely to write, four bytes at a time.
const PAINT: u32 = 0xC7A5_93E1;

/// How deep a stack is painted, in lanes: deeper calls than that are not where a program waits.
const PAINTED: usize = 512;

/// Whether each half of a lane that differs was never written on one side or the other. What was not is no part of the
/// program's state; and as all the rest is the same, it is none on the other side either.
fn differ_in_paint(one: u32, other: u32) -> bool {
    [0, 16].into_iter().all(|shift| {
        let half = |lane: u32| (lane >> shift) as u16;
        half(one) == half(other)
            || half(one) == half(PAINT)
            || half(other) == half(PAINT)
            || differ_in_truths(half(one), half(other), half(PAINT))
    })
}

/// The same by bytes, of which only truth values are written beside others: a byte that counts takes any value.
fn differ_in_truths(one: u16, other: u16, paint: u16) -> bool {
    let (one, other, paint) = (one.to_le_bytes(), other.to_le_bytes(), paint.to_le_bytes());
    (0..2).all(|at| {
        let (one, other) = (one[at], other[at]);
        one == other || one == paint[at] && other < 2 || other == paint[at] && one < 2
    })
}

/// The bytes of a stack between two addresses.
#[derive(Default)]
pub struct Image {
    from: usize,
    lanes: Vec<u32>,
}

/// A stack of more is not looked at, in bytes.
const MOST: usize = 1 << 16;

impl Image {
    /// Of the stack from there (lower) up to there. False if it is too large.
    ///
    /// # Safety
    /// It must be the stack of a thread that does not run meanwhile, or runs this.
    pub unsafe fn take(&mut self, from: usize, to: usize) -> bool {
        if from == 0 || to <= from || to - from > MOST {
            return false;
        }
        self.from = from;
        // All of them are written below: what was there need not be cleared first.
        self.lanes.resize((to - from) / 4, 0);
        let (_, bytes, _) = {
            // SAFETY: any four bytes are a number, and any number is four bytes.
            unsafe { self.lanes.align_to_mut::<u8>() }
        };
        // SAFETY: the caller promises that it can be read.
        unsafe { bytes::copy(std::ptr::with_exposed_provenance(from), bytes) };
        true
    }

    /// Becomes as the other.
    pub fn copy_from(&mut self, other: &Self) {
        self.from = other.from;
        self.lanes.clone_from(&other.lanes);
    }

    /// Whether the other is the same, as far as both have been written.
    pub fn is_again(&self, other: &Self) -> bool {
        self.from == other.from
            && self.lanes.len() == other.lanes.len()
            && self
                .lanes
                .iter()
                .zip(&other.lanes)
                .all(|(&one, &other)| one == other || differ_in_paint(one, other))
    }
}

/// Paints the part of the stack that what is called next will use, or half of it.
macro_rules! paint {
    ($(#[$doc:meta])* $name:ident, $lanes:expr) => {
        $(#[$doc])*
        #[cfg(all(target_arch = "x86_64", unix, not(miri)))]
        #[unsafe(naked)]
        pub extern "C" fn $name() {
            // A function of Rust's would have bytes of its own between its caller's frame and what it
            // paints: just those where what is called next has its first variables.
            std::arch::naked_asm!(
                ".cfi_startproc",
                "sub rsp, {bytes}",
                ".cfi_adjust_cfa_offset {bytes}",
                "mov rax, {paint}",
                "mov ecx, {bytes} / 8",
                "mov rdi, rsp",
                "rep stosq",
                "add rsp, {bytes}",
                ".cfi_adjust_cfa_offset -{bytes}",
                "ret",
                ".cfi_endproc",
                bytes = const 4 * $lanes,
                paint = const (PAINT as u64) << 32 | PAINT as u64,
            )
        }

        $(#[$doc])*
        #[cfg(not(all(target_arch = "x86_64", unix, not(miri))))]
        pub fn $name() {}
    };
}

paint! {
    /// Paints the part of the stack that what is called next will use.
    paint, PAINTED
}

paint! {
    /// The same after an operation, so that nothing of what the engine did there is left: a program copies bytes that mean
    /// nothing too, and they would not be the same the next time.
    paint_over, PAINTED / 2
}

/// Calls `f(data, frame)`, where `frame` is the address from which on the stack holds all that the caller knows.
///
/// # Safety
/// As for calling `f` with `data`.
#[cfg(all(target_arch = "x86_64", unix, not(miri)))]
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call_with_frame(
    f: unsafe extern "C-unwind" fn(*mut (), usize),
    data: *mut (),
) {
    // The registers that a function keeps for its caller lie on the stack for as long as the call takes. They need not be
    // taken back from there: `f` keeps them as well.
    std::arch::naked_asm!(
        ".cfi_startproc",
        "push rbx",
        ".cfi_adjust_cfa_offset 8",
        "push rbp",
        ".cfi_adjust_cfa_offset 8",
        "push r12",
        ".cfi_adjust_cfa_offset 8",
        "push r13",
        ".cfi_adjust_cfa_offset 8",
        "push r14",
        ".cfi_adjust_cfa_offset 8",
        "push r15",
        ".cfi_adjust_cfa_offset 8",
        "mov rax, rdi",
        "mov rdi, rsi",
        "mov rsi, rsp",
        "sub rsp, 8",
        ".cfi_adjust_cfa_offset 8",
        "call rax",
        "add rsp, 56",
        ".cfi_adjust_cfa_offset -56",
        "ret",
        ".cfi_endproc",
    )
}

/// As above, without an address: nothing is known of what lies where on this machine's stacks.
///
/// # Safety
/// As above.
#[cfg(not(all(target_arch = "x86_64", any(unix, windows), not(miri))))]
pub unsafe extern "C-unwind" fn call_with_frame(
    f: unsafe extern "C-unwind" fn(*mut (), usize),
    data: *mut (),
) {
    // SAFETY: the caller promises it.
    unsafe { f(data, 0) };
}

#[cfg(all(test, target_arch = "x86_64", any(unix, windows), not(miri)))]
mod tests {
    use super::*;

    /// An image of what the caller knows.
    #[inline(never)]
    fn look(top: usize) -> Image {
        unsafe extern "C-unwind" fn note(data: *mut (), frame: usize) {
            // SAFETY: it is the pair below.
            let (image, top) = unsafe { &mut *data.cast::<(Image, usize)>() };
            // SAFETY: this thread runs here.
            assert!(unsafe { image.take(frame, *top) });
        }
        let mut noted = (Image::default(), top);
        // SAFETY: `note` takes a pointer to such a pair.
        unsafe { call_with_frame(note, (&raw mut noted).cast()) };
        noted.0
    }

    #[test]
    fn a_loop_that_counts_is_never_where_it_was() {
        let top = 0_u64;
        let address = (&raw const top).addr();
        let mut images = Vec::new();
        for _ in std::hint::black_box(0..3) {
            images.push(look(address));
        }
        assert!(!images[0].is_again(&images[1]) && !images[1].is_again(&images[2]));
    }

    #[test]
    fn what_was_never_written_does_not_count() {
        let image = |lanes: &[u32]| Image {
            from: 8,
            lanes: lanes.to_vec(),
        };
        let before = image(&[1, PAINT, 3]);
        assert!(before.is_again(&image(&[1, 7, 3])) && image(&[1, 7, 3]).is_again(&before));
        assert!(!before.is_again(&image(&[1, 7, 4])));
        assert!(!before.is_again(&image(&[1, 7])));
        let half = PAINT & 0xFFFF_0000;
        assert!(image(&[half | 5]).is_again(&image(&[0x0007_0005])));
        assert!(!image(&[half | 5]).is_again(&image(&[0x0007_0006])));
        let byte = PAINT & 0xFF;
        assert!(image(&[byte | 0x0100]).is_again(&image(&[0x0101])));
        assert!(!image(&[byte | 0x0100]).is_again(&image(&[0x0100 | (byte + 1)])));
    }
}
