//! What a file name on the command line stands for: a pickle, several in a row, one in a gzip or in a zip archive.

use std::io::{Cursor, Read};

use pyvm_pickle::wire::genops::genops;

/// One pickle.
pub(super) struct Input {
    /// The file, with the member and the number of the pickle where there are several.
    pub(super) name: String,
    /// From its first byte on.
    pub(super) data: Vec<u8>,
}

/// Bytes of a compressed member at most.
const LARGEST: u64 = 1 << 32;

/// The pickles of a file: the first, the one that `index` asks for, or all of an archive.
pub(super) fn read(file: &str, index: Option<usize>) -> Result<Vec<Input>, String> {
    let (path, member) = match file.split_once('!') {
        Some((path, member)) => (path, Some(member)),
        None => (file, None),
    };
    let mut data = Vec::new();
    if path == "-" {
        std::io::stdin().read_to_end(&mut data).map_err(|e| e.to_string())?;
    } else {
        data = std::fs::read(path).map_err(|e| e.to_string())?;
    }
    let all = match data.get(..4) {
        Some(b"PK\x03\x04") => members(path, &data, member)?,
        _ if member.is_some() => return Err("no zip archive".to_owned()),
        Some([0x1F, 0x8B, ..]) => {
            let mut plain = Vec::new();
            let read =
                flate2::read::MultiGzDecoder::new(Cursor::new(&data)).take(LARGEST).read_to_end(&mut plain);
            read.map_err(|e| e.to_string())?;
            vec![Input { name: path.to_owned(), data: plain }]
        }
        _ => vec![Input { name: path.to_owned(), data }],
    };
    match index {
        Some(index) => all.into_iter().map(|input| nth(input, index)).collect(),
        None => Ok(all),
    }
}

fn members(path: &str, data: &[u8], wanted: Option<&str>) -> Result<Vec<Input>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(data)).map_err(|e| e.to_string())?;
    let is_pickle =
        |name: &str| name.ends_with(".pkl") || name.ends_with(".pickle") || name.ends_with(".npy");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let chosen: Vec<String> =
        names.into_iter().filter(|name| wanted.map_or_else(|| is_pickle(name), |w| w == name)).collect();
    if chosen.is_empty() {
        return Err(
            wanted.map_or_else(|| "no pickle in the archive".to_owned(), |w| format!("no member {w}"))
        );
    }
    let mut found = Vec::new();
    for name in chosen {
        let member = archive.by_name(&name).map_err(|e| e.to_string())?;
        let mut data = Vec::new();
        member.take(LARGEST).read_to_end(&mut data).map_err(|e| e.to_string())?;
        if name.ends_with(".npy") {
            // An array of objects is a header and a pickle; other arrays hold none.
            match pickle_of_npy(&data) {
                Some(pickle) => data = pickle,
                None if wanted.is_none() => continue,
                None => return Err(format!("{name} holds no pickle")),
            }
        }
        found.push(Input { name: format!("{path}!{name}"), data });
    }
    Ok(found)
}

fn pickle_of_npy(data: &[u8]) -> Option<Vec<u8>> {
    let rest = data.strip_prefix(b"\x93NUMPY")?;
    let (length, head): (usize, usize) = match rest {
        [1, _, a, b, ..] => (usize::from(u16::from_le_bytes([*a, *b])), 4),
        [2 | 3, _, a, b, c, d, ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, 6),
        _ => return None,
    };
    let header = rest.get(head..head.checked_add(length)?)?;
    let is_object = String::from_utf8_lossy(header).contains("'|O'");
    is_object.then(|| rest.get(head + length..).map(<[u8]>::to_vec))?
}

/// The pickle with a number among those that follow each other.
fn nth(input: Input, index: usize) -> Result<Input, String> {
    let mut data = input.data.as_slice();
    for number in 0..index {
        let mut steps = genops(data);
        for step in steps.by_ref() {
            step.map_err(|e| format!("pickle {number}: {}", e.message))?;
        }
        data = steps.rest();
    }
    if data.is_empty() {
        return Err(format!("there is no pickle {index}"));
    }
    Ok(Input { name: format!("{}[{index}]", input.name), data: data.to_vec() })
}
