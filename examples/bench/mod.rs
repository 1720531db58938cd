//! Runs programs under this build's `pyvm` and every CPython found, and compares the best times of interleaved runs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One interpreter: how it is called in the tables, and its program.
struct Interpreter {
    name: String,
    program: PathBuf,
}

/// What the driver printed: times in seconds, and the peak memory in KiB as the last.
type Figures = Vec<f64>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/bench")
}

/// `pyvm` beside this example in the target folder, or `PYVM`.
///
/// # Panics
/// Where it was not built.
fn pyvm() -> Interpreter {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("pyvm"));
    let program = std::env::var_os("PYVM").map(PathBuf::from).or_else(beside).filter(|p| p.exists());
    let program = program.expect("build it first: cargo build --release, or name one in PYVM");
    Interpreter { name: "pyvm".to_owned(), program }
}

/// `BENCH_PYTHONS` (separated by colons), or the 3.11 to 3.13 that pyenv has.
fn pythons() -> Vec<Interpreter> {
    let mut programs: Vec<PathBuf> = match std::env::var("BENCH_PYTHONS") {
        Ok(list) => list.split(':').map(PathBuf::from).collect(),
        Err(_) => {
            let home = std::env::var("HOME").unwrap_or_default();
            let versions = std::fs::read_dir(Path::new(&home).join(".pyenv/versions"));
            let folders = versions.into_iter().flatten().flatten().map(|entry| entry.path());
            let recent =
                |p: &PathBuf| ["3.11", "3.12", "3.13"].iter().any(|v| p.to_string_lossy().contains(v));
            folders.filter(recent).map(|p| p.join("bin/python3")).filter(|p| p.exists()).collect()
        }
    };
    programs.sort();
    let name = |p: &Path| p.iter().rev().nth(2).unwrap_or(p.as_os_str()).to_string_lossy().into_owned();
    programs.into_iter().map(|program| Interpreter { name: name(&program), program }).collect()
}

fn run(interpreter: &Interpreter, driver: &Path, program: &Path, rounds: usize) -> Result<Figures, String> {
    let output = Command::new(&interpreter.program)
        .args([driver, program])
        .arg(rounds.to_string())
        .output()
        .map_err(|e| e.to_string())?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(text.lines().last().unwrap_or("failed").to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().map(|word| word.parse().map_err(|_| format!("printed {word}"))).collect()
}

/// Prints a table for each of `columns`, which are the driver's times: the best of `ROUNDS` (3) interleaved runs, the
/// ratio against the fastest CPython, and their geometric mean.
pub(crate) fn compare(driver: &str, programs: &str, columns: &[&str]) {
    let runs: usize = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(3);
    let (driver, mut interpreters) = (folder().join(driver), vec![pyvm()]);
    interpreters.extend(pythons());
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder().join(programs))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|p| p.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    let mut ratios = vec![Vec::new(); columns.len() + 1];
    for file in &files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let mut best: Vec<Figures> = vec![Vec::new(); interpreters.len()];
        for _ in 0..runs {
            for (least, interpreter) in best.iter_mut().zip(&interpreters) {
                match run(interpreter, &driver, file, 5) {
                    Ok(figures) if least.is_empty() => *least = figures,
                    Ok(figures) => least.iter_mut().zip(figures).for_each(|(l, f)| *l = l.min(f)),
                    Err(error) => println!("{name}: {} fails: {error}", interpreter.name),
                }
            }
        }
        for (at, column) in columns.iter().chain(&["peak KiB"]).enumerate() {
            let scale = if at < columns.len() { 1e3 } else { 1.0 };
            print!("{name:<18}{column:<9}");
            for (interpreter, figures) in interpreters.iter().zip(&best) {
                print!("{:>10} {:>9.2}", interpreter.name, figures.get(at).unwrap_or(&f64::NAN) * scale);
            }
            let others = best[1..].iter().filter_map(|f| f.get(at)).copied();
            let ratio = others.fold(f64::INFINITY, f64::min) / best[0].get(at).unwrap_or(&f64::NAN);
            println!("   ratio {ratio:.2}");
            if ratio.is_finite() {
                ratios[at].push(ratio);
            }
        }
    }
    for (column, ratios) in columns.iter().chain(&["peak KiB"]).zip(&ratios) {
        let mean = (ratios.iter().map(|r| r.ln()).sum::<f64>() / ratios.len().max(1) as f64).exp();
        let worst = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "{column}: geometric mean {mean:.2}, worst {worst:.2}, {} programs, best of {runs} runs",
            ratios.len()
        );
    }
}
