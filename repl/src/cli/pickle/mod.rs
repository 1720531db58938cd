//! `pyvm pickle VERB FILE…`: pickles as data. Nothing is imported, nothing is called; `trip` alone loads what it is given,
//! and only what `check` calls data or known.

use std::io::Write;

use lexopt::{Arg, Parser};
use pyvm_pickle::check::{self, Verdict};
use pyvm_pickle::{Graph, Limits, wire};

mod convert;
mod diff;
mod input;
mod json;
mod show;
mod size;

use input::Input;

const USAGE: &str = "usage: pyvm pickle VERB [option] ... FILE ...
dis      opcodes, as python -m pickletools prints them
show     what is in it: classes, states, items, shared and cyclic references
size     bytes of each part
check    what loading would import and call: data, known, unknown, calls, dangerous or malformed
diff     how two pickles differ
convert  --to pickle|json  --protocol N  --optimize  --rename OLD=NEW  -o FILE
trip     write it again: are the bytes the same?

FILE is a pickle, - for standard input, a gzip of one, or ARCHIVE!MEMBER of a zip (.pt, .pth, .npz, .zip).
--index N   the N-th of several pickles in a file, from 0   --json   one object for each input";

/// Exit code of files that cannot be read and of wrong usage.
const UNREADABLE: i32 = 2;

/// What the options of a verb say.
#[derive(Default)]
struct Options {
    json: bool,
    index: Option<usize>,
    to: Option<String>,
    protocol: Option<u8>,
    optimize: bool,
    rename: Vec<(String, String)>,
    output: Option<String>,
    plain: bool,
    files: Vec<String>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut parser = Parser::from_args(arguments);
        let mut options = Options::default();
        while let Some(argument) = parser.next().map_err(|e| e.to_string())? {
            let name = match argument {
                Arg::Value(file) => {
                    options.files.push(file.to_string_lossy().into_owned());
                    continue;
                }
                Arg::Short('o') => "output".to_owned(),
                Arg::Long(name) => name.to_owned(),
                Arg::Short(other) => return Err(format!("unknown option -{other}")),
            };
            match name.as_str() {
                "json" => options.json = true,
                "plain" => options.plain = true,
                "optimize" => options.optimize = true,
                _ => {
                    let given = parser.value().map_err(|_| format!("Argument expected for --{name}"))?;
                    options.set(&name, &given.to_string_lossy())?;
                }
            }
        }
        if options.files.is_empty() { Err("no file".to_owned()) } else { Ok(options) }
    }

    fn set(&mut self, name: &str, given: &str) -> Result<(), String> {
        let wrong = || format!("--{name}: '{given}' will not do");
        match name {
            "index" => self.index = Some(given.parse().map_err(|_| wrong())?),
            "protocol" => {
                self.protocol = Some(given.parse().ok().filter(|p| *p <= 5).ok_or_else(wrong)?);
            }
            "to" if matches!(given, "pickle" | "json") => self.to = Some(given.to_owned()),
            "rename" => {
                let (old, new) = given.split_once('=').ok_or_else(wrong)?;
                self.rename.push((old.to_owned(), new.to_owned()));
            }
            "output" => self.output = Some(given.to_owned()),
            "to" => return Err(wrong()),
            _ => return Err(format!("unknown option --{name}")),
        }
        Ok(())
    }
}

/// Runs a verb and gives the exit code: 0, 1 where something was found or differs, 2 for what cannot be read.
pub(super) fn main(arguments: &[String]) -> i32 {
    let usage = |message: &str| {
        eprintln!("pyvm: pickle: {message}\n{USAGE}");
        UNREADABLE
    };
    let Some((verb, rest)) = arguments.split_first() else { return usage("no verb") };
    if matches!(verb.as_str(), "-h" | "--help" | "help") {
        print(&format!("{USAGE}\n"));
        return 0;
    }
    let run: fn(&Input, &Options) -> Result<i32, String> = match verb.as_str() {
        "dis" => dis,
        "show" => show::run,
        "size" => size::run,
        "check" => run_check,
        "convert" => convert::run,
        "trip" => trip,
        "diff" => |_, _| Ok(0),
        other => return usage(&format!("unknown verb {other}")),
    };
    let options = match Options::parse(rest) {
        Ok(options) => options,
        Err(message) => return usage(&message),
    };
    if verb == "diff" {
        return match options.files.as_slice() {
            [a, b] => diff::run(a, b, &options),
            _ => usage("diff takes two files"),
        };
    }
    options.files.iter().map(|file| each(file, &options, run)).max().unwrap_or(0)
}

/// Runs a verb on every pickle that a file name stands for.
fn each(file: &str, options: &Options, run: fn(&Input, &Options) -> Result<i32, String>) -> i32 {
    let inputs = match input::read(file, options.index) {
        Ok(inputs) => inputs,
        Err(message) => {
            eprintln!("pyvm: {file}: {message}");
            return UNREADABLE;
        }
    };
    let code = |input: &Input| {
        run(input, options).unwrap_or_else(|message| {
            eprintln!("pyvm: {}: {message}", input.name);
            UNREADABLE
        })
    };
    inputs.iter().map(code).max().unwrap_or(0)
}

/// Prints; a reader that has gone away needs no more.
fn print(text: &str) {
    drop(std::io::stdout().lock().write_all(text.as_bytes()));
}

fn graph(input: &Input) -> Result<Graph, String> {
    Graph::with_limits(&input.data, Limits::default()).map(|(graph, _)| graph).map_err(|e| e.to_string())
}

/// The pickle as `python -m pickletools` prints it.
fn dis(input: &Input, options: &Options) -> Result<i32, String> {
    if options.json {
        return Err("dis has no JSON form".to_owned());
    }
    let mut text = String::new();
    let result = wire::dis::dis(&input.data, &mut text, wire::dis::Options::default());
    print(&text);
    match result {
        Ok(_) => Ok(0),
        Err(error) => Err(format!("{}: {} (byte {})", error.class, error.message, error.offset)),
    }
}

/// The verdict with its findings.
fn run_check(input: &Input, options: &Options) -> Result<i32, String> {
    let report = check::check(&input.data);
    if options.json {
        let found = report.findings.iter().map(|f| {
            let what = json::quoted(&f.what);
            format!("{{\"offset\": {}, \"verdict\": \"{}\", \"what\": {what}}}", f.offset, f.verdict)
        });
        let found: Vec<String> = found.collect();
        let name = json::quoted(&input.name);
        print(&format!(
            "{{\"file\": {name}, \"verdict\": \"{}\", \"findings\": [{}]}}\n",
            report.verdict,
            found.join(", ")
        ));
    } else {
        print(&format!("{}: {}\n", input.name, report.verdict));
        report.findings.iter().for_each(|finding| print(&format!("  {finding}\n")));
    }
    Ok(match report.verdict {
        Verdict::Data | Verdict::Known => 0,
        Verdict::Malformed => UNREADABLE,
        _ => 1,
    })
}

/// Whether the graph writes the same bytes again.
fn trip(input: &Input, options: &Options) -> Result<i32, String> {
    let (graph, length) = Graph::with_limits(&input.data, Limits::default()).map_err(|e| e.to_string())?;
    let data = input.data.get(..length).unwrap_or(&input.data);
    let protocol = options.protocol.unwrap_or_else(|| convert::protocol_of(data));
    let again = graph.to_vec(protocol).map_err(|e| e.to_string())?;
    let first = data.iter().zip(&again).position(|(a, b)| a != b).unwrap_or(data.len().min(again.len()));
    let same = data == again;
    if options.json {
        print(&format!(
            "{{\"file\": {}, \"same\": {same}, \"bytes\": {}, \"again\": {}}}\n",
            json::quoted(&input.name),
            data.len(),
            again.len()
        ));
    } else if same {
        print(&format!("{}: the same {} bytes\n", input.name, data.len()));
    } else {
        print(&format!(
            "{}: {} bytes come back as {}, the first difference is at {first}\n",
            input.name,
            data.len(),
            again.len()
        ));
    }
    Ok(i32::from(!same))
}
