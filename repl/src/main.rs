//! The command line.

use std::path::Path;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let vm = match pyvm::run::new_vm() {
        Ok(vm) => vm,
        Err(error) => {
            eprintln!("pyvm: cannot start: {error:?}");
            return ExitCode::from(70);
        }
    };
    let result = match arguments.split_first() {
        Some((flag, rest)) if flag == "-c" => {
            let code = rest.first().cloned().unwrap_or_default();
            let mut argv = vec!["-c".to_owned()];
            argv.extend(rest.iter().skip(1).cloned());
            pyvm::run::set_arguments(&vm, &argv, "")
                .and_then(|()| pyvm::run::run_source(&vm, &code, "<string>"))
        }
        Some((file, _)) => {
            let folder =
                Path::new(file).parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            pyvm::run::set_arguments(&vm, &arguments, &folder)
                .and_then(|()| pyvm::run::run_file(&vm, Path::new(file)))
        }
        None => Ok(()),
    };
    let code = pyvm::run::finish(&vm, result);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
