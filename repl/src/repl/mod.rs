//! The REPL: the loop's core, free of editor and terminal, and its front ends.

use pyvm_vm::compile::Mode;
use pyvm_vm::import::{self, source};
use pyvm_vm::objects::module;
use pyvm_vm::parser::{Completeness, completeness};
use pyvm_vm::{PyError, PyResult, Value};

use crate::{Vm, run};

mod complete;
mod front;

pub use complete::{Completions, complete};

pub use front::{Settings, interact};

/// What a line led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fed {
    /// The statement goes on; the next line may begin with `indent` spaces.
    More {
        /// A suggestion.
        indent: usize,
    },
    /// It ran.
    Ran,
    /// It raised, or is no Python; that was reported.
    Failed,
    /// It asked to leave.
    Exit(i32),
}

/// One conversation: the lines of the statement so far, and a count of statements.
pub struct Session {
    vm: Vm,
    lines: String,
    /// The statement was pasted with its prompts.
    prompted: bool,
    count: usize,
}

impl Session {
    /// A conversation in `__main__` of a machine.
    pub fn new(vm: &Vm) -> Session {
        Session { vm: vm.clone(), lines: String::new(), prompted: false, count: 0 }
    }

    /// Whether a statement was begun and not ended.
    pub fn is_pending(&self) -> bool {
        !self.lines.is_empty()
    }

    /// The statement so far.
    pub fn pending(&self) -> &str {
        &self.lines
    }

    /// Drops the statement so far: Ctrl-C.
    pub fn reset(&mut self) {
        self.lines.clear();
    }

    /// Takes one line, without its end. An empty line ends a compound statement.
    ///
    /// Lines that were copied with their prompts lose them; a prompt for a new statement ends the one before.
    pub fn feed(&mut self, line: &str) -> Fed {
        let begun = line.strip_prefix(">>> ").or_else(|| (line == ">>>").then_some(""));
        match begun {
            Some(rest) if !self.is_pending() => {
                self.prompted = true;
                return self.take(rest);
            }
            Some(rest) if self.prompted => {
                if let left @ (Fed::Exit(_) | Fed::Failed) = self.take("") {
                    return left;
                }
                return self.take(rest);
            }
            _ => {}
        }
        if !self.is_pending() {
            self.prompted = false;
        }
        let goes_on = line.strip_prefix("... ").or_else(|| (line == "...").then_some(""));
        self.take(goes_on.filter(|_| self.prompted && self.is_pending()).unwrap_or(line))
    }

    fn take(&mut self, line: &str) -> Fed {
        self.lines.push_str(line);
        self.lines.push('\n');
        if self.lines.trim().is_empty() {
            self.lines.clear();
            return Fed::Ran;
        }
        match completeness(&self.lines) {
            Completeness::Incomplete { indent } => Fed::More { indent },
            // The error is raised by compiling, so that it is reported as any other.
            Completeness::Complete | Completeness::Invalid(_) => self.run(),
        }
    }

    fn run(&mut self) -> Fed {
        let text = std::mem::take(&mut self.lines);
        let text = text.trim_end_matches('\n');
        let name = format!("<python-input-{}>", self.count);
        self.count += 1;
        let core = self.vm.core();
        core.sources.borrow_mut().insert(name.clone(), text.to_owned());
        let guard = core.begin(self.vm.border().limits.get());
        let result = self.execute(text, &name);
        drop(guard);
        match result {
            Ok(()) => Fed::Ran,
            Err(error) if error.matches(core, &core.exc.system_exit) => Fed::Exit(run::report(core, &error)),
            Err(error) => {
                self.report(&error);
                Fed::Failed
            }
        }
    }

    fn report(&self, error: &PyError) {
        let core = self.vm.core();
        let remembered = core.import("sys").and_then(|sys| {
            let traceback = error.payload().traceback.get();
            core.setattr(&sys, &core.intern("last_exc"), error.to_value())?;
            core.setattr(&sys, &core.intern("last_type"), error.class().to_value())?;
            core.setattr(&sys, &core.intern("last_value"), error.to_value())?;
            core.setattr(&sys, &core.intern("last_traceback"), traceback)
        });
        run::report(core, remembered.as_ref().err().unwrap_or(error));
    }

    fn execute(&self, text: &str, name: &str) -> PyResult<()> {
        let core = self.vm.core();
        let result = self.statements(text, name);
        let flushed = run::flush(core, "stdout");
        result.and(flushed)
    }

    /// Runs each statement on its own, so that every expression among them is shown.
    fn statements(&self, text: &str, name: &str) -> PyResult<()> {
        let core = self.vm.core();
        let Some(globals) = module::dict(core, &self.vm.main()?) else {
            return Err(core.system_error("__main__ has no namespace"));
        };
        let code = source::compile(core, &format!("{text}\n"), name, Mode::Single)?;
        import::exec_code(core, &code, &globals, Value::Obj(globals.clone()))?;
        core.attend()
    }
}
