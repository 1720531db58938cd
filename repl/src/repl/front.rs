//! The REPL at a terminal (rustyline), or fed by a pipe.

use std::borrow::Cow;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use pyvm_vm::Value;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

use super::{Fed, Session, complete};
use crate::{Vm, run};

/// How the REPL begins.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether the banner is shown.
    pub banner: bool,
    /// A file to run first: `PYTHONSTARTUP`.
    pub startup: Option<String>,
}

const HELP: &str = "Type a statement or an expression; an empty line ends a block. Tab completes, Ctrl-C clears, Ctrl-D leaves.";

/// Reads lines and prints prompts.
trait Input {
    fn line(&mut self, prompt: &str, indent: usize) -> Result<String, ReadlineError>;
    fn remember(&mut self, statement: &str);
}

struct Completing(Vm);

impl Helper for Completing {}
impl Hinter for Completing {
    type Hint = String;
}
impl Highlighter for Completing {
    fn highlight<'l>(&self, line: &'l str, _pos: usize) -> Cow<'l, str> {
        Cow::Borrowed(line)
    }
}
impl Validator for Completing {}
impl Completer for Completing {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..pos).unwrap_or(line);
        if before.trim().is_empty() {
            // Tab at the beginning of a line indents.
            let pair = Pair { display: String::new(), replacement: "    ".to_owned() };
            return Ok((pos, vec![pair]));
        }
        let found = complete(&self.0, before);
        let pair = |name: String| Pair { display: name.clone(), replacement: name };
        Ok((found.start, found.names.into_iter().map(pair).collect()))
    }
}

struct Terminal {
    editor: Editor<Completing, FileHistory>,
    history: Option<PathBuf>,
}

impl Terminal {
    fn new(vm: &Vm) -> Result<Terminal, ReadlineError> {
        let config =
            Config::builder().auto_add_history(false).completion_type(rustyline::CompletionType::List);
        let mut editor = Editor::with_config(config.build())?;
        editor.set_helper(Some(Completing(vm.clone())));
        let history = history_file();
        if let Some(file) = &history {
            // The first run has none.
            drop(editor.load_history(file));
        }
        Ok(Terminal { editor, history })
    }
}

fn history_file() -> Option<PathBuf> {
    match std::env::var_os("PYVM_HISTORY") {
        Some(file) if file.is_empty() => None,
        Some(file) => Some(file.into()),
        None => std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyvm_history")),
    }
}

impl Input for Terminal {
    fn line(&mut self, prompt: &str, indent: usize) -> Result<String, ReadlineError> {
        self.editor.readline_with_initial(prompt, (&" ".repeat(indent), ""))
    }

    fn remember(&mut self, statement: &str) {
        drop(self.editor.add_history_entry(statement));
        if let Some(file) = &self.history {
            // A history that cannot be written is not worth stopping for.
            drop(self.editor.append_history(file));
        }
    }
}

/// Lines of a pipe: prompts go to standard error, as in CPython.
struct Pipe;

impl Input for Pipe {
    fn line(&mut self, prompt: &str, _indent: usize) -> Result<String, ReadlineError> {
        let mut err = std::io::stderr();
        err.write_all(prompt.as_bytes()).and_then(|()| err.flush())?;
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Err(ReadlineError::Eof);
        }
        Ok(line.trim_end_matches('\n').to_owned())
    }

    fn remember(&mut self, _statement: &str) {}
}

/// Converses until the end of input or `exit`, and gives the exit code.
pub fn interact(vm: &Vm, settings: &Settings) -> i32 {
    if settings.banner {
        eprintln!("pyvm {} (Python 3.13.0)", env!("CARGO_PKG_VERSION"));
        eprintln!("Type \"help\" or \"copyright\" for more information, \"exit\" to leave.");
    }
    set_prompts(vm);
    if let Some(file) = &settings.startup
        && let Err(error) = vm.run_file(file)
    {
        eprint!("{}", error.report());
    }
    let is_terminal = std::io::stdin().is_terminal();
    let terminal = if is_terminal { Terminal::new(vm).ok() } else { None };
    match terminal {
        Some(mut terminal) => converse(vm, &mut terminal),
        None => converse(vm, &mut Pipe),
    }
}

fn converse(vm: &Vm, input: &mut dyn Input) -> i32 {
    let mut session = Session::new(vm);
    let mut indent = 0;
    loop {
        let (name, default) = if session.is_pending() { ("ps2", "... ") } else { ("ps1", ">>> ") };
        let prompt = prompt(vm, name, default);
        match input.line(&prompt, indent) {
            Ok(line) => {
                let before = session.pending().to_owned();
                match take(vm, &mut session, &line) {
                    Fed::More { indent: next } => {
                        indent = next;
                        continue;
                    }
                    Fed::Exit(code) => return code,
                    Fed::Ran | Fed::Failed => input.remember(format!("{before}{line}").trim_end()),
                }
            }
            Err(ReadlineError::Interrupted) => {
                eprintln!("KeyboardInterrupt");
                session.reset();
            }
            Err(ReadlineError::Eof) if session.is_pending() => {
                session.feed("");
                session.reset();
            }
            Err(ReadlineError::Eof) => {
                eprintln!();
                return 0;
            }
            Err(error) => {
                eprintln!("pyvm: {error}");
                return 1;
            }
        }
        indent = 0;
    }
}

/// A line of the conversation, where the bare words of CPython's REPL mean something too.
fn take(vm: &Vm, session: &mut Session, line: &str) -> Fed {
    if !session.is_pending() && vm.get::<crate::Obj>(line.trim()).is_err() {
        match line.trim() {
            "exit" | "quit" => return Fed::Exit(0),
            "help" => {
                println!("{HELP}");
                return Fed::Ran;
            }
            _ => {}
        }
    }
    session.feed(line)
}

fn set_prompts(vm: &Vm) {
    let core = vm.core();
    let Ok(sys) = core.import("sys") else { return };
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if matches!(core.lookup_attr(&sys, &core.intern(name)), Ok(None)) {
            drop(core.setattr(&sys, &core.intern(name), Value::str(text)));
        }
    }
}

/// `str(sys.ps1)`, evaluated each time; nothing where that raises.
fn prompt(vm: &Vm, name: &str, default: &str) -> String {
    let core = vm.core();
    let text = core.import("sys").and_then(|sys| match core.lookup_attr(&sys, &core.intern(name))? {
        Some(prompt) => core.str(&prompt).map(|s| s.to_string()),
        None => Ok(default.to_owned()),
    });
    drop(run::flush(core, "stdout"));
    text.unwrap_or_default()
}
