//! The compiler of pyvm: from source text to code objects as plain data, without a VM.
//!
//! * [`parser`]: source text to a syntax tree, in CPython's words where there is none.
//! * [`compile`]: the tree to register bytecode.
//! * [`bytecode`]: what code is made of, how it is checked, listed and written to files.
//! * [`unicode`]: the properties of characters.

pub mod bytecode;
pub mod compile;
pub mod parser;
pub mod unicode;

/// The image of a module's code, verified; or what is wrong with the source.
///
/// # Errors
/// The message of a SyntaxError, or of bad code.
pub fn image_of(source: &str) -> Result<Vec<u8>, String> {
    let parsed = parser::parse(source, parser::Mode::Exec).map_err(|e| e.msg)?;
    let extras = compile::Extras {
        strings: parsed.surrogates,
        type_defaults: parsed.type_param_defaults,
        ..compile::Extras::default()
    };
    let options = compile::Options::new("");
    let code = compile::compile(&parsed.ast, &options, &extras, &parsed.lines).map_err(|e| e.message)?;
    bytecode::verify(&code).map_err(|e| e.what.to_owned())?;
    bytecode::image::write(&code).ok_or_else(|| "nested too deeply".to_owned())
}

/// Tells the code of this build from that of any other: a digest of the compiler's sources.
pub const BUILD: &str = env!("PYVM_COMPILER_DIGEST");
