//! The options of the command line, CPython's habits first.

use std::ffi::OsString;
use std::time::Duration;

use lexopt::{Arg, Parser};

use pyvm_vm::flags::Flags;
use pyvm_vm::permissions::{Grant, Permissions};

use crate::Limits;

/// What is to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Program {
    /// The REPL on a terminal, else a program from standard input.
    #[default]
    Interactive,
    /// The REPL, asked for.
    Repl,
    /// A script.
    File(String),
    /// `-c`
    Code(String),
    /// `-m`
    Module(String),
    /// `-`
    Stdin,
    /// `pyvm pickle …`
    Pickle(Vec<String>),
    /// `-h`, `pyvm help`
    Help,
    /// `-V`; the second one asks for more.
    Version {
        /// `-VV`
        long: bool,
    },
}

/// A parsed command line.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What is to run.
    pub program: Program,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// What `sys.flags` shows, and `-u`.
    pub flags: Flags,
    /// `-R`: hashes are random whatever `PYTHONHASHSEED` says.
    pub random_hashes: bool,
    /// `-x`: the first line of the script is skipped.
    pub skip_first_line: bool,
    /// `-W`
    pub warnings: Vec<String>,
    /// `PYTHONWARNINGS`
    pub environment_warnings: Vec<String>,
    /// `-X`
    pub x: Vec<String>,
    /// `--max-time` and its kin.
    pub limits: Limits,
    /// `--sandbox` and what gives back.
    pub permissions: Permissions,
    sandboxed: bool,
    versions: u8,
}

/// A command line or an environment that nothing can be run with.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// The message above the usage.
    Usage(String),
    /// What the machine cannot be set up with, and the function of CPython's that finds it.
    Fatal(&'static str, String),
}

/// What `int_max_str_digits` may be.
pub(super) const DIGITS: &str = "invalid limit; must be >= 640 or 0 for unlimited.";

impl Options {
    /// `-V` and `-h` go before whatever else was asked for.
    fn finished(mut self) -> Options {
        if self.versions > 0 && self.program != Program::Help {
            self.program = Program::Version { long: self.versions > 1 };
        }
        self
    }

    /// `sys.warnoptions`: what the other options ask for stands around those of `-W`.
    pub fn warn_options(&self) -> Vec<String> {
        let mut all: Vec<String> = self.flags.dev_mode.then(|| "default".to_owned()).into_iter().collect();
        all.extend(self.environment_warnings.iter().chain(&self.warnings).cloned());
        match self.flags.bytes_warning {
            0 => {}
            1 => all.push("default::BytesWarning".to_owned()),
            _ => all.push("error::BytesWarning".to_owned()),
        }
        all
    }

    /// Parses the arguments after the program's name.
    ///
    /// # Errors
    /// The message to show above the usage.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Refused> {
        let mut parser = Parser::from_args(arguments);
        let mut options = Options { argv: vec![String::new()], ..Options::default() };
        options.flags.dont_write_bytecode = false;
        loop {
            let argument = parser.next().map_err(|e| Refused::Usage(e.to_string()))?;
            let Some(argument) = argument else { return Ok(options.finished()) };
            let done = match argument {
                Arg::Short(letter) => options.short(letter, &mut parser)?,
                Arg::Long(name) => {
                    let name = name.to_owned();
                    options.long(&name, &mut parser)?
                }
                Arg::Value(value) => {
                    options.positional(&value.to_string_lossy(), rest(&mut parser));
                    true
                }
            };
            if done {
                return Ok(options.finished());
            }
        }
    }

    /// Whether the option was the last: what follows belongs to the program.
    fn short(&mut self, letter: char, parser: &mut Parser) -> Result<bool, Refused> {
        match letter {
            'c' => {
                self.program = Program::Code(value(letter, parser)?);
                self.take_argv("-c", rest(parser));
                return Ok(true);
            }
            'm' => {
                self.program = Program::Module(value(letter, parser)?);
                self.take_argv("-m", rest(parser));
                return Ok(true);
            }
            'h' | '?' => self.program = Program::Help,
            'V' => self.versions += 1,
            'x' => self.skip_first_line = true,
            'R' => self.random_hashes = true,
            // Taken for the sake of old scripts, as CPython does.
            't' => {}
            'B' => self.flags.dont_write_bytecode = true,
            'W' => self.warnings.push(value(letter, parser)?),
            'X' => {
                let option = value(letter, parser)?;
                self.implementation_option(&option)?;
                self.x.push(option);
            }
            other => return self.flag(other).map(|()| false),
        }
        Ok(self.program == Program::Help)
    }

    /// An option that `sys.flags` shows.
    fn flag(&mut self, letter: char) -> Result<(), Refused> {
        let flags = &mut self.flags;
        let count = |flag: &mut u8| *flag = flag.saturating_add(1);
        match letter {
            'b' => count(&mut flags.bytes_warning),
            'd' => count(&mut flags.debug),
            'i' => {
                count(&mut flags.inspect);
                count(&mut flags.interactive);
            }
            'O' => count(&mut flags.optimize),
            'q' => count(&mut flags.quiet),
            'v' => count(&mut flags.verbose),
            'u' => flags.unbuffered = true,
            's' => flags.no_user_site = true,
            'S' => flags.no_site = true,
            'E' => flags.ignore_environment = true,
            'P' => flags.safe_path = true,
            'I' => {
                (flags.isolated, flags.ignore_environment) = (true, true);
                (flags.safe_path, flags.no_user_site) = (true, true);
            }
            other => return Err(Refused::Usage(format!("Unknown option: -{other}"))),
        }
        Ok(())
    }

    /// `-X name[=value]`. Names that CPython does not know either only show in `sys._xoptions`.
    fn implementation_option(&mut self, option: &str) -> Result<(), Refused> {
        let (name, value) =
            option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        match name {
            "dev" => self.flags.dev_mode = true,
            "warn_default_encoding" => self.flags.warn_default_encoding = true,
            "utf8" => match value {
                None | Some("1") => self.flags.utf8_mode = true,
                Some("0") => self.flags.utf8_mode = false,
                Some(_) => {
                    return Err(Refused::Fatal(
                        "preconfig_init_utf8_mode",
                        "invalid -X utf8 option value".to_owned(),
                    ));
                }
            },
            "int_max_str_digits" => {
                let limit = value.and_then(|text| text.parse().ok()).filter(|n| *n == 0 || *n >= 640);
                let wrong =
                    || Refused::Fatal("config_init_int_max_str_digits", format!("-X {name}: {DIGITS}"));
                self.flags.int_max_str_digits = limit.ok_or_else(wrong)?;
            }
            // No fault of the machine can come from a program: there is nothing to handle.
            "faulthandler" => {}
            "no_debug_ranges" => self.flags.no_debug_ranges = true,
            "frozen_modules" if !matches!(value, None | Some("on" | "off")) => {
                let text = "bad value for option -X frozen_modules (expected \"on\" or \"off\")";
                return Err(Refused::Fatal("", text.to_owned()));
            }
            "cpu_count" | "importtime" | "perf" | "perf_jit" | "presite" | "tracemalloc" => {
                return Err(Refused::Usage(format!("-X {name} is not implemented")));
            }
            "gil" if value == Some("0") => {
                let text = "Disabling the GIL is not supported by this build";
                return Err(Refused::Fatal("config_read_gil", text.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    fn long(&mut self, name: &str, parser: &mut Parser) -> Result<bool, Refused> {
        match name {
            "help" => self.program = Program::Help,
            "version" => self.versions += 1,
            "max-time" | "max-fuel" | "max-memory" | "max-depth" | "max-output" => {
                self.limit(name, parser)?;
            }
            "check-hash-based-pycs" => check_pycs(parser)?,
            "sandbox" => self.deny_everything(),
            "allow-read" | "allow-write" | "allow-env" | "allow-net" | "allow-run" => {
                let given = parser.optional_value().map(|v| v.to_string_lossy().into_owned());
                self.allow(name, given)?;
            }
            other => return Err(Refused::Usage(format!("unknown option --{other}"))),
        }
        Ok(self.program == Program::Help)
    }

    fn limit(&mut self, name: &str, parser: &mut Parser) -> Result<(), Refused> {
        let given = parser.value().map_err(|_| Refused::Usage(format!("Argument expected for --{name}")))?;
        let text = given.to_string_lossy().into_owned();
        let wrong = || Refused::Usage(format!("--{name}: '{text}' is no limit"));
        let limits = &mut self.limits;
        match name {
            "max-time" => limits.time = Some(parse_time(&text).ok_or_else(wrong)?),
            "max-fuel" => limits.fuel = Some(text.parse().map_err(|_| wrong())?),
            "max-memory" => limits.memory = Some(parse_size(&text).ok_or_else(wrong)?),
            "max-depth" => {
                limits.depth = Some(text.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?);
            }
            _ => limits.output = Some(parse_size(&text).ok_or_else(wrong)? as u64),
        }
        Ok(())
    }

    /// `--sandbox`; what was given back before stays given back.
    fn deny_everything(&mut self) {
        if !std::mem::replace(&mut self.sandboxed, true) {
            self.permissions = Permissions::none();
        }
    }

    /// `--allow-read[=PATH]` and its kin, each of which puts the program in a sandbox.
    fn allow(&mut self, name: &str, what: Option<String>) -> Result<(), Refused> {
        self.deny_everything();
        let permissions = &mut self.permissions;
        match (name, what) {
            ("allow-read", None) => permissions.read = Grant::All,
            ("allow-read", Some(path)) => permissions.read.add(path.into()),
            ("allow-write", None) => permissions.write = Grant::All,
            ("allow-write", Some(path)) => permissions.write.add(path.into()),
            ("allow-env", None) => permissions.env = Grant::All,
            ("allow-env", Some(variable)) => permissions.env.add(variable),
            ("allow-net", None) => permissions.net = true,
            ("allow-run", None) => permissions.run = true,
            _ => return Err(Refused::Usage(format!("--{name} takes no argument"))),
        }
        Ok(())
    }

    fn positional(&mut self, first: &str, rest: Vec<String>) {
        match (first, rest.split_first()) {
            ("-", _) => {
                self.program = Program::Stdin;
                self.take_argv("-", rest);
            }
            ("repl", None) => self.program = Program::Repl,
            ("help", None) => self.program = Program::Help,
            ("run", Some((file, rest))) => {
                self.program = Program::File(file.clone());
                self.take_argv(file, rest.to_vec());
            }
            ("pickle", _) => self.program = Program::Pickle(rest),
            _ => {
                self.program = Program::File(first.to_owned());
                self.take_argv(first, rest);
            }
        }
    }

    fn take_argv(&mut self, first: &str, rest: Vec<String>) {
        self.argv = std::iter::once(first.to_owned()).chain(rest).collect();
    }
}

fn value(letter: char, parser: &mut Parser) -> Result<String, Refused> {
    let missing = || Refused::Usage(format!("Argument expected for the -{letter} option"));
    // `value` alone would refuse arguments that begin with a dash, and take the one of `-c=code` without its sign.
    let given = match parser.optional_value() {
        Some(attached) => attached,
        None => parser.raw_args().ok().and_then(|mut raw| raw.next()).ok_or_else(missing)?,
    };
    Ok(given.to_string_lossy().into_owned())
}

/// `--check-hash-based-pycs`, which chooses nothing here: compiled files are always told by a digest.
fn check_pycs(parser: &mut Parser) -> Result<(), Refused> {
    let given = parser.value().map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
    if ["default", "always", "never"].contains(&given.as_str()) {
        return Ok(());
    }
    let text = "--check-hash-based-pycs must be one of 'default', 'always', or 'never'";
    Err(Refused::Usage(text.to_owned()))
}

fn rest(parser: &mut Parser) -> Vec<String> {
    match parser.raw_args() {
        Ok(raw) => raw.map(|a| a.to_string_lossy().into_owned()).collect(),
        Err(_) => Vec::new(),
    }
}

/// `2s`, `500ms`, `1.5`
fn parse_time(text: &str) -> Option<Duration> {
    let (number, scale) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    Duration::try_from_secs_f64(number.parse::<f64>().ok()? * scale).ok()
}

/// `64M`, `1G`, `4096`
fn parse_size(text: &str) -> Option<usize> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let shift = match unit {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(1 << shift)
}
