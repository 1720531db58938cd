//! The one table of pickle opcodes: byte, name, argument, stack effect, protocol, one line of help.
//!
//! The decoder, the disassembler, the checker and the loaders all derive what they know of an opcode from
//! these 68 rows. Names, argument kinds and stack effects are those that CPython's `pickletools.opcodes`
//! reports. The surprise: `INST` and `OBJ` list a mark *and* a slice in their stack effect, but the
//! disassembler removes everything down to the mark in both, so only the position of the mark matters.

/// How the argument of an opcode is laid out in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// No argument.
    Nothing,
    /// One unsigned byte.
    U1,
    /// Two bytes, little endian, unsigned.
    U2,
    /// Four bytes, little endian, signed.
    I4,
    /// Four bytes, little endian, unsigned.
    U4,
    /// Eight bytes, little endian, unsigned.
    U8,
    /// Eight bytes, big endian IEEE 754.
    F8,
    /// A decimal int in a line, where `00` and `01` are the bools.
    ShortDecimalLine,
    /// A decimal int in a line, with an optional trailing `L`.
    LongDecimalLine,
    /// A float literal in a line.
    FloatLine,
    /// A quoted Python 2 string literal in a line.
    QuotedLine,
    /// A plain ASCII line.
    PlainLine,
    /// Two plain lines.
    TwoLines,
    /// A raw-unicode-escape line.
    UnicodeLine,
    /// Two's complement int, length in one byte.
    Long1,
    /// Two's complement int, length in four signed bytes.
    Long4,
    /// Python 2 string, length in one byte.
    String1,
    /// Python 2 string, length in four signed bytes.
    String4,
    /// Bytes, length in one byte.
    Bytes1,
    /// Bytes, length in four bytes.
    Bytes4,
    /// Bytes, length in eight bytes.
    Bytes8,
    /// Mutable bytes, length in eight bytes.
    ByteArray8,
    /// UTF-8 text, length in one byte.
    Text1,
    /// UTF-8 text, length in four bytes.
    Text4,
    /// UTF-8 text, length in eight bytes.
    Text8,
}

impl Arg {
    /// The name `pickletools` gives to this kind of argument; empty when there is none.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Arg::Nothing => "",
            Arg::U1 => "uint1",
            Arg::U2 => "uint2",
            Arg::I4 => "int4",
            Arg::U4 => "uint4",
            Arg::U8 => "uint8",
            Arg::F8 => "float8",
            Arg::ShortDecimalLine => "decimalnl_short",
            Arg::LongDecimalLine => "decimalnl_long",
            Arg::FloatLine => "floatnl",
            Arg::QuotedLine => "stringnl",
            Arg::PlainLine => "stringnl_noescape",
            Arg::TwoLines => "stringnl_noescape_pair",
            Arg::UnicodeLine => "unicodestringnl",
            Arg::Long1 => "long1",
            Arg::Long4 => "long4",
            Arg::String1 => "string1",
            Arg::String4 => "string4",
            Arg::Bytes1 => "bytes1",
            Arg::Bytes4 => "bytes4",
            Arg::Bytes8 => "bytes8",
            Arg::ByteArray8 => "bytearray8",
            Arg::Text1 => "unicodestring1",
            Arg::Text4 => "unicodestring4",
            Arg::Text8 => "unicodestring8",
        }
    }
}

/// A kind of stack item, as the stack effects name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Anything.
    Any,
    /// An int.
    Int,
    /// An int or a bool, undecided until the text is read.
    IntOrBool,
    /// A bool.
    Bool,
    /// A float.
    Float,
    /// A Python 2 string.
    BytesOrStr,
    /// Bytes.
    Bytes,
    /// A bytearray.
    ByteArray,
    /// Text.
    Str,
    /// None.
    None,
    /// A tuple.
    Tuple,
    /// A list.
    List,
    /// A dict.
    Dict,
    /// A set.
    Set,
    /// A frozenset.
    FrozenSet,
    /// An out-of-band buffer.
    Buffer,
    /// The mark.
    Mark,
    /// Everything above the topmost mark.
    Slice,
}

impl Item {
    /// The name `pickletools` prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Item::Any => "any",
            Item::Int => "int",
            Item::IntOrBool => "int_or_bool",
            Item::Bool => "bool",
            Item::Float => "float",
            Item::BytesOrStr => "bytes_or_str",
            Item::Bytes => "bytes",
            Item::ByteArray => "bytearray",
            Item::Str => "str",
            Item::None => "None",
            Item::Tuple => "tuple",
            Item::List => "list",
            Item::Dict => "dict",
            Item::Set => "set",
            Item::FrozenSet => "frozenset",
            Item::Buffer => "buffer",
            Item::Mark => "mark",
            Item::Slice => "stackslice",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// The byte in the stream.
    pub code: u8,
    /// CPython's name, `BININT1`.
    pub name: &'static str,
    /// How its argument is laid out.
    pub arg: Arg,
    /// What it expects on the stack, topmost last.
    pub before: &'static [Item],
    /// What it leaves there.
    pub after: &'static [Item],
    /// The protocol that introduced it.
    pub protocol: u8,
    /// One line of help.
    pub doc: &'static str,
}

macro_rules! opcodes {
    ($($variant:ident $code:literal $name:literal $arg:ident [$($before:ident)*] [$($after:ident)*] $proto:literal $doc:literal;)*) => {
        /// A pickle opcode; the discriminant is its byte.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Opcode { $(#[doc = $doc] $variant = $code,)* }

        impl Opcode {
            /// Every opcode, in the order of `pickletools.opcodes`.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$variant),*];

            /// The opcode of a byte, if there is one.
            #[inline(always)]
            #[must_use]
            pub const fn from_byte(byte: u8) -> Option<Opcode> {
                const OF_BYTE: [Option<Opcode>; 256] = {
                    let mut table = [None; 256];
                    $(table[$code as usize] = Some(Opcode::$variant);)*
                    table
                };
                OF_BYTE[byte as usize]
            }

            /// Its row in the table.
            #[must_use]
            pub const fn info(self) -> &'static Info {
                match self {
                    $(Opcode::$variant => &Info {
                        code: $code, name: $name, arg: Arg::$arg,
                        before: &[$(Item::$before),*], after: &[$(Item::$after),*],
                        protocol: $proto, doc: $doc,
                    },)*
                }
            }
        }
    };
}

impl Opcode {
    /// The byte in the stream.
    #[inline]
    #[must_use]
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// CPython's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.info().name
    }
}

#[rustfmt::skip]
opcodes! {
    Int              0x49 "INT"              ShortDecimalLine [] [IntOrBool] 0 "Push an integer or bool.";
    BinInt           0x4a "BININT"           I4 [] [Int] 1 "Push a four-byte signed integer.";
    BinInt1          0x4b "BININT1"          U1 [] [Int] 1 "Push a one-byte unsigned integer.";
    BinInt2          0x4d "BININT2"          U2 [] [Int] 1 "Push a two-byte unsigned integer.";
    Long             0x4c "LONG"             LongDecimalLine [] [Int] 0 "Push a long integer.";
    Long1            0x8a "LONG1"            Long1 [] [Int] 2 "Long integer using one-byte length.";
    Long4            0x8b "LONG4"            Long4 [] [Int] 2 "Long integer using four-byte length.";
    String           0x53 "STRING"           QuotedLine [] [BytesOrStr] 0 "Push a Python string object.";
    BinString        0x54 "BINSTRING"        String4 [] [BytesOrStr] 1 "Push a Python string object.";
    ShortBinString   0x55 "SHORT_BINSTRING"  String1 [] [BytesOrStr] 1 "Push a Python string object.";
    BinBytes         0x42 "BINBYTES"         Bytes4 [] [Bytes] 3 "Push a Python bytes object.";
    ShortBinBytes    0x43 "SHORT_BINBYTES"   Bytes1 [] [Bytes] 3 "Push a Python bytes object.";
    BinBytes8        0x8e "BINBYTES8"        Bytes8 [] [Bytes] 4 "Push a Python bytes object.";
    ByteArray8       0x96 "BYTEARRAY8"       ByteArray8 [] [ByteArray] 5 "Push a Python bytearray object.";
    NextBuffer       0x97 "NEXT_BUFFER"      Nothing [] [Buffer] 5 "Push an out-of-band buffer object.";
    ReadonlyBuffer   0x98 "READONLY_BUFFER"  Nothing [Buffer] [Buffer] 5 "Make an out-of-band buffer object read-only.";
    None             0x4e "NONE"             Nothing [] [None] 0 "Push None on the stack.";
    NewTrue          0x88 "NEWTRUE"          Nothing [] [Bool] 2 "Push True onto the stack.";
    NewFalse         0x89 "NEWFALSE"         Nothing [] [Bool] 2 "Push False onto the stack.";
    Unicode          0x56 "UNICODE"          UnicodeLine [] [Str] 0 "Push a Python Unicode string object.";
    ShortBinUnicode  0x8c "SHORT_BINUNICODE" Text1 [] [Str] 4 "Push a Python Unicode string object.";
    BinUnicode       0x58 "BINUNICODE"       Text4 [] [Str] 1 "Push a Python Unicode string object.";
    BinUnicode8      0x8d "BINUNICODE8"      Text8 [] [Str] 4 "Push a Python Unicode string object.";
    Float            0x46 "FLOAT"            FloatLine [] [Float] 0 "Newline-terminated decimal float literal.";
    BinFloat         0x47 "BINFLOAT"         F8 [] [Float] 1 "Float stored in binary form, with 8 bytes of data.";
    EmptyList        0x5d "EMPTY_LIST"       Nothing [] [List] 1 "Push an empty list.";
    Append           0x61 "APPEND"           Nothing [List Any] [List] 0 "Append an object to a list.";
    Appends          0x65 "APPENDS"          Nothing [List Mark Slice] [List] 1 "Extend a list by a slice of stack objects.";
    List             0x6c "LIST"             Nothing [Mark Slice] [List] 0 "Build a list out of the topmost stack slice, after markobject.";
    EmptyTuple       0x29 "EMPTY_TUPLE"      Nothing [] [Tuple] 1 "Push an empty tuple.";
    Tuple            0x74 "TUPLE"            Nothing [Mark Slice] [Tuple] 0 "Build a tuple out of the topmost stack slice, after markobject.";
    Tuple1           0x85 "TUPLE1"           Nothing [Any] [Tuple] 2 "Build a one-tuple out of the topmost item on the stack.";
    Tuple2           0x86 "TUPLE2"           Nothing [Any Any] [Tuple] 2 "Build a two-tuple out of the top two items on the stack.";
    Tuple3           0x87 "TUPLE3"           Nothing [Any Any Any] [Tuple] 2 "Build a three-tuple out of the top three items on the stack.";
    EmptyDict        0x7d "EMPTY_DICT"       Nothing [] [Dict] 1 "Push an empty dict.";
    Dict             0x64 "DICT"             Nothing [Mark Slice] [Dict] 0 "Build a dict out of the topmost stack slice, after markobject.";
    SetItem          0x73 "SETITEM"          Nothing [Dict Any Any] [Dict] 0 "Add a key+value pair to an existing dict.";
    SetItems         0x75 "SETITEMS"         Nothing [Dict Mark Slice] [Dict] 1 "Add an arbitrary number of key+value pairs to an existing dict.";
    EmptySet         0x8f "EMPTY_SET"        Nothing [] [Set] 4 "Push an empty set.";
    AddItems         0x90 "ADDITEMS"         Nothing [Set Mark Slice] [Set] 4 "Add an arbitrary number of items to an existing set.";
    FrozenSet        0x91 "FROZENSET"        Nothing [Mark Slice] [FrozenSet] 4 "Build a frozenset out of the topmost slice, after markobject.";
    Pop              0x30 "POP"              Nothing [Any] [] 0 "Discard the top stack item, shrinking the stack by one item.";
    Dup              0x32 "DUP"              Nothing [Any] [Any Any] 0 "Push the top stack item onto the stack again, duplicating it.";
    Mark             0x28 "MARK"             Nothing [] [Mark] 0 "Push markobject onto the stack.";
    PopMark          0x31 "POP_MARK"         Nothing [Mark Slice] [] 1 "Pop all the stack objects at and above the topmost markobject.";
    Get              0x67 "GET"              ShortDecimalLine [] [Any] 0 "Read an object from the memo and push it on the stack.";
    BinGet           0x68 "BINGET"           U1 [] [Any] 1 "Read an object from the memo and push it on the stack.";
    LongBinGet       0x6a "LONG_BINGET"      U4 [] [Any] 1 "Read an object from the memo and push it on the stack.";
    Put              0x70 "PUT"              ShortDecimalLine [] [] 0 "Store the stack top into the memo.  The stack is not popped.";
    BinPut           0x71 "BINPUT"           U1 [] [] 1 "Store the stack top into the memo.  The stack is not popped.";
    LongBinPut       0x72 "LONG_BINPUT"      U4 [] [] 1 "Store the stack top into the memo.  The stack is not popped.";
    Memoize          0x94 "MEMOIZE"          Nothing [Any] [Any] 4 "Store the stack top into the memo.  The stack is not popped.";
    Ext1             0x82 "EXT1"             U1 [] [Any] 2 "Extension code.";
    Ext2             0x83 "EXT2"             U2 [] [Any] 2 "Extension code.";
    Ext4             0x84 "EXT4"             I4 [] [Any] 2 "Extension code.";
    Global           0x63 "GLOBAL"           TwoLines [] [Any] 0 "Push a global object (module.attr) on the stack.";
    StackGlobal      0x93 "STACK_GLOBAL"     Nothing [Str Str] [Any] 4 "Push a global object (module.attr) on the stack.";
    Reduce           0x52 "REDUCE"           Nothing [Any Any] [Any] 0 "Push an object built from a callable and an argument tuple.";
    Build            0x62 "BUILD"            Nothing [Any Any] [Any] 0 "Finish building an object, via __setstate__ or dict update.";
    Inst             0x69 "INST"             TwoLines [Mark Slice] [Any] 0 "Build a class instance.";
    Obj              0x6f "OBJ"              Nothing [Mark Any Slice] [Any] 1 "Build a class instance.";
    NewObj           0x81 "NEWOBJ"           Nothing [Any Any] [Any] 2 "Build an object instance.";
    NewObjEx         0x92 "NEWOBJ_EX"        Nothing [Any Any Any] [Any] 4 "Build an object instance.";
    Proto            0x80 "PROTO"            U1 [] [] 2 "Protocol version indicator.";
    Stop             0x2e "STOP"             Nothing [Any] [] 0 "Stop the unpickling machine.";
    Frame            0x95 "FRAME"            U8 [] [] 4 "Indicate the beginning of a new frame.";
    PersId           0x50 "PERSID"           PlainLine [] [Any] 0 "Push an object identified by a persistent ID.";
    BinPersId        0x51 "BINPERSID"        Nothing [Any] [Any] 1 "Push an object identified by a persistent ID.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_68_rows_and_bytes_map_back() {
        assert_eq!(Opcode::ALL.len(), 68);
        for &op in Opcode::ALL {
            assert_eq!(Opcode::from_byte(op.byte()), Some(op));
            assert_eq!(op.info().code, op.byte());
        }
        assert_eq!((0..=255).filter(|&b| Opcode::from_byte(b).is_some()).count(), 68);
    }
}
