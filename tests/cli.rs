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
    assert_eq!(code(&["--sandbox=x", "-c", "pass"]), 2);
    assert_eq!(code(&["-c", "raise SystemExit(2**70)"]), 255);
    assert_eq!(code(&["-c", "class E(SystemExit): code = 7\nraise E"]), 7);
    assert_eq!(code(&["-c", "class K(KeyboardInterrupt): pass\nraise K"]), 1);
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
    let deep = "def f(n):\n    try: return f(n + 1)\n    except RecursionError: return n\nimport sys\nsys.setrecursionlimit(9999)\nf(0)";
    assert_eq!(run(&["--max-depth", "100", "-c", deep], "").2, "pyvm: limit: depth used up\n");
    assert_eq!(run(&["--max-depth", "20000", "-c", deep], "").2, "");
    let (ended, out, err) =
        run(&["--max-output", "10", "-c", "print('1234567')\nwhile True: print('8')"], "");
    assert_eq!((ended, out.as_str(), err.as_str()), (124, "1234567\n8\n", "pyvm: limit: output used up\n"));
    assert_eq!(run(&["--max-output", "8", "-c", "print('1234567')"], "").0, 0);
    assert_eq!(run(&["--max-output", "7", "-c", "print('1234567')"], "").0, 124);
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
    for verb in ["show", "size", "check", "convert", "trip", "nonsense"] {
        assert_eq!(code(&["pickle", verb, &name]), 2, "{verb}");
    }
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

/// The flags that an option sets, of those that are not as without options.
fn flags(arguments: &[&str]) -> String {
    let show = "import sys\nprint(*(f'{n}={v}' for n in dir(sys.flags) if n[0] != '_' and n not in \
                ('count', 'index', 'n_fields', 'n_sequence_fields', 'n_unnamed_fields', 'dont_write_bytecode', 'gil', \
                'int_max_str_digits') and (v := getattr(sys.flags, n))), *sys.warnoptions)";
    run(&[arguments, &["-c", show]].concat(), "").1.trim_end().to_owned()
}

#[test]
fn options_set_flags() {
    assert_eq!(flags(&["-d"]), "debug=1");
    assert_eq!(flags(&["-OO"]), "optimize=2");
    assert_eq!(flags(&["-b"]), "bytes_warning=1 default::BytesWarning");
    assert_eq!(flags(&["-bb", "-W", "ignore"]), "bytes_warning=2 ignore error::BytesWarning");
    assert_eq!(flags(&["-q", "-s", "-S"]), "no_site=1 no_user_site=1 quiet=1");
    assert_eq!(flags(&["-E", "-P"]), "hash_randomization=1 ignore_environment=1 safe_path=True");
    assert_eq!(
        flags(&["-I"]),
        "hash_randomization=1 ignore_environment=1 isolated=1 no_user_site=1 safe_path=True"
    );
    assert_eq!(flags(&["-R"]), "hash_randomization=1");
    assert_eq!(flags(&["-X", "dev"]), "dev_mode=True default");
    assert_eq!(flags(&["-X", "utf8", "-Xwarn_default_encoding"]), "utf8_mode=1 warn_default_encoding=1");
    let digits = "import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits)";
    assert_eq!(run(&["-X", "int_max_str_digits=1000", "-c", digits], "").1, "1000 1000\n");
    assert_eq!(code(&["-X", "int_max_str_digits=3", "-c", ""]), 1);
    assert!(
        run(&["-X", "utf8=3", "-c", ""], "").2.starts_with("Fatal Python error: preconfig_init_utf8_mode: ")
    );
    assert_eq!(code(&["-X", "importtime", "-c", ""]), 2);
}

#[test]
fn options_have_effects() {
    let debug = "def f():\n    'doc'\n    assert 0\n    return f.__doc__, __debug__\nprint(f())";
    assert_eq!(run(&["-O", "-c", debug], "").1, "('doc', False)\n");
    assert_eq!(run(&["-OO", "-c", debug], "").1, "(None, False)\n");
    assert_eq!(code(&["-c", debug]), 1);
    assert_eq!(run(&["-c", "b'' == ''; str(b'')"], "").2, "");
    let warned = "<string>:1: BytesWarning: Comparison between bytes and string\n  b'' == ''\n";
    assert_eq!(run(&["-b", "-c", "b'' == ''"], "").2, warned);
    assert_eq!(code(&["-bb", "-c", "str(b'')"]), 1);
    let told = run(&["-v", "-c", "import stat"], "").2;
    assert!(told.ends_with("import 'stat' # <class '_frozen_importlib.FrozenImporter'>\n"), "{told}");
    // What is printed is written at once; a program that ends hard loses nothing.
    assert_eq!(run(&["-u", "-c", "import os; print('x', end=''); os._exit(3)"], "").1, "x");
    assert_eq!(run(&["-S", "-c", "print('exit' in dir(__builtins__))"], "").1, "False\n");
    let (_, short, _) = run(&["-V", "-c", "1"], "");
    assert!(run(&["-VV"], "").1.starts_with(short.trim_end()));
    assert_eq!(run(&["-W", "foo", "-c", ""], "").2, "Invalid -W option ignored: invalid action: 'foo'\n");
}

#[test]
fn programs_come_in_many_encodings() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("s.py");
    let name = file.to_string_lossy().into_owned();
    let script = |bytes: &[u8], options: &[&str]| {
        std::fs::write(&file, bytes)?;
        std::io::Result::Ok(run(&[options, &[&name]].concat(), ""))
    };
    assert_eq!(script(b"\xef\xbb\xbfprint('\xc3\xa9')", &[])?.1, "\u{e9}\n");
    assert_eq!(script(b"# coding: latin-1\nprint('\xe9')", &[])?.1, "\u{e9}\n");
    assert_eq!(script(b"print(1)\rprint(2)\r\nprint(3)", &[])?.1, "1\n2\n3\n");
    assert_eq!(script(b"#!/bin/junk (\nprint(1)\n1/0", &["-x"])?.1, "1\n");
    let (code, _, err) = script(b"x = 1\nprint('\xe9')", &[])?;
    let wanted = format!(
        "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file {name} on line 2, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details\n"
    );
    assert_eq!((code, err), (1, wanted));
    let (code, _, err) = script(b"print(1)\0", &[])?;
    let wanted = format!(
        "  File \"{name}\", line 1\n    print(1)\nSyntaxError: source code cannot contain null bytes\n"
    );
    assert_eq!((code, err), (1, wanted));
    assert_eq!(script(b"# coding: foo\n1", &[])?.2, "SyntaxError: encoding problem: foo\n");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told_once() -> std::io::Result<()> {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full")?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_pyvm"));
    let output =
        command.env_clear().args(["-c", "print('x')"]).stdout(full).stderr(Stdio::piped()).output()?;
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    let wanted = "Exception ignored on flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n";
    assert_eq!((output.status.code(), err.as_str()), (Some(120), wanted));
    Ok(())
}

/// Code that prints what becomes of each of its expressions.
fn attempts(expressions: &[&str]) -> String {
    let list = expressions.join(", lambda: ");
    format!(
        "import os, io\nfor f in [lambda: {list}]:\n    try: f(); print('done')\n    except OSError as e: print(e)"
    )
}

#[test]
fn a_sandbox_denies_everything() {
    let code = attempts(
        &[
            "open('/etc/passwd')",
            "open('/tmp/x', 'w')",
            "os.listdir()",
            "os.stat('/')",
            "os.system('true')",
            "os.read(9, 1)",
            "io.FileIO(9)",
            "io.FileIO(1, 'w')",
            "os.environ['HOME']",
        ]
        .map(|e| if e.contains("environ") { "print(dict(os.environ))" } else { e }),
    );
    let (status, out, err) = run(&["--sandbox", "-c", &code], "");
    assert_eq!((status, err.as_str()), (0, ""));
    let denied = |option: &str, path: &str| format!("[Errno 13] Denied by the sandbox ({option}){path}");
    let wanted = [
        denied("--allow-read", ": '/etc/passwd'"),
        denied("--allow-write", ": '/tmp/x'"),
        denied("--allow-read", ": '.'"),
        denied("--allow-read", ": '/'"),
        denied("--allow-run", ""),
        denied("--allow-read --allow-write", ""),
        denied("--allow-read --allow-write", ""),
        denied("--allow-read --allow-write", ""),
        "{}\ndone".to_owned(),
    ];
    assert_eq!(out.lines().collect::<Vec<_>>().join("\n"), wanted.join("\n"));
}

#[cfg(unix)]
#[test]
fn a_sandbox_gives_back() -> std::io::Result<()> {
    let (inside, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
    std::fs::write(outside.path().join("secret"), "")?;
    std::os::unix::fs::symlink(outside.path().join("secret"), inside.path().join("link"))?;
    std::fs::write(inside.path().join("mod.py"), "x = 1")?;
    let folder = inside.path().to_string_lossy().into_owned();
    let code = attempts(&[
        "open(D + '/mod.py')",
        "open(D + '/link')",
        "open(D + '/new', 'w')",
        "os.remove(D + '/new')",
        "os.system('true')",
    ]);
    let code = format!(
        "D = {folder:?}\n{code}\nimport sys\nsys.path.append(D)\nimport mod\nprint(mod.x, dict(os.environ))"
    );
    let read = format!("--allow-read={folder}");
    let write = format!("--allow-write={folder}");
    let out = run(&["--sandbox", &read, "--allow-env=PYTHONHASHSEED", "-c", &code], "").1;
    let denied = |option: &str, path: &str| format!("[Errno 13] Denied by the sandbox ({option}){path}");
    let wanted = [
        "done".to_owned(),
        denied("--allow-read", &format!(": '{folder}/link'")),
        denied("--allow-write", &format!(": '{folder}/new'")),
        denied("--allow-write", &format!(": '{folder}/new'")),
        denied("--allow-run", ""),
        "1 {'PYTHONHASHSEED': '0'}".to_owned(),
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), wanted);
    let out = run(&[&read, &write, "--allow-run", "-c", &code], "").1;
    assert_eq!(out.lines().filter(|line| *line == "done").count(), 4, "{out}");
    Ok(())
}

/// `p = P(); p.me = p; [p, p, {'a': 1, (): b'\xff'}]` at protocol 4, without frames.
const GRAPH: &[u8] = b"\x80\x04]\x94(\x8c\x08__main__\x94\x8c\x01P\x94\x93\x94)\x81\x94}\x94\x8c\x02me\x94h\x04sbh\x04}\x94(\x8c\x01a\x94K\x01)C\x01\xff\x94ue.";

#[test]
fn pickles_are_shown_and_converted() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (file, other, text) = (place("a.pkl"), place("b.pkl"), place("a.json"));
    std::fs::write(&file, GRAPH)?;
    let shown = run(&["pickle", "show", &file], "");
    let wanted = "list of 3\n  [0]: __main__.P #1\n    state: dict of 1\n      'me': -> #1\n  [1]: -> #1\n  [2]: dict of 2\n    'a': 1\n    (): b'\\xff'\n";
    assert_eq!((shown.0, shown.1.as_str()), (0, wanted));
    let (status, out, _) = run(&["pickle", "check", &file], "");
    assert_eq!((status, out), (1, format!("{file}: unknown\n  20: unknown: __main__.P\n")));
    // Through JSON and back.
    assert_eq!(code(&["pickle", "convert", "--to", "json", &file, "-o", &text]), 0);
    assert_eq!(code(&["pickle", "convert", &text, "-o", &other]), 0);
    assert_eq!(run(&["pickle", "diff", &file, &other], "").1.lines().count(), 1);
    assert_eq!(run(&["pickle", "show", &other], "").1, wanted);
    assert_eq!(code(&["pickle", "trip", &other]), 0);
    assert_eq!(code(&["pickle", "diff", &other, &other]), 0);
    assert_eq!(code(&["pickle", "convert", "--rename", "__main__.P=shop.Order", &file, "-o", &other]), 0);
    assert!(run(&["pickle", "show", &other], "").1.contains("shop.Order #1"));
    assert_eq!(run(&["pickle", "diff", &file, &other], "").0, 1);
    assert!(run(&["pickle", "size", &file], "").1.contains("list of 3"));
    Ok(())
}

#[test]
fn hostile_pickles_are_found_out() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("a.pkl").to_string_lossy().into_owned();
    std::fs::write(&file, b"cos\nsystem\n(S'ls'\ntR.]K\x01a.")?;
    let (status, out, _) = run(&["pickle", "check", "--json", &file], "");
    let wanted = format!(
        "{{\"file\": \"{file}\", \"verdict\": \"dangerous\", \"findings\": [{{\"offset\": 0, \"verdict\": \"dangerous\", \
         \"what\": \"os.system\"}}, {{\"offset\": 19, \"verdict\": \"dangerous\", \"what\": \"call of os.system\"}}]}}\n"
    );
    assert_eq!((status, out), (1, wanted));
    assert_eq!(run(&["pickle", "check", "--index", "1", &file], "").1, format!("{file}[1]: data\n"));
    assert_eq!(code(&["pickle", "check", "--index", "2", &file]), 2);
    assert_eq!(code(&["pickle", "check", "no_such_file.pkl"]), 2);
    assert_eq!(code(&["pickle", "check"]), 2);
    Ok(())
}

#[test]
fn prompts_that_were_pasted_are_stripped() {
    let pasted = ">>> x = 1\n>>> def f():\n...     return x\n... \n>>> f()\n>>> for i in range(2):\n...     print(i)\n>>> print('end')\n";
    assert_eq!(run(&["repl"], pasted).1, "1\n0\n1\nend\n");
}
