//! The methods of `bytes` and `bytearray`, written once over the receiver's bytes.
//!
//! A method converts its arguments first, then looks at the receiver: converting may run Python code, which may
//! change a `bytearray`.

use super::data::snapshot;
use crate::error::PyResult;
use crate::heap::Value;
use crate::types::NativeDef;
use crate::vm::Vm;

mod affix;
mod case;
mod code;
mod find;
mod layout;
mod split;

pub(crate) use code::hex_text;

/// Declares a method table: the rows of both types, then the type's own.
macro_rules! tables {
    ($($table:ident [$($own:expr),* $(,)?];)*) => {$(
        pub(crate) static $table: &[NativeDef] = &[
            NativeDef::method("capitalize", "($self, /)", case::capitalize, "A copy with its first character capitalized and the rest in lower case (ASCII)."),
            NativeDef::method("center", "($self, width, fillchar=b' ', /)", layout::center, "Return a centered copy of length width."),
            NativeDef::method("count", "($self, sub, start=None, end=None, /)", find::count, "Return the number of non-overlapping occurrences of subsection sub.")
                .shown_as("($self, sub[, start[, end]], /)"),
            NativeDef::method("decode", "($self, /, encoding='utf-8', errors='strict')", code::decode, "Decode the bytes using the codec registered for encoding."),
            NativeDef::method("endswith", "($self, suffix, start=None, end=None, /)", affix::endswith, "Return True if the bytes end with the specified suffix, False otherwise.")
                .shown_as("($self, suffix[, start[, end]], /)"),
            NativeDef::method("expandtabs", "($self, /, tabsize=8)", layout::expandtabs, "Return a copy where all tab characters are expanded using spaces."),
            NativeDef::method("find", "($self, sub, start=None, end=None, /)", find::find, "Return the lowest index where subsection sub is found, -1 on failure.")
                .shown_as("($self, sub[, start[, end]], /)"),
            NativeDef::class("fromhex", "($type, string, /)", code::fromhex, "Create an object from a string of hexadecimal numbers."),
            NativeDef::method("hex", "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", code::hex, "Create a string of hexadecimal numbers."),
            NativeDef::method("index", "($self, sub, start=None, end=None, /)", find::index, "Return the lowest index where subsection sub is found.")
                .shown_as("($self, sub[, start[, end]], /)"),
            NativeDef::method("isalnum", "($self, /)", case::isalnum, "Return True if all characters are alphanumeric (ASCII) and there is one."),
            NativeDef::method("isalpha", "($self, /)", case::isalpha, "Return True if all characters are alphabetic (ASCII) and there is one."),
            NativeDef::method("isascii", "($self, /)", case::isascii, "Return True if there are only ASCII characters."),
            NativeDef::method("isdigit", "($self, /)", case::isdigit, "Return True if all characters are digits (ASCII) and there is one."),
            NativeDef::method("islower", "($self, /)", case::islower, "Return True if all cased characters are lower case and there is one."),
            NativeDef::method("isspace", "($self, /)", case::isspace, "Return True if all characters are whitespace and there is one."),
            NativeDef::method("istitle", "($self, /)", case::istitle, "Return True if the bytes are title-cased and there is a cased character."),
            NativeDef::method("isupper", "($self, /)", case::isupper, "Return True if all cased characters are upper case and there is one."),
            NativeDef::method("join", "($self, iterable_of_bytes, /)", split::join, "Concatenate any number of bytes-like objects."),
            NativeDef::method("ljust", "($self, width, fillchar=b' ', /)", layout::ljust, "Return a left-justified copy of length width."),
            NativeDef::method("lower", "($self, /)", case::lower, "Return a copy with all ASCII characters converted to lower case."),
            NativeDef::method("lstrip", "($self, bytes=None, /)", affix::lstrip, "Strip leading bytes contained in the argument."),
            NativeDef::static_("maketrans", "(frm, to, /)", code::maketrans, "Return a translation table usable for the translate method.").hidden_signature(),
            NativeDef::method("partition", "($self, sep, /)", split::partition, "Partition into three parts using the given separator."),
            NativeDef::method("removeprefix", "($self, prefix, /)", affix::removeprefix, "Return a copy with the given prefix removed if present."),
            NativeDef::method("removesuffix", "($self, suffix, /)", affix::removesuffix, "Return a copy with the given suffix removed if present."),
            NativeDef::method("replace", "($self, old, new, count=-1, /)", find::replace, "Return a copy with all occurrences of old replaced by new."),
            NativeDef::method("rfind", "($self, sub, start=None, end=None, /)", find::rfind, "Return the highest index where subsection sub is found, -1 on failure.")
                .shown_as("($self, sub[, start[, end]], /)"),
            NativeDef::method("rindex", "($self, sub, start=None, end=None, /)", find::rindex, "Return the highest index where subsection sub is found.")
                .shown_as("($self, sub[, start[, end]], /)"),
            NativeDef::method("rjust", "($self, width, fillchar=b' ', /)", layout::rjust, "Return a right-justified copy of length width."),
            NativeDef::method("rpartition", "($self, sep, /)", split::rpartition, "Partition into three parts using the last separator."),
            NativeDef::method("rsplit", "($self, /, sep=None, maxsplit=-1)", split::rsplit, "Return a list of the sections, split from the right."),
            NativeDef::method("rstrip", "($self, bytes=None, /)", affix::rstrip, "Strip trailing bytes contained in the argument."),
            NativeDef::method("split", "($self, /, sep=None, maxsplit=-1)", split::split, "Return a list of the sections, using sep as the delimiter."),
            NativeDef::method("splitlines", "($self, /, keepends=False)", split::splitlines, "Return a list of the lines, breaking at line boundaries."),
            NativeDef::method("startswith", "($self, prefix, start=None, end=None, /)", affix::startswith, "Return True if the bytes start with the specified prefix, False otherwise.")
                .shown_as("($self, prefix[, start[, end]], /)"),
            NativeDef::method("strip", "($self, bytes=None, /)", affix::strip, "Strip leading and trailing bytes contained in the argument."),
            NativeDef::method("swapcase", "($self, /)", case::swapcase, "Return a copy with upper case exchanged for lower case and vice versa (ASCII)."),
            NativeDef::method("title", "($self, /)", case::title, "Return a title-cased copy (ASCII)."),
            NativeDef::method("translate", "($self, table, /, delete=b'')", code::translate, "Return a copy with each character mapped by the given translation table."),
            NativeDef::method("upper", "($self, /)", case::upper, "Return a copy with all ASCII characters converted to upper case."),
            NativeDef::method("zfill", "($self, width, /)", layout::zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width."),
            $($own,)*
        ];
    )*};
}

tables! {
    BYTES [
        NativeDef::method("__getnewargs__", "($self, /)", getnewargs, ""),
        NativeDef::method("__bytes__", "($self, /)", dunder_bytes, "Convert this value to exact type bytes."),
    ];
    BYTEARRAY [
        NativeDef::method("__alloc__", "($self, /)", array::alloc, "Return the number of bytes actually allocated."),
        NativeDef::method("__reduce__", "($self, /)", array::reduce, "Return state information for pickling."),
        NativeDef::method("__reduce_ex__", "($self, proto=0, /)", array::reduce_ex, "Return state information for pickling."),
        NativeDef::method("__sizeof__", "($self, /)", array::sizeof, "Returns the size of the bytearray object in memory, in bytes."),
        NativeDef::method("append", "($self, item, /)", array::append, "Append a single item to the end of the bytearray."),
        NativeDef::method("clear", "($self, /)", array::clear, "Remove all items from the bytearray."),
        NativeDef::method("copy", "($self, /)", array::copy, "Return a copy of the bytearray."),
        NativeDef::method("extend", "($self, iterable_of_ints, /)", array::extend, "Append all the items from the iterator or sequence to the bytearray."),
        NativeDef::method("insert", "($self, index, item, /)", array::insert, "Insert a single item into the bytearray before the given index."),
        NativeDef::method("pop", "($self, index=-1, /)", array::pop, "Remove and return a single item from the bytearray."),
        NativeDef::method("remove", "($self, value, /)", array::remove, "Remove the first occurrence of a value in the bytearray."),
        NativeDef::method("reverse", "($self, /)", array::reverse, "Reverse the order of the values in the bytearray in place."),
    ];
}

use crate::objects::bytearray::methods as array;

fn getnewargs(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.new_bytes(&snapshot(vm, &args[0])?);
    Ok(vm.new_tuple(vec![data]))
}

fn dunder_bytes(vm: &Vm, args: &[Value]) -> PyResult {
    match &args[0] {
        Value::Bytes(_) => Ok(args[0].clone()),
        subclass => Ok(vm.new_bytes(&snapshot(vm, subclass)?)),
    }
}
