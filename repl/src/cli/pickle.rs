//! `pyvm pickle VERB FILE…`: pickles as data. Nothing is imported, nothing is called.

use std::io::{self, Read, Write};

use pyvm_pickle::wire;

const VERBS: &str = "usage: pyvm pickle dis FILE...\nFILE may be - for standard input.";

/// Runs a verb and gives the exit code: 0, 2 where a file cannot be read or is no pickle.
pub(super) fn main(arguments: &[String]) -> i32 {
    let Some((verb, files)) = arguments.split_first() else {
        eprintln!("{VERBS}");
        return 2;
    };
    match verb.as_str() {
        "dis" if files.is_empty() => {
            eprintln!("{VERBS}");
            2
        }
        "dis" => files.iter().map(|file| dis(file)).max().unwrap_or(0),
        "show" | "size" | "check" | "diff" | "convert" | "trip" => {
            eprintln!("pyvm: pickle {verb} is not implemented");
            2
        }
        other => {
            eprintln!("pyvm: unknown verb: pickle {other}\n{VERBS}");
            2
        }
    }
}

/// The first pickle of a file as `python -m pickletools` prints it.
fn dis(file: &str) -> i32 {
    let data = match read(file) {
        Ok(data) => data,
        Err(error) => {
            eprintln!("pyvm: {file}: {error}");
            return 2;
        }
    };
    let mut text = String::new();
    let result = wire::dis::dis(&data, &mut text, wire::dis::Options::default());
    if io::stdout().lock().write_all(text.as_bytes()).is_err() {
        return 2;
    }
    match result {
        Ok(_) => 0,
        Err(error) => {
            eprintln!("pyvm: {file}: {}: {} (byte {})", error.class, error.message, error.offset);
            2
        }
    }
}

fn read(file: &str) -> io::Result<Vec<u8>> {
    if file != "-" {
        return std::fs::read(file);
    }
    let mut data = Vec::new();
    io::stdin().read_to_end(&mut data)?;
    Ok(data)
}
