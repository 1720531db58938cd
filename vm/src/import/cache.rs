//! Compiled sources on disk, beside the source in `__pycache__` or below `sys.pycache_prefix`. Mirrors the part of
//! `Lib/importlib/_bootstrap_external.py` that reads and writes `.pyc` files.
//!
//! A file begins with CPython's header of 16 bytes (magic number, flags, time and size of the source) and goes on with what CPython
//! has not: the nanoseconds of that time, the digest of the compiler and a checksum; then the image of the code object. A file that
//! is of another source, of another compiler or damaged is as good as none. Programs in a sandbox do without: who can write such
//! a file must not get code past the compiler that way.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::bytecode::image::{self, Image, Unread};
use crate::error::PyResult;
use crate::hash::HashSecret;
use crate::heap::{Value, intern};
use crate::objects::code::SharedConstants;
use crate::objects::{CodeObject, Dict};
use crate::vm::Vm;

/// `sys.implementation.cache_tag`
pub const TAG: &str = "pyvm-313";
/// `importlib.util.MAGIC_NUMBER`
pub const MAGIC: [u8; 4] = *b"PV\r\n";
/// The folder beside the source.
const FOLDER: &str = "__pycache__";
/// Bytes before the checksum, and before the image.
const KEY: usize = 28;
const HEADER: usize = KEY + 8;

/// An attribute of `sys`, where it is set.
fn sys_attribute(vm: &Vm, name: &str) -> Option<Value> {
    let sys = Dict::of(&vm.modules)?.get_str(&intern::intern_str("sys"))?;
    vm.lookup_attr(&sys, &vm.intern(name)).ok().flatten()
}

/// The file in which the code of a source is kept.
///
/// # Errors
/// None.
pub fn path_of(vm: &Vm, source: &Path) -> PathBuf {
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    let name = match vm.flags.optimize {
        0 => format!("{stem}.{TAG}.pyc"),
        level => format!("{stem}.{TAG}.opt-{level}.pyc"),
    };
    let prefix = sys_attribute(vm, "pycache_prefix");
    let Some(prefix) = prefix.as_ref().and_then(Value::as_text) else {
        return source.with_file_name(FOLDER).join(name);
    };
    let mut path = PathBuf::from(prefix.to_string_lossy().as_ref());
    let whole = std::path::absolute(source).unwrap_or_else(|_| source.to_path_buf());
    let parts = whole.parent().into_iter().flat_map(Path::components);
    path.extend(parts.filter(|part| matches!(part, Component::Normal(_))));
    path.join(name)
}

/// The code of a source file, from the cache or compiled now and put there.
///
/// # Errors
/// OSError where the source cannot be read, SyntaxError and its kin.
pub fn code_of(vm: &Vm, source: &Path) -> PyResult {
    let shown = source.to_string_lossy();
    vm.ask_import(source, &Value::str(&shown))?;
    let entry = Entry::of(vm, source);
    if let Some(code) = entry.as_ref().and_then(|entry| entry.read(&shown)) {
        return Ok(CodeObject::unread(vm, &Rc::new(code), SharedConstants::default()));
    }
    let text = super::source::read(vm, source)?;
    let code = super::source::compile(vm, &text, &shown, crate::compile::Mode::Exec)?;
    let writes = sys_attribute(vm, "dont_write_bytecode").map(|flag| vm.is_true(&flag)).transpose()?;
    if writes == Some(false)
        && let Some(entry) = entry
        && let Some(made) = code.as_obj().and_then(CodeObject::of)
        && let Some(image) = image::write(made.code())
    {
        // A cache that cannot be written is none.
        drop(entry.write(&image));
    }
    Ok(code)
}

/// The place of a source in the cache.
struct Entry {
    path: PathBuf,
    key: [u8; KEY],
    mode: u32,
}

impl Entry {
    /// Nothing where the source cannot be looked at, or in a sandbox.
    fn of(vm: &Vm, source: &Path) -> Option<Entry> {
        if !vm.permissions.is_everything() {
            return None;
        }
        let metadata = fs::metadata(source).ok()?;
        Some(Entry { path: path_of(vm, source), key: key(&metadata)?, mode: metadata.mode() | 0o200 })
    }

    fn read(&self, filename: &str) -> Option<Unread> {
        let bytes = fs::read(&self.path).ok()?;
        let (header, image) = bytes.split_at_checked(HEADER)?;
        if header.get(..KEY)? != self.key || header.get(KEY..)? != checksum(image) {
            return None;
        }
        Image::open(image.to_vec(), filename, false)
    }

    /// Another process never sees half a file.
    fn write(&self, image: &[u8]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut name = self.path.as_os_str().to_owned();
        name.push(format!(".{}", std::process::id()));
        let temporary = PathBuf::from(name);
        let write = || {
            let mut file =
                OpenOptions::new().write(true).create_new(true).mode(self.mode & 0o666).open(&temporary)?;
            file.write_all(&self.key)?;
            file.write_all(&checksum(image))?;
            file.write_all(image)?;
            fs::rename(&temporary, &self.path)
        };
        write().inspect_err(|e| {
            if e.kind() != io::ErrorKind::AlreadyExists {
                drop(fs::remove_file(&temporary));
            }
        })
    }
}

/// What a file must begin with to be of this source as it is now, and of this compiler; nothing for times before 1970.
fn key(metadata: &Metadata) -> Option<[u8; KEY]> {
    let seconds = u64::try_from(metadata.mtime()).ok()?;
    let nanoseconds = u32::try_from(metadata.mtime_nsec()).ok()?;
    let build = u64::from_str_radix(pyvm_compiler::BUILD, 16).ok()?;
    let mut key = [0; KEY];
    let parts: [&[u8]; 6] = [
        &MAGIC,
        &[0; 4],
        // CPython too keeps the low halves.
        &(seconds as u32).to_le_bytes(),
        &(metadata.size() as u32).to_le_bytes(),
        &nanoseconds.to_le_bytes(),
        &build.to_le_bytes(),
    ];
    key.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
    Some(key)
}

fn checksum(image: &[u8]) -> [u8; 8] {
    HashSecret::from_seed(0).hash_bytes(image).to_le_bytes()
}
