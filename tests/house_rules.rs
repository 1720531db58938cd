//! Rules of the code base that no lint checks.

use std::fs;
use std::path::{Path, PathBuf};

/// Tables may be longer than [`LONGEST`], with their own limit.
const LONG: &[(&str, usize)] = &[("vm/compiler/src/unicode/data.rs", 2000)];
/// Lines of a file.
const LONGEST: usize = 600;
/// The folders of the crates, each with the packages it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("vm/compiler", &[]),
    ("vm", &["pyvm-compiler"]),
    ("pickle", &["pyvm-vm"]),
    ("stdlib", &["pyvm-compiler", "pyvm-vm", "pyvm-pickle"]),
    ("repl", &["pyvm-vm", "pyvm-pickle", "pyvm-stdlib"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every Rust source of the crates: its path below the root, and its text.
fn all() -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    for (folder, _) in CRATES {
        sources(&root.join(folder).join("src"), &mut found);
    }
    found.sort();
    let name = |p: &Path| p.strip_prefix(&root).unwrap_or(p).to_string_lossy().into_owned();
    found.iter().map(|p| (name(p), fs::read_to_string(p).expect("a readable file"))).collect()
}

/// Fails with every line that `is_bad`, comments and tests left out.
fn refuse(what: &str, skip: impl Fn(&str) -> bool, is_bad: impl Fn(&str) -> bool) {
    let mut bad = Vec::new();
    for (name, text) in all().iter().filter(|(name, _)| !skip(name)) {
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        for (number, line) in code.lines().enumerate() {
            let line = line.trim_start();
            if !line.starts_with("//") && is_bad(line) {
                bad.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    assert!(bad.is_empty(), "{what}:\n{}", bad.join("\n"));
}

#[test]
fn unsafe_code_lives_in_the_heap() {
    let is_unsafe =
        |line: &str| line.contains("unsafe {") || line.contains("unsafe fn") || line.contains("unsafe impl");
    refuse("unsafe outside vm/src/heap", |name| name.starts_with("vm/src/heap/"), is_unsafe);
}

#[test]
fn lints_are_expected_not_allowed() {
    refuse(
        "write #[expect(.., reason = \"..\")]",
        |_| false,
        |line| line.starts_with("#[allow(") || line.starts_with("#![allow("),
    );
    let with_reason = |text: &str| {
        let attribute = text.split(")]").next().unwrap_or(text);
        attribute.contains("reason")
    };
    for (name, text) in all() {
        for (at, _) in text.match_indices("#[expect(").chain(text.match_indices("#![expect(")) {
            assert!(with_reason(&text[at..]), "{name}: an expect without its reason");
        }
    }
}

#[test]
fn nothing_is_left_to_do() {
    refuse(
        "unfinished or debugging code",
        |_| false,
        |line| ["todo!(", "unimplemented!(", "dbg!("].iter().any(|m| line.contains(m)),
    );
    for (name, text) in all() {
        for mark in ["TODO", "FIXME", "XXX:", "HACK"] {
            assert!(!text.contains(mark), "{name}: {mark}");
        }
    }
}

#[test]
fn files_are_pages() {
    let mut long = Vec::new();
    for (name, text) in all() {
        let limit = LONG.iter().find(|(n, _)| *n == name).map_or(LONGEST, |(_, limit)| *limit);
        let lines = text.lines().count();
        if lines > limit {
            long.push(format!("{name}: {lines} lines, {limit} at most"));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn files_say_what_they_are_for() {
    let silent: Vec<String> =
        all().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no module doc: {silent:?}");
}

#[test]
fn crates_point_one_way() {
    for (folder, allowed) in CRATES {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies");
        for line in dependencies.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or("");
            let is_ours = name.starts_with("pyvm");
            assert!(!is_ours || allowed.contains(&name), "{folder} must not depend on {name}");
        }
    }
}
