//! `listdir` and `scandir`.

use std::cell::{Cell, RefCell};

use nix::dir::{Dir, OwningIter, Type};
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::stat::{Mode, SFlag};
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::path::{Accepts, PathArg, Target};
use super::stat;

/// The iterator that `scandir` gives.
struct Scan {
    folder: PathArg,
    entries: RefCell<Option<OwningIter>>,
}

/// One entry of a folder.
struct Entry {
    name: Value,
    path: Value,
    /// The path as a system call takes it: relative to the folder's descriptor where it was opened by one.
    target: PathArg,
    folder: Option<i32>,
    kind: Option<Type>,
    inode: Cell<u64>,
    /// The results of `stat` and of `lstat`.
    known: [RefCell<Value>; 2],
}

static SCAN: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("ScandirIterator")),
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next_entry));
    },
    methods: &[
        NativeDef::method("__enter__", "($self, /)", |_, a| Ok(a[0].clone()), "").hidden_signature(),
        NativeDef::method("__exit__", "($self, /, *args)", close_scan, "").hidden_signature(),
        NativeDef::method("close", "($self, /)", close_scan, "").hidden_signature(),
    ],
    ..TypeSpec::named("ScandirIterator", "posix")
};

/// `os.DirEntry`
pub(super) static ENTRY: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("DirEntry")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    methods: ENTRY_METHODS,
    getset: &[
        GetSetDef::member(
            "name",
            |vm, v| Ok(entry(vm, v)?.name.clone()),
            "the entry's base filename, relative to scandir() \"path\" argument",
        ),
        GetSetDef::member(
            "path",
            |vm, v| Ok(entry(vm, v)?.path.clone()),
            "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
        ),
    ],
    ..TypeSpec::named("DirEntry", "posix")
};

static ENTRY_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "is_dir",
        "($self, /, *, follow_symlinks=True)",
        |vm, a| is_kind(vm, a, Type::Directory),
        "Return True if the entry is a directory; cached per entry.",
    ),
    NativeDef::method(
        "is_file",
        "($self, /, *, follow_symlinks=True)",
        |vm, a| is_kind(vm, a, Type::File),
        "Return True if the entry is a file; cached per entry.",
    ),
    NativeDef::method(
        "is_symlink",
        "($self, /)",
        |vm, a| is_kind(vm, &[a[0].clone(), Value::Bool(false)], Type::Symlink),
        "Return True if the entry is a symbolic link; cached per entry.",
    ),
    NativeDef::method(
        "is_junction",
        "($self, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return True if the entry is a junction; cached per entry.",
    ),
    NativeDef::method(
        "stat",
        "($self, /, *, follow_symlinks=True)",
        entry_stat,
        "Return stat_result object for the entry; cached per entry.",
    ),
    NativeDef::method(
        "inode",
        "($self, /)",
        |vm, a| Ok(Value::from(entry(vm, &a[0])?.inode.get())),
        "Return inode of the entry; cached per entry.",
    ),
    NativeDef::method(
        "__fspath__",
        "($self, /)",
        |vm, a| Ok(entry(vm, &a[0])?.path.clone()),
        "Returns the path for the entry.",
    ),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

fn entry<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Entry> {
    vm.payload(value, "DirEntry")
}

fn open_folder(path: &PathArg) -> nix::Result<Dir> {
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
    match &path.target {
        Target::Name(name) => Dir::open(name.as_c_str(), flags, Mode::empty()),
        // Reading and closing must not touch the caller's own descriptor.
        Target::Descriptor(fd) => Dir::from_fd(fcntl(*fd, FcntlArg::F_DUPFD_CLOEXEC(0))?),
    }
}

fn is_dots(name: &[u8]) -> bool {
    name == b"." || name == b".."
}

/// `listdir(path=None)`
pub(super) fn list(vm: &Vm, args: &[Value]) -> PyResult {
    let accepts = Accepts { none: true, ..Accepts::any("listdir") };
    let path = PathArg::of(vm, &args[0], accepts)?;
    let mut folder = open_folder(&path).map_err(|e| path.error(vm, e))?;
    let mut names = Vec::new();
    for found in folder.iter() {
        let found = found.map_err(|e| path.error(vm, e))?;
        let name = found.file_name().to_bytes();
        if !is_dots(name) {
            names.push(path.derived(vm, name)?);
        }
    }
    if let Target::Descriptor(fd) = path.target {
        // The copy shares its position with the original, which is to be read again.
        let _ = nix::unistd::lseek(fd, 0, nix::unistd::Whence::SeekSet);
    }
    Ok(vm.new_list(names))
}

/// `scandir(path=None)`
pub(super) fn scan(vm: &Vm, args: &[Value]) -> PyResult {
    let accepts = Accepts { none: true, ..Accepts::any("scandir") };
    let folder = PathArg::of(vm, &args[0], accepts)?;
    let entries = open_folder(&folder).map_err(|e| folder.error(vm, e))?.into_iter();
    Ok(vm.new_native(&vm.native_type(&SCAN), Scan { folder, entries: RefCell::new(Some(entries)) }))
}

fn close_scan(vm: &Vm, args: &[Value]) -> PyResult {
    let scan: &Scan = vm.payload(&args[0], "ScandirIterator")?;
    drop(scan.entries.take());
    Ok(Value::None)
}

fn next_entry(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let scan: &Scan = vm.payload(value, "ScandirIterator")?;
    loop {
        let next = scan.entries.borrow_mut().as_mut().and_then(Iterator::next);
        let found = match next {
            Some(Ok(found)) => found,
            Some(Err(e)) => return Err(scan.folder.error(vm, e)),
            None => {
                drop(scan.entries.take());
                return Ok(None);
            }
        };
        let name = found.file_name().to_bytes();
        if !is_dots(name) {
            return make_entry(vm, scan, name, &found).map(Some);
        }
    }
}

fn make_entry(vm: &Vm, scan: &Scan, name: &[u8], found: &nix::dir::Entry) -> PyResult {
    let folder = &scan.folder;
    let mut path = match &folder.target {
        Target::Name(at) => at.to_bytes().to_vec(),
        Target::Descriptor(_) => Vec::new(),
    };
    let fd = match folder.target {
        Target::Descriptor(fd) => Some(fd),
        Target::Name(_) => None,
    };
    if fd.is_none() && path.last().is_some_and(|b| *b != b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    let path = folder.derived(vm, &path)?;
    let payload = Entry {
        name: folder.derived(vm, name)?,
        target: PathArg::of(vm, &path, Accepts::name("DirEntry", "path"))?,
        path,
        folder: fd,
        kind: found.file_type(),
        inode: Cell::new(found.ino()),
        known: [RefCell::new(Value::Unbound), RefCell::new(Value::Unbound)],
    };
    Ok(vm.new_native(&vm.native_type(&ENTRY), payload))
}

/// The record of an entry, kept; for entries that are no links both kinds are one.
fn record_of(vm: &Vm, e: &Entry, follow: bool) -> PyResult {
    let own = if e.kind == Some(Type::Symlink) { usize::from(follow) } else { 0 };
    let known = e.known[own].borrow().clone();
    if !known.is_unbound() {
        return Ok(known);
    }
    super::sandbox::check_path(vm, ("stat", "path"), &e.target.target, &e.target.shown)?;
    let found = stat::look(&e.target, e.folder, follow).map_err(|errno| e.target.error(vm, errno))?;
    let record = stat::record(vm, &found)?;
    drop(e.known[own].replace(record.clone()));
    Ok(record)
}

fn entry_stat(vm: &Vm, args: &[Value]) -> PyResult {
    let follow = vm.is_true(&args[1])?;
    record_of(vm, entry(vm, &args[0])?, follow)
}

fn is_kind(vm: &Vm, args: &[Value], wanted: Type) -> PyResult {
    let (e, follow) = (entry(vm, &args[0])?, vm.is_true(&args[1])?);
    match e.kind {
        Some(kind) if kind != Type::Symlink || !follow => return Ok(Value::Bool(kind == wanted)),
        _ => {}
    }
    super::sandbox::check_path(vm, ("stat", "path"), &e.target.target, &e.target.shown)?;
    let found = match stat::look(&e.target, e.folder, follow) {
        Ok(found) => found,
        Err(Errno::ENOENT) => return Ok(Value::Bool(false)),
        Err(errno) => return Err(e.target.error(vm, errno)),
    };
    let flag = match wanted {
        Type::Directory => SFlag::S_IFDIR,
        Type::Symlink => SFlag::S_IFLNK,
        _ => SFlag::S_IFREG,
    };
    Ok(Value::Bool(SFlag::from_bits_truncate(found.st_mode) & SFlag::S_IFMT == flag))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.repr(&entry(vm, value)?.name)?;
    Ok(Value::str(&format!("<DirEntry {name}>")))
}

impl Native for Scan {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.folder.shown);
    }
}

impl Native for Entry {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        visit.value(&self.path);
        visit.value(&self.target.shown);
        self.known.iter().for_each(|k| visit.value(&k.borrow()));
    }
}
