#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: it gets Rust, and builds the grader. The crates are in
# course/vendor, so that only Rust itself comes over the network.
set -euo pipefail
root=${AUTOGRADER:-/autograder}

if ! command -v cc >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq gcc libc6-dev
fi
# Where every user may read it: compilers of submissions run as nobody.
export RUSTUP_HOME=$root/rust/rustup CARGO_HOME=$root/rust/cargo
for env in "$CARGO_HOME/env" "$HOME/.cargo/env"; do [ ! -e "$env" ] || . "$env"; done
if ! command -v rustup >/dev/null; then
    command -v curl >/dev/null || { apt-get update -qq && apt-get install -y -qq curl ca-certificates; }
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
        sh -s -- -y --profile minimal --default-toolchain none --no-modify-path
    . "$CARGO_HOME/env"
fi

cd "$root/source/course"
# rust-toolchain.toml names the toolchain; rustup installs it when it is first asked for.
rustc --version
cargo build --offline -p grader

# A stub is graded, so that all that grading needs is built now. Its checks do not pass.
code=0
target/debug/grader @FIRST@ >/dev/null || code=$?
if [ "$code" -ne 1 ]; then
    echo "the grader does not work here: it ended with $code on a stub" >&2
    exit 1
fi
