//! Runs `main_job.py` embedded and compares what it prints with what CPython 3.13 printed.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/main_job.py");
    let vm = match pyvm::run::new_vm() {
        Ok(vm) => vm,
        Err(error) => {
            eprintln!("cannot start: {error:?}");
            return ExitCode::FAILURE;
        }
    };
    let arguments = [script.to_string_lossy().into_owned()];
    let result =
        pyvm::run::set_arguments(&vm, &arguments, "").and_then(|()| pyvm::run::run_file(&vm, &script));
    ExitCode::from(u8::try_from(pyvm::run::finish(&vm, result)).unwrap_or(1))
}
