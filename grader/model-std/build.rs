//! Whether this crate may use what is unstable: see `RUSTC_BOOTSTRAP` in the workspace's `.cargo/config.toml`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=RUSTC_BOOTSTRAP");
    println!("cargo::rustc-check-cfg=cfg(counted_arc)");
    let allowed = std::env::var("RUSTC_BOOTSTRAP").unwrap_or_default();
    if allowed == "1" || allowed == "-1" || allowed.split(',').any(|name| name == "model_std") {
        println!("cargo::rustc-cfg=counted_arc");
    }
}
