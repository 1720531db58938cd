//! The evaluation loop against CPython: `cargo build --release && cargo run --release -p pyvm --example bench_vm`.
//! A ratio above 1 means that pyvm is faster than the fastest CPython found, or needs less memory.

#[path = "bench/mod.rs"]
mod bench;

fn main() {
    bench::compare("drive_vm.py", "vm", &["ms"]);
}
