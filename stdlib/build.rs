//! Packs the Python sources in `lib/` and the images of their code, and lists them in a table.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::ZlibEncoder;

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
    let mut table = String::from(
        "/// Python sources: name, sizes of the compressed text and of the image, whether a package.\n\
         static FROZEN: &[(&str, usize, usize, bool)] = &[\n",
    );
    // One block each, away from what every program reads: pages of a program file are loaded with their neighbours.
    let (mut texts, mut images) = (Vec::new(), Vec::new());
    for (name, path, is_package) in rows {
        let wrong = |e| io::Error::other(format!("{}: {e}", path.display()));
        let text = fs::read_to_string(&path)?;
        let image = pyvm_compiler::image_of(&text).map_err(wrong)?;
        let start = texts.len();
        let mut encoder = ZlibEncoder::new(texts, Compression::best());
        encoder.write_all(text.as_bytes())?;
        texts = encoder.finish()?;
        let _ = writeln!(table, "    ({name:?}, {}, {}, {is_package}),", texts.len() - start, image.len());
        images.extend(image);
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for (constant, file, bytes) in [("TEXTS", "frozen.texts", texts), ("IMAGES", "frozen.images", images)] {
        let path = out.join(file);
        fs::write(&path, bytes)?;
        let _ =
            writeln!(table, "static {constant}: &[u8] = include_bytes!({:?});", path.display().to_string());
    }
    fs::write(out.join("frozen.rs"), table)
}
