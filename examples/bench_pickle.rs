//! `dumps` and `loads` against CPython's C pickle: `cargo build --release && cargo run --release -p pyvm --example
//! bench_pickle`. A ratio above 1 means that pyvm is faster than the fastest CPython found, or needs less memory.

#[path = "bench/mod.rs"]
mod bench;

fn main() {
    bench::compare("drive_pickle.py", "pickle", &["dumps ms", "loads ms"]);
}
