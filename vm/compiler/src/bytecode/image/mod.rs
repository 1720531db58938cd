//! Code objects as bytes, for cache files and for the library that is compiled into the program. Serves as `marshal` does for CPython.
//!
//! An image is a table of texts and the tree of code objects that name them by index; numbers are of variable length. It holds no
//! file name: who opens it says which file it is of. A code object is a head, which is all that making a function takes, and a body
//! that is read when the function is first called: most functions of a module never are. Reading believes nothing: every index and
//! length is checked, and images that are not of this program are verified ([`super::verify`]) body by body.

mod read;
mod write;

pub use read::{Head, Image, Unread};
pub use write::write;

use super::opcode::{Op, Trailer};

/// How deep constants and code objects may be nested.
const DEPTH: usize = 400;

/// Whether the word behind an instruction is zero in every image, and so not in it.
fn has_cache(op: Op) -> bool {
    op.trailer() == Trailer::Cache
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Image, write};
    use crate::bytecode::{Code, Const};

    /// The images of all sources of the library.
    fn images() -> Vec<Vec<u8>> {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib/lib");
        let sources = std::fs::read_dir(library).expect("the library").flatten();
        let sources = sources.filter_map(|entry| std::fs::read_to_string(entry.path()).ok());
        sources.map(|source| crate::image_of(&source).expect("an image")).collect()
    }

    /// Reads a code object and all that are in it.
    fn read(bytes: &[u8]) -> Option<Vec<Code>> {
        let mut codes = vec![Image::open(bytes.to_vec(), "f", false)?.read()?];
        let mut at = 0;
        while let Some(code) = codes.get(at) {
            let nested = code
                .consts
                .iter()
                .filter_map(|c| if let Const::Unread(u) = c { Some(u.read()) } else { None });
            let nested: Option<Vec<Code>> = nested.collect();
            codes.extend(nested?);
            at += 1;
        }
        Some(codes)
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        for image in images() {
            let codes = read(&image).expect("code objects");
            assert_eq!(codes.first().and_then(write).as_ref(), Some(&image));
            assert!(read(&image[..image.len() - 1]).is_none());
        }
    }

    #[test]
    fn damaged_images_are_refused_or_read() {
        let mut state = 1u64;
        let mut random = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let images = images();
        for _ in 0..3000 {
            let mut image = images[random(images.len())].clone();
            for _ in 0..=random(3) {
                let at = random(image.len());
                image[at] = random(256) as u8;
            }
            for code in read(&image).unwrap_or_default() {
                code.lines.iter().chain(code.lines.iter()).for_each(drop);
                code.lines.marks().for_each(drop);
                code.lines.vias().for_each(drop);
            }
        }
    }
}
