//! How the shared library is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").expect("cargo sets CARGO_CFG_TARGET_OS");
    if target == "linux" {
        // Its calls of its own functions need not be looked up by name, 20,000 of them at every start of a program: 3 ms
        // for each check. No program puts a function of its own in the place of one of these.
        println!("cargo::rustc-link-arg=-Wl,-Bsymbolic");
    }
}
