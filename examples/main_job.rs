//! Runs `main_job.py` embedded; what it prints equals what CPython 3.13 prints.

use std::path::Path;

fn main() -> Result<(), pyvm::Error> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/main_job.py");
    pyvm::Vm::new().run_file(script)
}
