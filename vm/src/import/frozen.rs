//! Python sources that are part of the program. Mirrors `Python/frozen.c`.

use std::borrow::Cow;
use std::io::Read;
use std::rc::Rc;

use flate2::read::ZlibDecoder;

use super::source;
use crate::bytecode::image::Image;
use crate::error::PyResult;
use crate::objects::CodeObject;
use crate::objects::code::SharedConstants;
use crate::vm::Vm;

/// A Python source compiled into the program, or given by it.
#[derive(Clone)]
pub struct FrozenSource {
    /// The text.
    pub text: FrozenText,
    /// The image of its code by this very compiler, where it was compiled with the program.
    pub image: Option<&'static [u8]>,
    /// Whether the module is a package.
    pub is_package: bool,
}

/// The text of a frozen source.
#[derive(Clone)]
pub enum FrozenText {
    /// As it is.
    Plain(Cow<'static, str>),
    /// Compressed by zlib: few programs ever read the sources of the library.
    Deflated(&'static [u8]),
}

impl FrozenText {
    /// The text.
    ///
    /// # Errors
    /// ImportError where the compressed text is damaged.
    pub fn read(&self, vm: &Vm) -> PyResult<Cow<'static, str>> {
        match self {
            FrozenText::Plain(text) => Ok(text.clone()),
            FrozenText::Deflated(bytes) => {
                let mut text = String::new();
                match ZlibDecoder::new(*bytes).read_to_string(&mut text) {
                    Ok(_) => Ok(text.into()),
                    Err(e) => Err(vm.import_error(format!("a frozen source is damaged: {e}"))),
                }
            }
        }
    }
}

impl FrozenSource {
    /// The code of the module `name`.
    ///
    /// # Errors
    /// SyntaxError and its kin.
    pub fn code(&self, vm: &Vm, name: &str) -> PyResult {
        let file = format!("<frozen {name}>");
        let image = self.image.filter(|_| vm.flags.optimize == 0);
        match image.and_then(|image| Image::open(image, &file, true)) {
            Some(code) => Ok(CodeObject::unread(vm, &Rc::new(code), SharedConstants::default())),
            None => source::compile(vm, &self.text.read(vm)?, &file, crate::compile::Mode::Exec),
        }
    }
}
