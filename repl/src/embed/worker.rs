//! [`Worker`]: a machine on a thread of its own, for callers on any thread.

use std::sync::mpsc;
use std::thread;

use crate::embed::builder::Builder;
use crate::embed::vm::Vm;
use crate::error::Error;
use crate::{Interrupter, Result};

type Job = Box<dyn FnOnce(&Vm) + Send>;

/// A machine that owns its thread and its heap. Clones are handles of the same machine; the thread ends, and with it the
/// machine, after the last of them is dropped.
///
/// ```
/// use pyvm::Vm;
///
/// let worker = Vm::builder().spawn()?;
/// worker.run(|vm| vm.exec("total = 0"))?;
/// std::thread::scope(|scope| {
///     for n in 1..=4 {
///         let worker = worker.clone();
///         scope.spawn(move || worker.run(move |vm| vm.exec(&format!("total += {n}"))));
///     }
/// });
/// assert_eq!(worker.run(|vm| vm.eval::<i64>("total"))?, 10);
/// # Ok::<(), pyvm::Error>(())
/// ```
#[derive(Clone)]
pub struct Worker {
    jobs: mpsc::Sender<Job>,
    interrupter: Interrupter,
}

impl Builder {
    /// Makes the machine on a new thread.
    ///
    /// # Errors
    /// OSError where the system has no thread left; SystemError where the machine does not start.
    pub fn spawn(self) -> Result<Worker> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let (started, start) = mpsc::channel();
        let live = move || {
            let vm = self.build();
            // Whoever asked for the machine may have gone.
            drop(started.send(vm.interrupter()));
            queue.into_iter().for_each(|job| job(&vm));
        };
        thread::Builder::new().name("pyvm-worker".to_owned()).spawn(live)?;
        let ended = |_| Error::new("SystemError", "the machine did not start");
        let interrupter = start.recv().map_err(ended)?;
        Ok(Worker { jobs, interrupter })
    }
}

impl Worker {
    /// Runs `f` on the machine's thread, after what was asked for before, and waits for its result.
    ///
    /// # Errors
    /// What `f` gives; SystemError where `f` panicked.
    pub fn run<R: Send + 'static>(&self, f: impl FnOnce(&Vm) -> Result<R> + Send + 'static) -> Result<R> {
        let (done, result) = mpsc::channel();
        let job = move |vm: &Vm| {
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| f(vm)));
            let result = caught.unwrap_or_else(|payload| Err(Error::panic(&*payload)));
            // Whoever asked may have gone.
            drop(done.send(result));
        };
        let gone = || Error::new("SystemError", "the machine's thread has ended");
        self.jobs.send(Box::new(job)).map_err(|_| gone())?;
        result.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// The handle that interrupts or stops what runs.
    pub fn interrupter(&self) -> Interrupter {
        self.interrupter.clone()
    }
}
