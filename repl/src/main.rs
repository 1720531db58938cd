//! The `pyvm` binary: see [`pyvm::cli`].

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: pyvm_vm::heap::allocator::Mimalloc = pyvm_vm::heap::allocator::Mimalloc;

fn main() -> ExitCode {
    let code = pyvm::cli::main(std::env::args_os().skip(1));
    ExitCode::from(u8::try_from(code & 0xFF).unwrap_or(1))
}
