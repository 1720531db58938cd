//! What the command line or the host chose for a whole VM: the values behind `sys.flags`. Mirrors `PyConfig`.

use crate::error::PyResult;
use crate::hash::HashSecret;
use crate::heap::{Str, Value};
use crate::objects::Dict;
use crate::vm::Vm;

/// The settings of a VM, fixed when its modules are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags {
    /// `-d`
    pub debug: u8,
    /// `-i`
    pub inspect: u8,
    /// `-i`, but not what the environment says in its stead.
    pub interactive: u8,
    /// `-O`: 1 drops asserts and makes `__debug__` false, 2 drops docstrings too.
    pub optimize: u8,
    /// `-B`: what is compiled is not written to files; hosts have to ask for it.
    pub dont_write_bytecode: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-S`
    pub no_site: bool,
    /// `-E`
    pub ignore_environment: bool,
    /// `-v`: each import is told on standard error.
    pub verbose: u8,
    /// `-b`: bytes compared with text, or made text by `str()`, warn; from 2 on the warning is an error.
    pub bytes_warning: u8,
    /// `-q`
    pub quiet: u8,
    /// Whether string hashes differ from those of `PYTHONHASHSEED=0`.
    pub hash_randomization: bool,
    /// `-I`
    pub isolated: bool,
    /// `-X dev`
    pub dev_mode: bool,
    /// `-X utf8`
    pub utf8_mode: bool,
    /// `-X warn_default_encoding`
    pub warn_default_encoding: bool,
    /// `-P`
    pub safe_path: bool,
    /// `-X int_max_str_digits`: where `sys.get_int_max_str_digits()` begins.
    pub int_max_str_digits: usize,
    /// `-X no_debug_ranges`: tracebacks show lines and no columns. Not shown in `sys.flags`.
    pub no_debug_ranges: bool,
    /// `-u`: what is printed is written at once. Not shown in `sys.flags`.
    pub unbuffered: bool,
}

impl Default for Flags {
    fn default() -> Self {
        Flags {
            debug: 0,
            inspect: 0,
            interactive: 0,
            optimize: 0,
            dont_write_bytecode: true,
            no_user_site: false,
            no_site: false,
            ignore_environment: false,
            verbose: 0,
            bytes_warning: 0,
            quiet: 0,
            hash_randomization: true,
            isolated: false,
            dev_mode: false,
            utf8_mode: false,
            warn_default_encoding: false,
            safe_path: false,
            int_max_str_digits: 4300,
            no_debug_ranges: false,
            unbuffered: false,
        }
    }
}

impl Flags {
    /// Reads `PYTHONHASHSEED` unless the environment is ignored, and gives the secret of string hashes it asks for.
    pub fn read_hash_seed(&mut self) -> HashSecret {
        let seed = std::env::var("PYTHONHASHSEED").ok().filter(|_| !self.ignore_environment);
        let seed = seed.and_then(|text| text.parse::<u32>().ok());
        self.hash_randomization = seed != Some(0);
        seed.map_or_else(HashSecret::random, HashSecret::from_seed)
    }
}

impl Vm {
    /// Reports an import on standard error where `-v` asks for it.
    pub(crate) fn tell_import(&self, name: &Str, spec: &Value) -> PyResult<()> {
        if self.flags.verbose == 0 {
            return Ok(());
        }
        let loader = self.getattr_str(spec, "loader")?;
        let text = format!("import {} # {}\n", self.repr(&Value::Str(name.clone()))?, self.repr(&loader)?);
        self.write_error(&text)
    }

    /// Writes to `sys.stderr`, where there is one.
    fn write_error(&self, text: &str) -> PyResult<()> {
        let sys = Dict::of(&self.modules).and_then(|modules| modules.get_str(&self.intern("sys")));
        let Some(sys) = sys else { return Ok(()) };
        match self.lookup_attr(&sys, &self.intern("stderr"))?.filter(|stream| !stream.is_none()) {
            Some(stream) => self.call_method(&stream, &self.names.write, &[Value::str(text)]).map(drop),
            None => Ok(()),
        }
    }

    /// Warns of bytes used as text where `-b` asks for it.
    ///
    /// # Errors
    /// BytesWarning, where the filters make it one.
    pub fn warn_of_bytes(&self, text: &str) -> PyResult<()> {
        if self.flags.bytes_warning == 0 {
            return Ok(());
        }
        self.warn(&self.exc.bytes_warning, text, 1)
    }

    /// Warns of an escape in bytes that means nothing; it comes without its backslash.
    ///
    /// # Errors
    /// DeprecationWarning, where the filters make it one.
    pub fn warn_of_escape(&self, escape: &[u8]) -> PyResult<()> {
        let shown: String = escape.iter().map(|&b| char::from(b)).collect();
        let kind = if escape.len() > 1 { "octal escape" } else { "escape" };
        self.warn(&self.exc.deprecation_warning, &format!("invalid {kind} sequence '\\{shown}'"), 1)
    }
}
