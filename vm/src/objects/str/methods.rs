//! The methods of `str`.

use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use super::{codec, format, of};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Dict;
use crate::text::unicode as u;
use crate::types::NativeDef;
use crate::vm::Vm;

/// Declares rows from `name signature function doc;`.
macro_rules! rows {
    ($($name:literal $signature:literal $f:expr, $doc:literal;)*) => {
        pub(super) static METHODS: &[NativeDef] = &[
            $(NativeDef::method($name, $signature, $f, $doc),)*
            NativeDef::static_("maketrans", "(x, y=<unrepresentable>, z=<unrepresentable>, /)", maketrans, "Return a translation table usable for str.translate()."),
        ];
    };
}

rows! {
    "capitalize" "($self, /)" |vm, a| map(vm, a, u::capitalize), "Return a capitalized version of the string.";
    "casefold" "($self, /)" |vm, a| map(vm, a, u::casefold), "Return a version of the string suitable for caseless comparisons.";
    "center" "($self, width, fillchar=' ', /)" |vm, a| pad(vm, a, Side::Both), "Return a centered string of length width.";
    "count" "($self, sub, start=None, end=None, /)" count, "Return the number of non-overlapping occurrences of substring sub in string S[start:end].";
    "encode" "($self, /, encoding='utf-8', errors='strict')" encode, "Encode the string using the codec registered for encoding.";
    "endswith" "($self, suffix, start=None, end=None, /)" |vm, a| affix(vm, a, "endswith"), "Return True if the string ends with the specified suffix, False otherwise.";
    "expandtabs" "($self, /, tabsize=8)" expandtabs, "Return a copy where all tab characters are expanded using spaces.";
    "find" "($self, sub, start=None, end=None, /)" |vm, a| Ok(Value::Int(find(vm, a, false)?.map_or(-1, |i| i as i64))), "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "format" "($self, /, *args, **kwargs)" |vm, a| format::format(vm, of(vm, &a[0])?, a[1].as_tuple().unwrap_or(&[]), &a[2]).map(Value::Str), "Return a formatted version of the string, using substitutions from args and kwargs.";
    "format_map" "($self, mapping, /)" |vm, a| format::format(vm, of(vm, &a[0])?, &[], &a[1]).map(Value::Str), "Return a formatted version of the string, using substitutions from mapping.";
    "index" "($self, sub, start=None, end=None, /)" |vm, a| found(vm, find(vm, a, false)?), "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "isalnum" "($self, /)" |vm, a| test(vm, a, u::str_is_alnum), "Return True if the string is an alpha-numeric string, False otherwise.";
    "isalpha" "($self, /)" |vm, a| test(vm, a, u::str_is_alpha), "Return True if the string is an alphabetic string, False otherwise.";
    "isascii" "($self, /)" |vm, a| Ok(Value::Bool(of(vm, &a[0])?.is_ascii())), "Return True if all characters in the string are ASCII, False otherwise.";
    "isdecimal" "($self, /)" |vm, a| test(vm, a, u::str_is_decimal), "Return True if the string is a decimal string, False otherwise.";
    "isdigit" "($self, /)" |vm, a| test(vm, a, u::str_is_digit), "Return True if the string is a digit string, False otherwise.";
    "isidentifier" "($self, /)" |vm, a| test(vm, a, u::str_is_identifier), "Return True if the string is a valid Python identifier, False otherwise.";
    "islower" "($self, /)" |vm, a| test(vm, a, u::str_is_lower), "Return True if the string is a lowercase string, False otherwise.";
    "isnumeric" "($self, /)" |vm, a| test(vm, a, u::str_is_numeric), "Return True if the string is a numeric string, False otherwise.";
    "isprintable" "($self, /)" |vm, a| test(vm, a, u::str_is_printable), "Return True if all characters in the string are printable, False otherwise.";
    "isspace" "($self, /)" |vm, a| test(vm, a, u::str_is_space), "Return True if the string is a whitespace string, False otherwise.";
    "istitle" "($self, /)" |vm, a| test(vm, a, u::str_is_title), "Return True if the string is a title-cased string, False otherwise.";
    "isupper" "($self, /)" |vm, a| test(vm, a, u::str_is_upper), "Return True if the string is an uppercase string, False otherwise.";
    "join" "($self, iterable, /)" join, "Concatenate any number of strings.";
    "ljust" "($self, width, fillchar=' ', /)" |vm, a| pad(vm, a, Side::Right), "Return a left-justified string of length width.";
    "lower" "($self, /)" |vm, a| map(vm, a, u::lower), "Return a copy of the string converted to lowercase.";
    "lstrip" "($self, chars=None, /)" |vm, a| strip(vm, a, true, false), "Return a copy of the string with leading whitespace removed.";
    "partition" "($self, sep, /)" |vm, a| partition(vm, a, false), "Partition the string into three parts using the given separator.";
    "removeprefix" "($self, prefix, /)" |vm, a| remove(vm, a, true), "Return a str with the given prefix string removed if present.";
    "removesuffix" "($self, suffix, /)" |vm, a| remove(vm, a, false), "Return a str with the given suffix string removed if present.";
    "replace" "($self, old, new, /, count=-1)" replace, "Return a copy with all occurrences of substring old replaced by new.";
    "rfind" "($self, sub, start=None, end=None, /)" |vm, a| Ok(Value::Int(find(vm, a, true)?.map_or(-1, |i| i as i64))), "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rindex" "($self, sub, start=None, end=None, /)" |vm, a| found(vm, find(vm, a, true)?), "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rjust" "($self, width, fillchar=' ', /)" |vm, a| pad(vm, a, Side::Left), "Return a right-justified string of length width.";
    "rpartition" "($self, sep, /)" |vm, a| partition(vm, a, true), "Partition the string into three parts using the given separator.";
    "rsplit" "($self, /, sep=None, maxsplit=-1)" |vm, a| split(vm, a, true), "Return a list of the substrings in the string, using sep as the separator string.";
    "rstrip" "($self, chars=None, /)" |vm, a| strip(vm, a, false, true), "Return a copy of the string with trailing whitespace removed.";
    "split" "($self, /, sep=None, maxsplit=-1)" |vm, a| split(vm, a, false), "Return a list of the substrings in the string, using sep as the separator string.";
    "splitlines" "($self, /, keepends=False)" splitlines, "Return a list of the lines in the string, breaking at line boundaries.";
    "startswith" "($self, prefix, start=None, end=None, /)" |vm, a| affix(vm, a, "startswith"), "Return True if the string starts with the specified prefix, False otherwise.";
    "strip" "($self, chars=None, /)" |vm, a| strip(vm, a, true, true), "Return a copy of the string with leading and trailing whitespace removed.";
    "swapcase" "($self, /)" |vm, a| map(vm, a, u::swapcase), "Convert uppercase characters to lowercase and lowercase characters to uppercase.";
    "title" "($self, /)" |vm, a| map(vm, a, u::title), "Return a version of the string where each word is titlecased.";
    "translate" "($self, table, /)" translate, "Replace each character in the string using the given translation table.";
    "upper" "($self, /)" |vm, a| map(vm, a, u::upper), "Return a copy of the string converted to uppercase.";
    "zfill" "($self, width, /)" zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width.";
    "__getnewargs__" "($self, /)" |vm, a| { let text = Str::from_wtf8(of(vm, &a[0])?.as_wtf8()); Ok(vm.new_tuple(vec![vm.new_str(text)])) }, "";
    "__format__" "($self, format_spec, /)" format::dunder_format, "Return a formatted version of the string as described by format_spec.";
    "__sizeof__" "($self, /)" sizeof, "Return the size of the string in memory, in bytes.";
}

fn map(vm: &Vm, args: &[Value], f: fn(&Wtf8) -> Wtf8Buf) -> PyResult {
    Ok(vm.new_str(f(of(vm, &args[0])?.as_wtf8())))
}

fn test(vm: &Vm, args: &[Value], f: fn(&Wtf8) -> bool) -> PyResult {
    Ok(Value::Bool(f(of(vm, &args[0])?.as_wtf8())))
}

fn text_argument<'a>(vm: &Vm, value: &'a Value, what: &str) -> PyResult<&'a Str> {
    value.as_text().ok_or_else(|| vm.type_error(format!("{what} must be str, not {}", vm.type_name(value))))
}

/// A `str` over bytes taken from well-formed text at character boundaries.
fn part(vm: &Vm, text: &Str, from: usize, to: usize) -> Value {
    if from == 0 && to >= text.len() {
        return Value::Str(text.clone());
    }
    match text.as_wtf8().get(from..to.max(from)) {
        Some(piece) => vm.new_str(Str::from_wtf8(piece)),
        None => Value::Str(vm.names.empty.clone()),
    }
}

/// Start and end arguments as byte offsets; none where the range is empty before it begins.
fn range(vm: &Vm, text: &Str, start: &Value, end: &Value) -> PyResult<Option<(usize, usize)>> {
    let len = i64::try_from(text.char_len()).unwrap_or(i64::MAX);
    let bound = |value: &Value, default: i64| -> PyResult<i64> {
        if value.is_none() || value.is_unbound() {
            return Ok(default);
        }
        if !vm.has_index(value) {
            return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        let n = vm.index_clamped(value)?;
        Ok(if n < 0 { n.saturating_add(len).max(0) } else { n })
    };
    let (start, end) = (bound(start, 0)?, bound(end, i64::MAX)?.min(len));
    if start > end {
        return Ok(None);
    }
    let offset = |n: i64| text.byte_offset(usize::try_from(n).unwrap_or(usize::MAX));
    Ok(Some((offset(start), offset(end))))
}

fn find(vm: &Vm, args: &[Value], last: bool) -> PyResult<Option<usize>> {
    let text = of(vm, &args[0])?;
    let needle = text_argument(vm, &args[1], "find() argument 1")?;
    let Some((from, to)) = range(vm, text, &args[2], &args[3])? else { return Ok(None) };
    let Some(hay) = text.as_bytes().get(from..to) else { return Ok(None) };
    let at = if last {
        memchr::memmem::rfind(hay, needle.as_bytes())
    } else {
        memchr::memmem::find(hay, needle.as_bytes())
    };
    Ok(at.map(|i| text.char_index(from + i)))
}

fn found(vm: &Vm, index: Option<usize>) -> PyResult {
    index.map(Value::from).ok_or_else(|| vm.value_error("substring not found"))
}

fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let needle = text_argument(vm, &args[1], "count() argument 1")?;
    let Some((from, to)) = range(vm, text, &args[2], &args[3])? else { return Ok(Value::Int(0)) };
    let hay = text.as_bytes().get(from..to).unwrap_or(&[]);
    if needle.is_empty() {
        return Ok(Value::from(text.char_index(to) - text.char_index(from) + 1));
    }
    Ok(Value::from(memchr::memmem::find_iter(hay, needle.as_bytes()).count()))
}

fn affix(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    let text = of(vm, &args[0])?;
    let options = match args[1].as_tuple() {
        Some(items) => items.to_vec(),
        None => vec![args[1].clone()],
    };
    let bounds = range(vm, text, &args[2], &args[3])?;
    for option in &options {
        let Some(affix) = option.as_text() else {
            let got = vm.type_name(option);
            return Err(vm.type_error(if args[1].as_tuple().is_some() {
                format!("tuple for {name} must only contain str, not {got}")
            } else {
                format!("{name} first arg must be str or a tuple of str, not {got}")
            }));
        };
        let Some(hay) = bounds.and_then(|(from, to)| text.as_bytes().get(from..to)) else { continue };
        let hit = if name == "startswith" {
            hay.starts_with(affix.as_bytes())
        } else {
            hay.ends_with(affix.as_bytes())
        };
        if hit {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let encoding = text_argument(vm, &args[1], "encode() argument 'encoding'")?.to_string();
    let errors = text_argument(vm, &args[2], "encode() argument 'errors'")?.to_string();
    codec::encode(vm, text, &encoding, &errors).map(|bytes| vm.new_bytes(&bytes))
}

fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let separator = of(vm, &args[0])?;
    let slots = &vm.class_of(&args[1]).ty().slots;
    if slots.iter.get().is_none() && slots.getitem.get().is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.list_from_iterable(&args[1])?;
    if let [only @ Value::Str(_)] = &items[..] {
        return Ok(only.clone());
    }
    let mut joined = Wtf8Buf::new();
    for (i, item) in items.iter().enumerate() {
        let Some(text) = item.as_text() else {
            let got = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {got} found")));
        };
        if i > 0 {
            joined.push_wtf8(separator.as_wtf8());
        }
        joined.push_wtf8(text.as_wtf8());
    }
    Ok(vm.new_str(joined))
}

enum Side {
    Left,
    Right,
    Both,
}

fn pad(vm: &Vm, args: &[Value], side: Side) -> PyResult {
    let text = of(vm, &args[0])?;
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let Some(fill) = args[2].as_text() else {
        let got = vm.type_name(&args[2]);
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {got}")));
    };
    let (Some(fill), 1) = (fill.char_at(0), fill.char_len()) else {
        return Err(vm.type_error("The fill character must be exactly one character long"));
    };
    let len = text.char_len();
    if width <= len {
        return Ok(Value::Str(text.clone()));
    }
    let total = width - len;
    if !vm.check_size(total.saturating_mul(4)) {
        return Err(vm.out_of_memory());
    }
    let left = match side {
        Side::Left => total,
        Side::Right => 0,
        Side::Both => total / 2 + (total & width & 1),
    };
    let mut padded = Wtf8Buf::new();
    (0..left).for_each(|_| padded.push(fill));
    padded.push_wtf8(text.as_wtf8());
    (left..total).for_each(|_| padded.push(fill));
    Ok(vm.new_str(padded))
}

fn zfill(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let len = text.char_len();
    if width <= len {
        return Ok(Value::Str(text.clone()));
    }
    if !vm.check_size(width) {
        return Err(vm.out_of_memory());
    }
    let signed = usize::from(matches!(text.as_bytes().first(), Some(b'+' | b'-')));
    let mut filled = Wtf8Buf::new();
    if let Some(sign) = text.as_wtf8().get(..signed) {
        filled.push_wtf8(sign);
    }
    filled.push_str(&"0".repeat(width - len));
    if let Some(rest) = text.as_wtf8().get(signed..) {
        filled.push_wtf8(rest);
    }
    Ok(vm.new_str(filled))
}

fn strip(vm: &Vm, args: &[Value], left: bool, right: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let set: Option<Vec<u32>> = match &args[1] {
        Value::None => None,
        chars => match chars.as_text() {
            Some(chars) => Some(chars.as_wtf8().code_points().map(CodePoint::to_u32).collect()),
            None => {
                let name = match (left, right) {
                    (true, true) => "strip",
                    (true, false) => "lstrip",
                    _ => "rstrip",
                };
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            }
        },
    };
    let drops = |c: u32| set.as_ref().map_or_else(|| u::is_space(c), |s| s.contains(&c));
    let points: Vec<(usize, u32)> = offsets(text);
    let start = if left { points.iter().take_while(|(_, c)| drops(*c)).count() } else { 0 };
    let kept = &points[start..];
    let cut = if right { kept.iter().rev().take_while(|(_, c)| drops(*c)).count() } else { 0 };
    let end = points.len() - cut;
    let offset = |i: usize| points.get(i).map_or(text.len(), |(at, _)| *at);
    Ok(part(vm, text, offset(start), offset(end.max(start))))
}

/// Each character with its byte offset.
fn offsets(text: &Str) -> Vec<(usize, u32)> {
    let mut at = 0;
    let mut all = Vec::with_capacity(text.len());
    for point in text.as_wtf8().code_points() {
        all.push((at, point.to_u32()));
        at += match point.to_u32() {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            _ => 4,
        };
    }
    all
}

fn partition(vm: &Vm, args: &[Value], last: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let separator = text_argument(vm, &args[1], "must be str, not")?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let at = if last {
        memchr::memmem::rfind(text.as_bytes(), separator.as_bytes())
    } else {
        memchr::memmem::find(text.as_bytes(), separator.as_bytes())
    };
    let empty = || Value::Str(vm.names.empty.clone());
    Ok(vm.new_tuple(match at {
        Some(at) => {
            vec![part(vm, text, 0, at), args[1].clone(), part(vm, text, at + separator.len(), text.len())]
        }
        None if last => vec![empty(), empty(), Value::Str(text.clone())],
        None => vec![Value::Str(text.clone()), empty(), empty()],
    }))
}

fn remove(vm: &Vm, args: &[Value], prefix: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let name = if prefix { "removeprefix() argument" } else { "removesuffix() argument" };
    let affix = text_argument(vm, &args[1], name)?;
    if prefix && text.as_bytes().starts_with(affix.as_bytes()) {
        return Ok(part(vm, text, affix.len(), text.len()));
    }
    if !prefix && !affix.is_empty() && text.as_bytes().ends_with(affix.as_bytes()) {
        return Ok(part(vm, text, 0, text.len() - affix.len()));
    }
    Ok(Value::Str(text.clone()))
}

fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let old = text_argument(vm, &args[1], "replace() argument 1")?;
    let new = text_argument(vm, &args[2], "replace() argument 2")?;
    let limit = usize::try_from(vm.index_i64(&args[3])?).unwrap_or(usize::MAX);
    let places: Vec<usize> = if old.is_empty() {
        let all = offsets(text).into_iter().map(|(at, _)| at).chain([text.len()]);
        all.take(limit).collect()
    } else {
        memchr::memmem::find_iter(text.as_bytes(), old.as_bytes()).take(limit).collect()
    };
    if places.is_empty() {
        return Ok(Value::Str(text.clone()));
    }
    if !vm.check_size(places.len().saturating_mul(new.len()).saturating_add(text.len())) {
        return Err(vm.out_of_memory());
    }
    let mut result = Wtf8Buf::new();
    let mut from = 0;
    for at in places {
        if let Some(piece) = text.as_wtf8().get(from..at) {
            result.push_wtf8(piece);
        }
        result.push_wtf8(new.as_wtf8());
        from = at + old.len();
    }
    if let Some(rest) = text.as_wtf8().get(from..) {
        result.push_wtf8(rest);
    }
    Ok(vm.new_str(result))
}

fn split(vm: &Vm, args: &[Value], from_right: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let limit = usize::try_from(vm.index_i64(&args[2])?).unwrap_or(usize::MAX);
    let pieces = match &args[1] {
        Value::None => split_spaces(text, limit, from_right),
        separator => {
            let Some(separator) = separator.as_text() else {
                let got = vm.type_name(separator);
                return Err(vm.type_error(format!("must be str or None, not {got}")));
            };
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            split_at(text, separator, limit, from_right)
        }
    };
    Ok(vm.new_list(pieces.into_iter().map(|(from, to)| part(vm, text, from, to)).collect()))
}

fn split_at(text: &Str, separator: &Str, limit: usize, from_right: bool) -> Vec<(usize, usize)> {
    let (bytes, width) = (text.as_bytes(), separator.len());
    let mut places: Vec<usize> = Vec::new();
    if from_right {
        let mut end = bytes.len();
        while places.len() < limit
            && let Some(at) = memchr::memmem::rfind(&bytes[..end], separator.as_bytes())
        {
            places.push(at);
            end = at;
        }
        places.reverse();
    } else {
        places.extend(memchr::memmem::find_iter(bytes, separator.as_bytes()).take(limit));
    }
    let mut from = 0;
    let mut pieces = Vec::with_capacity(places.len() + 1);
    for at in places {
        pieces.push((from, at));
        from = at + width;
    }
    pieces.push((from, bytes.len()));
    pieces
}

fn split_spaces(text: &Str, limit: usize, from_right: bool) -> Vec<(usize, usize)> {
    let points = offsets(text);
    let offset = |i: usize| points.get(i).map_or(text.len(), |(at, _)| *at);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut i = 0;
    while i < points.len() {
        if u::is_space(points[i].1) {
            i += 1;
            continue;
        }
        let start = i;
        while i < points.len() && !u::is_space(points[i].1) {
            i += 1;
        }
        words.push((start, i));
    }
    let pieces: Vec<(usize, usize)> = if words.len() <= limit {
        words
    } else if from_right {
        let keep = words.len() - limit;
        let mut pieces = if keep > 0 { vec![(words[0].0, words[keep - 1].1)] } else { Vec::new() };
        // What is left over keeps its leading whitespace.
        if let Some(first) = pieces.first_mut() {
            first.0 = 0;
        }
        pieces.extend_from_slice(&words[keep..]);
        pieces
    } else {
        let mut pieces = words[..limit].to_vec();
        pieces.push((words[limit].0, points.len()));
        pieces
    };
    pieces.into_iter().map(|(a, b)| (offset(a), offset(b))).collect()
}

fn splitlines(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let keep = vm.is_true(&args[1])?;
    let points = offsets(text);
    let offset = |i: usize| points.get(i).map_or(text.len(), |(at, _)| *at);
    let (mut lines, mut start, mut i) = (Vec::new(), 0, 0);
    while i < points.len() {
        let c = points[i].1;
        if !u::is_line_break(c) {
            i += 1;
            continue;
        }
        let end = i;
        i += 1;
        if c == 0x0D && points.get(i).is_some_and(|(_, n)| *n == 0x0A) {
            i += 1;
        }
        lines.push(part(vm, text, offset(start), offset(if keep { i } else { end })));
        start = i;
    }
    if start < points.len() {
        lines.push(part(vm, text, offset(start), text.len()));
    }
    Ok(vm.new_list(lines))
}

fn expandtabs(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let size = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let (mut result, mut column) = (Wtf8Buf::new(), 0usize);
    for point in text.as_wtf8().code_points() {
        match point.to_char() {
            Some('\t') => {
                if size > 0 {
                    let spaces = size - column % size;
                    if !vm.check_size(spaces) {
                        return Err(vm.overflow_error("new string is too long"));
                    }
                    result.push_str(&" ".repeat(spaces));
                    column += spaces;
                }
            }
            other => {
                column = if matches!(other, Some('\n' | '\r')) { 0 } else { column + 1 };
                result.push(point);
            }
        }
    }
    Ok(vm.new_str(result))
}

fn maketrans(vm: &Vm, args: &[Value]) -> PyResult {
    let table = Dict::new();
    if args[1].is_unbound() {
        let Some(source) = args[0].as_dict() else {
            return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in source.entries() {
            let key = match key.as_text() {
                Some(text) => match (text.char_at(0), text.char_len()) {
                    (Some(c), 1) => Value::from(c.to_u32()),
                    _ => return Err(vm.value_error("string keys in translate table must be of length 1")),
                },
                None if vm.has_index(&key) => key,
                None => return Err(vm.type_error("keys in translate table must be strings or integers")),
            };
            drop(table.insert(vm, key, value)?);
        }
        return Ok(vm.dict_from(table));
    }
    let (Some(from), Some(to)) = (args[0].as_text(), args[1].as_text()) else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if from.char_len() != to.char_len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (a, b) in from.as_wtf8().code_points().zip(to.as_wtf8().code_points()) {
        drop(table.insert(vm, Value::from(a.to_u32()), Value::from(b.to_u32()))?);
    }
    if !args[2].is_unbound() {
        for c in text_argument(vm, &args[2], "maketrans() argument 3")?.as_wtf8().code_points() {
            drop(table.insert(vm, Value::from(c.to_u32()), Value::None)?);
        }
    }
    Ok(vm.dict_from(table))
}

fn translate(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let mut result = Wtf8Buf::new();
    for point in text.as_wtf8().code_points() {
        match vm.getitem(&args[1], &Value::from(point.to_u32())) {
            Ok(Value::None) => {}
            Ok(Value::Int(n)) => match u32::try_from(n).ok().and_then(CodePoint::from_u32) {
                Some(c) => result.push(c),
                None => return Err(vm.value_error("character mapping must be in range(0x110000)")),
            },
            Ok(other) => match other.as_text() {
                Some(text) => result.push_wtf8(text.as_wtf8()),
                None => return Err(vm.type_error("character mapping must return integer, None or str")),
            },
            Err(e) if e.matches(vm, &vm.exc.lookup_error) => result.push(point),
            Err(e) => return Err(e),
        }
    }
    Ok(vm.new_str(result))
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let widest = text.as_wtf8().code_points().map(CodePoint::to_u32).max().unwrap_or(0);
    let (header, width) = match widest {
        0..0x80 => (40, 1),
        0x80..0x100 => (56, 1),
        0x100..0x1_0000 => (56, 2),
        _ => (56, 4),
    };
    Ok(Value::from(header + (text.char_len() + 1) * width))
}
