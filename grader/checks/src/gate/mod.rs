//! Where processes call at a check, and who they are.
//!
//! On Linux the system says which process is calling, so that none can pass for another or for several. Elsewhere std
//! offers no such thing, and a caller is believed.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(not(target_os = "linux"), test))]
#[cfg_attr(
    target_os = "linux",
    expect(dead_code, reason = "only its tests use it here")
)]
mod loopback;

#[cfg(target_os = "linux")]
pub(crate) use linux::{Listener, Stream, call, caller, has_hung_up, listen};
#[cfg(not(target_os = "linux"))]
pub(crate) use loopback::{Listener, Stream, call, caller, has_hung_up, listen};

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_caller_that_hangs_up_is_gone_and_only_then() {
        let (listener, address) = listen().unwrap();
        let caller = call(&address).unwrap();
        let (stream, _) = listener.accept().unwrap();
        assert!(!has_hung_up(&stream));
        drop(caller);
        assert!(has_hung_up(&stream));
    }

    #[test]
    fn what_a_caller_said_last_is_heard_before_it_is_gone() {
        let (listener, address) = listen().unwrap();
        let mut caller = call(&address).unwrap();
        let (stream, _) = listener.accept().unwrap();
        caller.write_all(b"last words\n").unwrap();
        drop(caller);
        assert!(!has_hung_up(&stream));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_caller_cannot_pass_for_another() {
        let (listener, address) = listen().unwrap();
        let _caller = call(&address).unwrap();
        let (stream, _) = listener.accept().unwrap();
        assert_eq!(caller(&stream, "4711"), Some(std::process::id()));
    }

    #[test]
    fn gates_do_not_get_in_each_others_way() {
        let gates = [(); 20].map(|()| listen().unwrap());
        for (_, address) in &gates {
            assert!(call(address).is_ok());
        }
        let (_, gone) = listen().unwrap();
        assert!(call(&gone).is_err(), "nobody listens there any more");
    }
}
