//! A filter of calls that is short. The kernel checks, translates and tries a filter anew for each run, which takes longer
//! than most of what it guards. seccompiler writes five instructions for each call; numbers that follow each other need
//! three for all of them.

use std::collections::BTreeSet;

use libc::{BPF_ABS, BPF_JEQ, BPF_JGE, BPF_JGT, BPF_JMP, BPF_K, BPF_LD, BPF_RET, BPF_W};
use seccompiler::{BpfProgram, sock_filter};

/// The program, which first allows `calls` without a look at their arguments. It does so where the program has found the
/// architecture to be this one, and has just loaded the number of the call; if there is no such place, it stays as it is,
/// and allows none of them.
pub(super) fn allow_first(mut program: BpfProgram, calls: &BTreeSet<u32>) -> BpfProgram {
    let loads = |it: &sock_filter| it.code == code(BPF_LD | BPF_W | BPF_ABS) && it.k == NUMBER;
    if let Some(at) = program.iter().position(loads) {
        let allowing: Vec<_> = ranges(calls).into_iter().flat_map(allow).collect();
        program.splice(at + 1..at + 1, allowing);
    }
    program
}

/// Where a filter finds the number of the call.
const NUMBER: u32 = 0;

/// Numbers from the first to the second, both of them too.
type Range = (u32, u32);

fn ranges(calls: &BTreeSet<u32>) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for &call in calls {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == call => *last = call,
            _ => ranges.push((call, call)),
        }
    }
    ranges
}

/// Instructions that allow a call of these numbers, and go on behind themselves with any other.
fn allow((first, last): Range) -> Vec<sock_filter> {
    let jump = |kind, k, jt, jf| sock_filter {
        code: code(BPF_JMP | kind | BPF_K),
        jt,
        jf,
        k,
    };
    let mut allowing = match first == last {
        true => vec![jump(BPF_JEQ, first, 0, 1)],
        false => vec![jump(BPF_JGE, first, 0, 2), jump(BPF_JGT, last, 1, 0)],
    };
    allowing.push(sock_filter {
        code: code(BPF_RET | BPF_K),
        jt: 0,
        jf: 0,
        k: libc::SECCOMP_RET_ALLOW,
    });
    allowing
}

/// The constants are wider than the place that they are for.
fn code(code: u32) -> u16 {
    u16::try_from(code).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use libc::{BPF_JA, BPF_JEQ, BPF_JGE, BPF_JGT};
    use seccompiler::{SeccompAction, SeccompFilter, sock_filter};

    use super::{allow_first, code};

    const REFUSED: u32 = libc::SECCOMP_RET_ERRNO | 38;

    /// What a filter answers to a call of that number, by the rules of the kernel's machine.
    fn answer(program: &[sock_filter], architecture: u32, number: u32) -> u32 {
        let (mut at, mut loaded) = (0, 0);
        loop {
            let now = &program[at];
            at += 1;
            let is = |kind| now.code & 0xf0 == code(kind);
            match now.code & 0x07 {
                // A load: offset 0 is the number, and 4 the architecture.
                0 => loaded = if now.k == 4 { architecture } else { number },
                6 => return now.k,
                _ if is(BPF_JA) => at += now.k as usize,
                _ => {
                    let holds = is(BPF_JEQ) && loaded == now.k
                        || is(BPF_JGE) && loaded >= now.k
                        || is(BPF_JGT) && loaded > now.k;
                    at += usize::from(if holds { now.jt } else { now.jf });
                }
            }
        }
    }

    #[test]
    fn exactly_the_calls_that_are_named_are_allowed_and_only_of_this_architecture() {
        let named: BTreeSet<u32> = [0, 1, 2, 3, 9, 11, 12, 200, 231, 232].into();
        let other = BTreeMap::from([(10, Vec::new())]);
        let architecture = std::env::consts::ARCH.try_into().expect("it is known");
        let refuse = SeccompAction::Errno(38);
        let filter = SeccompFilter::new(other, refuse, SeccompAction::Allow, architecture);
        let plain: Vec<_> = filter.and_then(TryInto::try_into).expect("it is a filter");
        let own = plain[1].k;
        let program = allow_first(plain, &named);
        for number in (0..600).chain([0x4000_0000, 0x4000_0009, u32::MAX]) {
            let expected = match named.contains(&number) || number == 10 {
                true => libc::SECCOMP_RET_ALLOW,
                false => REFUSED,
            };
            assert_eq!(answer(&program, own, number), expected, "call {number}");
            let of_others = answer(&program, own + 1, number);
            assert_eq!(of_others, libc::SECCOMP_RET_KILL_PROCESS, "call {number}");
        }
    }
}
