//! Captured output.

use std::cell::RefCell;
use std::rc::Rc;

use crate::embed::class::{Class, ClassBuilder, New};
use crate::embed::vm::{Vm, WeakVm};
use crate::{Obj, Result};

/// What a program wrote while it was captured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// `sys.stdout`
    pub stdout: String,
    /// `sys.stderr`
    pub stderr: String,
}

/// A text stream that keeps what is written.
struct Sink {
    text: Rc<RefCell<String>>,
    vm: WeakVm,
}

impl Class for Sink {
    const NAME: &'static str = "pyvm.Sink";

    fn define(class: &mut ClassBuilder<Self>) {
        class
            .method("write(text, /)", |sink, (text,): (String,)| {
                // Past the limit on output nothing is kept; the program ends where it next looks up.
                let room = sink.vm.upgrade().map_or(0, |vm| vm.core().charge_output(text.len()).unwrap_or(0));
                sink.text.borrow_mut().push_str(text.get(..text.floor_char_boundary(room)).unwrap_or(""));
                text.chars().count()
            })
            .method("flush()", |_, ()| ())
            .method("isatty()", |_, ()| false)
            .method("writable()", |_, ()| true)
            .get("encoding", |_| "utf-8")
            .get("errors", |_| "strict");
    }
}

/// Puts the streams back, however the captured stretch ends.
struct Restore {
    sys: Obj,
    streams: Vec<(&'static str, Obj)>,
}

impl Drop for Restore {
    fn drop(&mut self) {
        for (name, stream) in &self.streams {
            // Only a `sys` that refuses attributes could fail here; there is nobody to tell.
            drop(self.sys.setattr(name, stream));
        }
    }
}

impl Vm {
    /// Runs `f` with `sys.stdout` and `sys.stderr` captured.
    pub fn capture<R>(&self, f: impl FnOnce(&Vm) -> R) -> (R, Output) {
        let texts = [("stdout", Rc::new(RefCell::default())), ("stderr", Rc::new(RefCell::default()))];
        let guard = self.redirect(&texts);
        let result = f(self);
        drop(guard);
        let [(_, out), (_, err)] = texts;
        (result, Output { stdout: out.take(), stderr: err.take() })
    }

    fn redirect(&self, texts: &[(&'static str, Rc<RefCell<String>>)]) -> Result<Restore> {
        let mut guard = Restore { sys: self.import("sys")?, streams: Vec::new() };
        for (name, text) in texts {
            let old = guard.sys.getattr(name)?;
            guard.streams.push((name, old));
            guard.sys.setattr(name, New(Sink { text: text.clone(), vm: self.downgrade() }))?;
        }
        Ok(guard)
    }
}
