//! The command line and the REPL fed by a pipe: output and exit codes.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn pyvm(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pyvm"))
        .args(arguments)
        .env_clear()
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pyvm starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that does not read its input closes the pipe.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    child.wait_with_output().expect("pyvm ends")
}

/// Exit code, standard output and standard error.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let output = pyvm(arguments, input);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn code(arguments: &[&str]) -> i32 {
    run(arguments, "").0
}

#[test]
fn exit_codes() {
    assert_eq!(code(&["-c", "pass"]), 0);
    assert_eq!(code(&["-c", "1/0"]), 1);
    assert_eq!(code(&["-c", "x = = 1"]), 1);
    assert_eq!(code(&["-c", "import sys; sys.exit(300)"]), 44);
    assert_eq!(code(&["-c", "import sys; sys.exit(-1)"]), 255);
    assert_eq!(code(&["-c", "import sys; sys.exit(True)"]), 1);
    assert_eq!(code(&["-c", "raise SystemExit"]), 0);
    assert_eq!(code(&["-c", "raise KeyboardInterrupt"]), 130);
    assert_eq!(code(&["-m", "no_such_module"]), 1);
    assert_eq!(code(&["no_such_script.py"]), 2);
    assert_eq!(code(&["-z"]), 2);
    assert_eq!(code(&["-c"]), 2);
    assert_eq!(code(&["--sandbox", "-c", "pass"]), 2);
    let (code, _, err) = run(&["-c", "import sys; print('a', file=sys.stderr); sys.exit('bye')"], "");
    assert_eq!((code, err.as_str()), (1, "a\nbye\n"));
}

#[test]
fn arguments_reach_the_program() {
    let argv = "import sys; print(sys.argv)";
    assert_eq!(run(&["-c", argv, "-x", "y"], "").1, "['-c', '-x', 'y']\n");
    assert_eq!(run(&["-", "a"], argv).1, "['-', 'a']\n");
    assert_eq!(run(&[], "print(__name__)").1, "__main__\n");
    assert_eq!(run(&["-Ic", argv], "").1, "['-c']\n");
    assert_eq!(
        run(&["-Wignore", "-X", "a=b", "-c", "import sys; print(sys.warnoptions, sys._xoptions)"], "").1,
        "['ignore'] {'a': 'b'}\n"
    );
}

#[test]
fn scripts_packages_and_modules() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let package = folder.path().join("pk");
    std::fs::create_dir(&package)?;
    let show = "import sys; print(__name__, repr(__package__), __spec__ and __spec__.name, sys.argv[1:])";
    std::fs::write(package.join("__init__.py"), "")?;
    std::fs::write(package.join("__main__.py"), show)?;
    std::fs::write(package.join("mod.py"), show)?;
    let path = folder.path().to_string_lossy().into_owned();
    let with_path = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_pyvm")).args(arguments).env("PYVMPATH", &path).output()?;
        std::io::Result::Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(with_path(&["-m", "pk", "-c"])?, "__main__ 'pk' pk.__main__ ['-c']\n");
    assert_eq!(with_path(&["-m", "pk.mod"])?, "__main__ 'pk' pk.mod []\n");
    let script = package.join("mod.py").to_string_lossy().into_owned();
    assert_eq!(run(&[&script, "-q"], "").1, "__main__ None None ['-q']\n");
    assert_eq!(run(&["run", &script, "a"], "").1, "__main__ None None ['a']\n");
    assert_eq!(run(&[&package.to_string_lossy()], "").1, "__main__ '' __main__ []\n");
    std::fs::remove_file(package.join("__main__.py"))?;
    assert_eq!(run(&[&package.to_string_lossy()], "").0, 1);
    Ok(())
}

#[test]
fn limits_end_a_program() {
    let (ended, out, err) = run(&["--max-time", "100ms", "-c", "print('begun')\nwhile True: pass"], "");
    assert_eq!((ended, out.as_str(), err.as_str()), (124, "begun\n", "pyvm: limit: time used up\n"));
    assert_eq!(run(&["--max-fuel=1000", "-c", "while True: pass"], "").2, "pyvm: limit: fuel used up\n");
    assert_eq!(code(&["--max-memory", "64M", "-c", "a = []\nwhile True: a.append([0] * 1000)"]), 124);
    assert_eq!(code(&["--max-memory", "much", "-c", "pass"]), 2);
}

#[test]
fn a_script_goes_by_its_path_from_the_root() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("here.py"), "import sys\nprint(__file__, sys.argv[0])\n")?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_pyvm"));
    let output = command.arg("here.py").current_dir(&folder).output()?;
    let whole = folder.path().canonicalize()?.join("here.py");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{} here.py\n", whole.display()));
    Ok(())
}

#[test]
fn finalizers_run_at_the_end() {
    let source = "class D:\n    def __del__(self, print=print): print('del')\nd = D(); d.d = d\nprint('end')";
    assert_eq!(run(&["-c", source], "").1, "end\ndel\n");
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_an_exception() -> std::io::Result<()> {
    let source = "print('ready', flush=True)\ntry:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')\nwhile True: pass";
    let mut child = Command::new(env!("CARGO_BIN_EXE_pyvm"))
        .args(["-c", source])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    for _ in 0..2 {
        std::thread::sleep(std::time::Duration::from_millis(700));
        Command::new("kill").args(["-INT", &child.id().to_string()]).status()?;
    }
    let output = child.wait().map(|status| status.code())?;
    assert_eq!(output, Some(130));
    Ok(())
}

#[test]
fn pickles_are_taken_apart() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("a.pkl");
    std::fs::write(&file, b"\x80\x04K\x01.")?;
    let name = file.to_string_lossy().into_owned();
    let wanted = "    0: \x5cx80 PROTO      4\n    2: K    BININT1    1\n    4: .    STOP\nhighest protocol among opcodes = 2\n";
    assert_eq!(run(&["pickle", "dis", &name], ""), (0, wanted.to_owned(), String::new()));
    std::fs::write(&file, b"\x80\x04K")?;
    assert_eq!(code(&["pickle", "dis", &name]), 2);
    assert_eq!(code(&["pickle", "trip", &name]), 2);
    Ok(())
}

#[test]
fn the_repl_converses() {
    let input = "1 + 1\n_ * 2\nfor i in range(2):\n    print(i)\n\nNone\ndef f(): return 1/0\n\nf()\nx = = 2\n'a'; 3\nimport sys; sys.ps1 = '$ '\nexit(3)\n";
    let (code, out, err) = run(&["-i", "-q"], input);
    assert_eq!((code, out.as_str()), (3, "2\n4\n0\n1\n'a'\n3\n"));
    assert!(err.contains("  File \"<python-input-4>\", line 1, in f\n    def f(): return 1/0\n"), "{err}");
    assert!(err.contains("ZeroDivisionError: division by zero\n"), "{err}");
    assert!(err.contains("SyntaxError: invalid syntax\n") && err.ends_with("$ "), "{err}");
    assert_eq!(run(&["-c", "print(exit); exit(4)"], "").0, 4);
    assert_eq!(run(&["-q", "repl"], "quit\n").0, 0);
    assert_eq!(run(&["-i", "-c", "x = 5"], "x\n").1, "5\n");
}
