//! Lists the Python sources in `lib/` as a table of (module name, text, image of the code, is package).

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn collect(folder: &Path, prefix: &str, rows: &mut Vec<(String, PathBuf, bool)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{stem}."), rows)?;
        } else if path.extension().is_some_and(|e| e == "py") {
            let is_package = stem == "__init__";
            let name =
                if is_package { prefix.trim_end_matches('.').to_owned() } else { format!("{prefix}{stem}") };
            rows.push((name, path, is_package));
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=lib");
    // Worktrees that share a target folder would else read each other's sources.
    println!("cargo:rerun-if-env-changed=CARGO_MANIFEST_DIR");
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut rows = Vec::new();
    collect(&manifest.join("lib"), "", &mut rows)?;
    rows.sort();
    let mut text = String::from(
        "/// Python sources: name, text, image of the code, whether a package.\n\
         static FROZEN: &[(&str, &str, &[u8], bool)] = &[\n",
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for (name, path, is_package) in rows {
        let image = out.join(format!("{name}.image"));
        let wrong = |e| io::Error::other(format!("{}: {e}", path.display()));
        fs::write(&image, pyvm_compiler::image_of(&fs::read_to_string(&path)?).map_err(wrong)?)?;
        let (path, image) = (path.display().to_string(), image.display().to_string());
        let _ = writeln!(
            text,
            "    ({name:?}, include_str!({path:?}), include_bytes!({image:?}), {is_package}),"
        );
    }
    text.push_str("];\n");
    fs::write(out.join("frozen.rs"), text)
}
