//! The options of the command line, CPython's habits first.

use std::ffi::OsString;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use crate::Limits;

/// What is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// The REPL on a terminal, else a program from standard input.
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
    /// `-V`
    Version,
}

/// A parsed command line.
#[derive(Debug, Clone)]
pub struct Options {
    /// What is to run.
    pub program: Program,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// `-i`: the REPL after the program.
    pub inspect: bool,
    /// `-q`: no banner.
    pub quiet: bool,
    /// `-I`: neither the environment nor the script's folder are looked at.
    pub isolated: bool,
    /// `-E`: the environment is not looked at.
    pub ignore_environment: bool,
    /// `-P`: the script's folder is not put on `sys.path`.
    pub safe_path: bool,
    /// `-S`: `exit`, `quit` and `copyright` are not put into builtins.
    pub no_site: bool,
    /// `-W`
    pub warnings: Vec<String>,
    /// `-X`
    pub x: Vec<String>,
    /// `--max-time` and its kin.
    pub limits: Limits,
}

/// A command line that does not parse: the message without the usage.
#[derive(Debug, PartialEq, Eq)]
pub struct UsageError(pub String);

impl Options {
    fn new() -> Options {
        Options {
            program: Program::Interactive,
            argv: vec![String::new()],
            inspect: false,
            quiet: false,
            isolated: false,
            ignore_environment: false,
            safe_path: false,
            no_site: false,
            warnings: Vec::new(),
            x: Vec::new(),
            limits: Limits::default(),
        }
    }

    /// Parses the arguments after the program's name.
    ///
    /// # Errors
    /// The message to show above the usage.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, UsageError> {
        let mut parser = Parser::from_args(arguments);
        let mut options = Options::new();
        loop {
            let argument = parser.next().map_err(|e| UsageError(e.to_string()))?;
            let Some(argument) = argument else { return Ok(options) };
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
                return Ok(options);
            }
        }
    }

    /// Whether the option was the last: what follows belongs to the program.
    fn short(&mut self, letter: char, parser: &mut Parser) -> Result<bool, UsageError> {
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
            'V' => self.program = Program::Version,
            'i' => self.inspect = true,
            'q' => self.quiet = true,
            'I' => (self.isolated, self.ignore_environment, self.safe_path) = (true, true, true),
            'E' => self.ignore_environment = true,
            'P' => self.safe_path = true,
            'S' => self.no_site = true,
            // Without effect here: there is no user site, no bytecode file, and output is flushed at every end.
            's' | 'B' | 'b' | 'u' | 'v' | 'O' | 'R' | 'd' | 'x' => {}
            'W' => self.warnings.push(value(letter, parser)?),
            'X' => self.x.push(value(letter, parser)?),
            other => return Err(UsageError(format!("Unknown option: -{other}"))),
        }
        Ok(matches!(self.program, Program::Help | Program::Version))
    }

    fn long(&mut self, name: &str, parser: &mut Parser) -> Result<bool, UsageError> {
        let mut text = || {
            let given = parser.value().map_err(|_| UsageError(format!("Argument expected for --{name}")))?;
            given.string().map_err(|e| UsageError(e.to_string()))
        };
        let wrong = |text: &str| UsageError(format!("--{name}: '{text}' is no limit"));
        match name {
            "help" => self.program = Program::Help,
            "version" => self.program = Program::Version,
            "max-time" => {
                let given = text()?;
                self.limits.time = Some(parse_time(&given).ok_or_else(|| wrong(&given))?);
            }
            "max-fuel" => {
                let given = text()?;
                self.limits.fuel = Some(given.parse().map_err(|_| wrong(&given))?);
            }
            "max-memory" => {
                let given = text()?;
                self.limits.memory = Some(parse_size(&given).ok_or_else(|| wrong(&given))?);
            }
            "sandbox" | "allow-read" | "allow-write" | "allow-net" | "allow-env" | "allow-run"
            | "max-depth" | "max-output" => return Err(UsageError(format!("--{name} is not implemented"))),
            other => return Err(UsageError(format!("unknown option --{other}"))),
        }
        Ok(matches!(self.program, Program::Help | Program::Version))
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

fn value(letter: char, parser: &mut Parser) -> Result<String, UsageError> {
    let missing = || UsageError(format!("Argument expected for the -{letter} option"));
    // `value` alone would refuse arguments that begin with a dash, and take the one of `-c=code` without its sign.
    let given = match parser.optional_value() {
        Some(attached) => attached,
        None => parser.raw_args().ok().and_then(|mut raw| raw.next()).ok_or_else(missing)?,
    };
    Ok(given.to_string_lossy().into_owned())
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
