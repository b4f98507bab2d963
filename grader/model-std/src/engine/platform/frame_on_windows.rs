//! [`frame::call_with_frame`](super::frame) where functions keep other registers for their callers, and where the system
//! must be told how to unwind through code that no compiler made.

use std::arch::global_asm;

// A function that is `naked` cannot say where its prologue ends, hence one of our own. From the 32 bytes on that belong to
// whom it calls, the stack holds what the caller knows: xmm6 to xmm15, a gap, which is cleared, and eight registers. They
// need not be taken back from there: `f` keeps them as well.
global_asm!(
    ".globl model_std_call_with_frame",
    ".def model_std_call_with_frame",
    ".scl 2",
    ".type 32",
    ".endef",
    ".seh_proc model_std_call_with_frame",
    "model_std_call_with_frame:",
    "push rbx",
    ".seh_pushreg rbx",
    "push rbp",
    ".seh_pushreg rbp",
    "push rdi",
    ".seh_pushreg rdi",
    "push rsi",
    ".seh_pushreg rsi",
    "push r12",
    ".seh_pushreg r12",
    "push r13",
    ".seh_pushreg r13",
    "push r14",
    ".seh_pushreg r14",
    "push r15",
    ".seh_pushreg r15",
    "sub rsp, 200",
    ".seh_stackalloc 200",
    "movaps [rsp + 32], xmm6",
    ".seh_savexmm xmm6, 32",
    "movaps [rsp + 48], xmm7",
    ".seh_savexmm xmm7, 48",
    "movaps [rsp + 64], xmm8",
    ".seh_savexmm xmm8, 64",
    "movaps [rsp + 80], xmm9",
    ".seh_savexmm xmm9, 80",
    "movaps [rsp + 96], xmm10",
    ".seh_savexmm xmm10, 96",
    "movaps [rsp + 112], xmm11",
    ".seh_savexmm xmm11, 112",
    "movaps [rsp + 128], xmm12",
    ".seh_savexmm xmm12, 128",
    "movaps [rsp + 144], xmm13",
    ".seh_savexmm xmm13, 144",
    "movaps [rsp + 160], xmm14",
    ".seh_savexmm xmm14, 160",
    "movaps [rsp + 176], xmm15",
    ".seh_savexmm xmm15, 176",
    ".seh_endprologue",
    "mov qword ptr [rsp + 192], 0",
    "mov rax, rcx",
    "mov rcx, rdx",
    "lea rdx, [rsp + 32]",
    "call rax",
    "nop",
    "add rsp, 200",
    "pop r15",
    "pop r14",
    "pop r13",
    "pop r12",
    "pop rsi",
    "pop rdi",
    "pop rbp",
    "pop rbx",
    "ret",
    ".seh_endproc",
);

unsafe extern "C-unwind" {
    /// Calls `f(data, frame)`, where `frame` is the address from which on the stack holds all that the caller knows.
    ///
    /// # Safety
    /// As for calling `f` with `data`.
    #[link_name = "model_std_call_with_frame"]
    pub unsafe fn call_with_frame(f: unsafe extern "C-unwind" fn(*mut (), usize), data: *mut ());
}
