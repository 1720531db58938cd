//! The table of `str`'s methods, and the small ones.

use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use super::args::name_argument;
use super::{codec, find, format, layout, of, split, translate};
use crate::error::PyResult;
use crate::heap::Value;
use crate::text::unicode as u;
use crate::types::NativeDef;
use crate::vm::Vm;

/// Declares rows from `name signature => function, doc;`, with `as text` where another signature is shown.
macro_rules! rows {
    ($($name:literal $signature:literal $(as $shown:literal)? => $f:expr, $doc:literal;)*) => {
        pub(super) static METHODS: &[NativeDef] = &[
            $(NativeDef::method($name, $signature, $f, $doc)$(.shown_as($shown))?,)*
            NativeDef::static_("maketrans", "(x, y=<unrepresentable>, z=<unrepresentable>, /)", translate::maketrans, "Return a translation table usable for str.translate().").hidden_signature(),
        ];
    };
}

rows! {
    "capitalize" "($self, /)" => |vm, a| map(vm, a, u::capitalize), "Return a capitalized version of the string.";
    "casefold" "($self, /)" => |vm, a| recased(vm, a, u::casefold), "Return a version of the string suitable for caseless comparisons.";
    "center" "($self, width, fillchar=' ', /)" => layout::center, "Return a centered string of length width.";
    "count" "($self, sub, start=None, end=None, /)" as "($self, sub[, start[, end]], /)" => find::count, "Return the number of non-overlapping occurrences of substring sub in string S[start:end].";
    "encode" "($self, /, encoding='utf-8', errors='strict')" => encode, "Encode the string using the codec registered for encoding.";
    "endswith" "($self, suffix, start=None, end=None, /)" as "($self, suffix[, start[, end]], /)" => find::endswith, "Return True if the string ends with the specified suffix, False otherwise.";
    "expandtabs" "($self, /, tabsize=8)" => layout::expandtabs, "Return a copy where all tab characters are expanded using spaces.";
    "find" "($self, sub, start=None, end=None, /)" as "($self, sub[, start[, end]], /)" => find::find, "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "format" "($self, /, *args, **kwargs)" => format_method, "Return a formatted version of the string, using substitutions from args and kwargs.";
    "format_map" "($self, mapping, /)" => format_map, "Return a formatted version of the string, using substitutions from mapping.";
    "index" "($self, sub, start=None, end=None, /)" as "($self, sub[, start[, end]], /)" => find::index, "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "isalnum" "($self, /)" => |vm, a| test(vm, a, u::str_is_alnum), "Return True if the string is an alpha-numeric string, False otherwise.";
    "isalpha" "($self, /)" => |vm, a| test(vm, a, u::str_is_alpha), "Return True if the string is an alphabetic string, False otherwise.";
    "isascii" "($self, /)" => |vm, a| Ok(Value::Bool(of(vm, &a[0])?.is_ascii())), "Return True if all characters in the string are ASCII, False otherwise.";
    "isdecimal" "($self, /)" => |vm, a| test(vm, a, u::str_is_decimal), "Return True if the string is a decimal string, False otherwise.";
    "isdigit" "($self, /)" => |vm, a| test(vm, a, u::str_is_digit), "Return True if the string is a digit string, False otherwise.";
    "isidentifier" "($self, /)" => |vm, a| test(vm, a, u::str_is_identifier), "Return True if the string is a valid Python identifier, False otherwise.";
    "islower" "($self, /)" => |vm, a| test(vm, a, u::str_is_lower), "Return True if the string is a lowercase string, False otherwise.";
    "isnumeric" "($self, /)" => |vm, a| test(vm, a, u::str_is_numeric), "Return True if the string is a numeric string, False otherwise.";
    "isprintable" "($self, /)" => |vm, a| test(vm, a, u::str_is_printable), "Return True if all characters in the string are printable, False otherwise.";
    "isspace" "($self, /)" => |vm, a| test(vm, a, u::str_is_space), "Return True if the string is a whitespace string, False otherwise.";
    "istitle" "($self, /)" => |vm, a| test(vm, a, u::str_is_title), "Return True if the string is a title-cased string, False otherwise.";
    "isupper" "($self, /)" => |vm, a| test(vm, a, u::str_is_upper), "Return True if the string is an uppercase string, False otherwise.";
    "join" "($self, iterable, /)" => split::join, "Concatenate any number of strings.";
    "ljust" "($self, width, fillchar=' ', /)" => layout::ljust, "Return a left-justified string of length width.";
    "lower" "($self, /)" => |vm, a| recased(vm, a, u::lower), "Return a copy of the string converted to lowercase.";
    "lstrip" "($self, chars=None, /)" => split::lstrip, "Return a copy of the string with leading whitespace removed.";
    "partition" "($self, sep, /)" => split::partition, "Partition the string into three parts using the given separator.";
    "removeprefix" "($self, prefix, /)" => find::removeprefix, "Return a str with the given prefix string removed if present.";
    "removesuffix" "($self, suffix, /)" => find::removesuffix, "Return a str with the given suffix string removed if present.";
    "replace" "($self, old, new, /, count=-1)" => find::replace, "Return a copy with all occurrences of substring old replaced by new.";
    "rfind" "($self, sub, start=None, end=None, /)" as "($self, sub[, start[, end]], /)" => find::rfind, "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rindex" "($self, sub, start=None, end=None, /)" as "($self, sub[, start[, end]], /)" => find::rindex, "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].";
    "rjust" "($self, width, fillchar=' ', /)" => layout::rjust, "Return a right-justified string of length width.";
    "rpartition" "($self, sep, /)" => split::rpartition, "Partition the string into three parts using the given separator.";
    "rsplit" "($self, /, sep=None, maxsplit=-1)" => split::rsplit, "Return a list of the substrings in the string, using sep as the separator string.";
    "rstrip" "($self, chars=None, /)" => split::rstrip, "Return a copy of the string with trailing whitespace removed.";
    "split" "($self, /, sep=None, maxsplit=-1)" => split::split, "Return a list of the substrings in the string, using sep as the separator string.";
    "splitlines" "($self, /, keepends=False)" => split::splitlines, "Return a list of the lines in the string, breaking at line boundaries.";
    "startswith" "($self, prefix, start=None, end=None, /)" as "($self, prefix[, start[, end]], /)" => find::startswith, "Return True if the string starts with the specified prefix, False otherwise.";
    "strip" "($self, chars=None, /)" => split::strip, "Return a copy of the string with leading and trailing whitespace removed.";
    "swapcase" "($self, /)" => |vm, a| map(vm, a, u::swapcase), "Convert uppercase characters to lowercase and lowercase characters to uppercase.";
    "title" "($self, /)" => |vm, a| map(vm, a, u::title), "Return a version of the string where each word is titlecased.";
    "translate" "($self, table, /)" => translate::translate, "Replace each character in the string using the given translation table.";
    "upper" "($self, /)" => |vm, a| recased(vm, a, u::upper), "Return a copy of the string converted to uppercase.";
    "zfill" "($self, width, /)" => layout::zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width.";
    "__getnewargs__" "($self, /)" => getnewargs, "";
    "__format__" "($self, format_spec, /)" => format::dunder_format, "Return a formatted version of the string as described by format_spec.";
    "__sizeof__" "($self, /)" => sizeof, "Return the size of the string in memory, in bytes.";
}

fn map(vm: &Vm, args: &[Value], f: fn(&Wtf8) -> Wtf8Buf) -> PyResult {
    Ok(vm.fresh_str(f(of(vm, &args[0])?.as_wtf8())))
}

/// The same where CPython makes a new object of ASCII text even if it is one character.
fn recased(vm: &Vm, args: &[Value], f: fn(&Wtf8) -> Wtf8Buf) -> PyResult {
    let text = of(vm, &args[0])?.as_wtf8();
    if text.is_ascii() && !text.is_empty() { Ok(Value::Str(f(text).into())) } else { map(vm, args, f) }
}

fn test(vm: &Vm, args: &[Value], f: fn(&Wtf8) -> bool) -> PyResult {
    Ok(Value::Bool(f(of(vm, &args[0])?.as_wtf8())))
}

fn format_method(vm: &Vm, args: &[Value]) -> PyResult {
    let positional = args[1].as_tuple().unwrap_or(&[]);
    format::format(vm, &args[0], Some(positional), &args[2])
}

fn format_map(vm: &Vm, args: &[Value]) -> PyResult {
    format::format(vm, &args[0], None, &args[1])
}

fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let encoding = name_argument(vm, &args[1], "encode() argument 'encoding'")?;
    let errors = name_argument(vm, &args[2], "encode() argument 'errors'")?;
    let bytes = codec::encode(vm, text, &encoding.to_string_lossy(), &errors.to_string_lossy())?;
    Ok(vm.new_bytes(&bytes))
}

fn getnewargs(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_tuple(vec![Value::Str(super::copied(vm, of(vm, &args[0])?))]))
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
