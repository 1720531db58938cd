//! The standard library of pyvm.
//!
//! Native modules carry the names of CPython's C modules, one file or folder each; the Python sources in `lib/` are
//! our own and compiled into the binary. To add a native module: its file and a row in [`NATIVE`]; a Python module:
//! one file in `stdlib/lib/` (found by `build.rs`).

use pyvm_vm::PyResult;
use pyvm_vm::import::{FrozenSource, FrozenText, ModuleMaker};
use pyvm_vm::vm::Vm;

mod _abc;
mod _bisect;
mod _codecs;
mod _collections;
mod _contextvars;
mod _csv;
mod _decimal;
mod _frozen_importlib;
mod _functools;
mod _hashlib;
mod _heapq;
mod _imp;
mod _io;
mod _json;
mod _opcode;
mod _operator;
mod _posixsubprocess;
mod _queue;
mod _random;
mod _sha2;
mod _signal;
mod _socket;
mod _sqlite3;
mod _sre;
mod _stat;
mod _string;
mod _struct;
mod _testinternalcapi;
mod _testlimitedcapi;
mod _testsinglephase;
mod _thread;
mod _tokenize;
mod _traceback;
mod _typing;
mod _warnings;
mod _weakref;
mod array;
mod atexit;
mod binascii;
mod cmath;
mod errno;
mod gc;
mod itertools;
mod marshal;
mod math;
mod posix;
mod select;
mod support;
mod time;
mod unicodedata;
mod waiting;
mod zlib;

/// Native modules by name.
static NATIVE: &[(&str, ModuleMaker)] = &[
    ("_abc", _abc::make),
    ("_ast", pyvm_vm::modules::ast::make),
    ("_bisect", _bisect::make),
    ("_codecs", _codecs::make),
    ("_collections", _collections::make),
    ("_contextvars", _contextvars::make),
    ("_decimal", _decimal::make),
    ("_csv", _csv::make),
    ("_hashlib", _hashlib::make),
    ("_md5", _hashlib::make_md5),
    ("_sha1", _hashlib::make_sha1),
    ("_sha3", _hashlib::make_sha3),
    ("_blake2", _hashlib::blake2::make),
    ("_frozen_importlib", _frozen_importlib::make),
    ("_frozen_importlib_external", _frozen_importlib::make_external),
    ("_functools", _functools::make),
    ("_heapq", _heapq::make),
    ("_imp", _imp::make),
    ("_io", _io::make),
    ("_posixsubprocess", _posixsubprocess::make),
    ("_queue", _queue::make),
    ("_random", _random::make),
    ("_string", _string::make),
    ("_signal", _signal::make),
    ("_sha2", _sha2::make),
    ("_json", _json::make),
    ("_socket", _socket::make),
    ("_sqlite3", _sqlite3::make),
    ("_sre", _sre::make),
    ("_traceback", _traceback::make),
    ("_typing", _typing::make),
    ("_warnings", _warnings::make),
    ("_opcode", _opcode::make),
    ("_operator", _operator::make),
    ("_pickle", pyvm_pickle::module::make),
    ("_pickletools", pyvm_pickle::module::tools::make),
    ("_testinternalcapi", _testinternalcapi::make),
    ("_testlimitedcapi", _testlimitedcapi::make),
    ("_testsinglephase", _testsinglephase::make),
    ("_thread", _thread::make),
    ("_tokenize", _tokenize::make),
    ("_weakref", _weakref::make),
    ("_struct", _struct::make),
    ("errno", errno::make),
    ("itertools", itertools::make),
    ("array", array::make),
    ("atexit", atexit::make),
    ("binascii", binascii::make),
    ("gc", gc::make),
    ("cmath", cmath::make),
    ("marshal", marshal::make),
    ("math", math::make),
    ("select", select::make),
    ("time", time::make),
    ("unicodedata", unicodedata::make),
    ("zlib", zlib::make),
    ("_stat", _stat::make),
    ("posix", posix::make),
];

include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// The first `size` bytes, which are taken off.
fn take(bytes: &mut &'static [u8], size: usize) -> &'static [u8] {
    let (taken, rest) = bytes.split_at_checked(size).unwrap_or_default();
    *bytes = rest;
    taken
}

/// Makes the modules of this crate importable and sets up `sys` and `builtins`.
///
/// # Errors
/// What making a module raises.
pub fn install(vm: &Vm) -> PyResult<()> {
    {
        let mut native = vm.native_modules.borrow_mut();
        for (name, maker) in NATIVE {
            native.insert((*name).to_owned(), *maker);
        }
    }
    {
        let mut frozen = vm.frozen_sources.borrow_mut();
        let (mut texts, mut images) = (TEXTS, IMAGES);
        for &(name, text, image, is_package) in FROZEN {
            let (text, image) = (take(&mut texts, text), take(&mut images, image));
            let text = FrozenText::Deflated(text);
            frozen.insert(name.to_owned(), FrozenSource { text, image: Some(image), is_package });
        }
    }
    pyvm_vm::modules::builtins::install(vm)?;
    let sys = pyvm_vm::modules::sys::install(vm)?;
    pyvm_vm::import::mark_built_in(vm, &sys, "sys")?;
    pyvm_vm::import::mark_built_in(vm, &vm.import("builtins")?, "builtins")?;
    _io::install_standard(vm, &sys)?;
    let io = vm.import("_io")?;
    let open = vm.getattr_str(&io, "open")?;
    vm.setattr(&vm.import("builtins")?, &vm.intern("open"), open)
}

/// Leaves all signals to the other threads of the process.
pub fn block_signals() {
    _signal::block_all();
}

/// Reads standard input to its end; an interrupt or a limit does not wait for it.
///
/// # Errors
/// OSError, KeyboardInterrupt, what ends a program past its limits.
pub fn read_stdin(vm: &Vm) -> PyResult<Vec<u8>> {
    let mut stdin = std::io::stdin().lock();
    let (mut data, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        _io::turns::wait_for_input(vm, 0)?;
        match std::io::Read::read(&mut stdin, &mut chunk).map_err(|e| vm.io_error(&e, None))? {
            0 => return Ok(data),
            count => data.extend_from_slice(chunk.get(..count).unwrap_or(&[])),
        }
    }
}

/// Sends what is still to be written to standard output nowhere.
pub fn give_up_stdout() {
    if let Ok(nowhere) = std::fs::OpenOptions::new().write(true).open("/dev/null") {
        // It fails only where standard output is no open file: then nothing is written either.
        let _ = nix::unistd::dup2(std::os::fd::AsRawFd::as_raw_fd(&nowhere), 1);
    }
}

/// How many threads the program runs beside the main one.
pub fn running_threads(vm: &Vm) -> usize {
    _thread::scheduler::count(vm)
}

/// Ends the threads that still run; nothing of them runs any more.
pub fn cancel_threads(vm: &Vm) {
    _thread::scheduler::cancel_all(vm);
}

/// Writes out what open files still hold, at the end of the program.
pub fn flush_files(vm: &Vm) {
    _io::flush_all(vm);
}
