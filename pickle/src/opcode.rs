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
            #[inline]
            #[must_use]
            pub const fn from_byte(byte: u8) -> Option<Opcode> {
                match byte { $($code => Some(Opcode::$variant),)* _ => None }
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
    Int              0x49 "INT"              ShortDecimalLine [] [IntOrBool] 0 "An int or a bool written in decimal on a line.";
    BinInt           0x4a "BININT"           I4 [] [Int] 1 "A signed int of four bytes.";
    BinInt1          0x4b "BININT1"          U1 [] [Int] 1 "An int of one byte, never negative.";
    BinInt2          0x4d "BININT2"          U2 [] [Int] 1 "An int of two bytes, never negative.";
    Long             0x4c "LONG"             LongDecimalLine [] [Int] 0 "An int of any size, in decimal on a line.";
    Long1            0x8a "LONG1"            Long1 [] [Int] 2 "An int of up to 255 bytes in two's complement.";
    Long4            0x8b "LONG4"            Long4 [] [Int] 2 "An int of any size in two's complement.";
    String           0x53 "STRING"           QuotedLine [] [BytesOrStr] 0 "A Python 2 string as a quoted literal.";
    BinString        0x54 "BINSTRING"        String4 [] [BytesOrStr] 1 "A Python 2 string with a four-byte length.";
    ShortBinString   0x55 "SHORT_BINSTRING"  String1 [] [BytesOrStr] 1 "A Python 2 string with a one-byte length.";
    BinBytes         0x42 "BINBYTES"         Bytes4 [] [Bytes] 3 "Bytes with a four-byte length.";
    ShortBinBytes    0x43 "SHORT_BINBYTES"   Bytes1 [] [Bytes] 3 "Bytes with a one-byte length.";
    BinBytes8        0x8e "BINBYTES8"        Bytes8 [] [Bytes] 4 "Bytes with an eight-byte length.";
    ByteArray8       0x96 "BYTEARRAY8"       ByteArray8 [] [ByteArray] 5 "A bytearray with an eight-byte length.";
    NextBuffer       0x97 "NEXT_BUFFER"      Nothing [] [Buffer] 5 "The next buffer that travels beside the stream.";
    ReadonlyBuffer   0x98 "READONLY_BUFFER"  Nothing [Buffer] [Buffer] 5 "Makes the buffer on top read-only.";
    None             0x4e "NONE"             Nothing [] [None] 0 "None.";
    NewTrue          0x88 "NEWTRUE"          Nothing [] [Bool] 2 "True.";
    NewFalse         0x89 "NEWFALSE"         Nothing [] [Bool] 2 "False.";
    Unicode          0x56 "UNICODE"          UnicodeLine [] [Str] 0 "Text, raw-unicode-escaped on a line.";
    ShortBinUnicode  0x8c "SHORT_BINUNICODE" Text1 [] [Str] 4 "Text in UTF-8 with a one-byte length.";
    BinUnicode       0x58 "BINUNICODE"       Text4 [] [Str] 1 "Text in UTF-8 with a four-byte length.";
    BinUnicode8      0x8d "BINUNICODE8"      Text8 [] [Str] 4 "Text in UTF-8 with an eight-byte length.";
    Float            0x46 "FLOAT"            FloatLine [] [Float] 0 "A float written in decimal on a line.";
    BinFloat         0x47 "BINFLOAT"         F8 [] [Float] 1 "A float of eight bytes, big endian.";
    EmptyList        0x5d "EMPTY_LIST"       Nothing [] [List] 1 "A new empty list.";
    Append           0x61 "APPEND"           Nothing [List Any] [List] 0 "Adds the top item to the list below it.";
    Appends          0x65 "APPENDS"          Nothing [List Mark Slice] [List] 1 "Adds all items above the mark to the list below it.";
    List             0x6c "LIST"             Nothing [Mark Slice] [List] 0 "A list of all items above the mark.";
    EmptyTuple       0x29 "EMPTY_TUPLE"      Nothing [] [Tuple] 1 "The empty tuple.";
    Tuple            0x74 "TUPLE"            Nothing [Mark Slice] [Tuple] 0 "A tuple of all items above the mark.";
    Tuple1           0x85 "TUPLE1"           Nothing [Any] [Tuple] 2 "A tuple of the top item.";
    Tuple2           0x86 "TUPLE2"           Nothing [Any Any] [Tuple] 2 "A tuple of the top two items.";
    Tuple3           0x87 "TUPLE3"           Nothing [Any Any Any] [Tuple] 2 "A tuple of the top three items.";
    EmptyDict        0x7d "EMPTY_DICT"       Nothing [] [Dict] 1 "A new empty dict.";
    Dict             0x64 "DICT"             Nothing [Mark Slice] [Dict] 0 "A dict of the keys and values above the mark.";
    SetItem          0x73 "SETITEM"          Nothing [Dict Any Any] [Dict] 0 "Stores one key and value in the dict below them.";
    SetItems         0x75 "SETITEMS"         Nothing [Dict Mark Slice] [Dict] 1 "Stores the keys and values above the mark in the dict below it.";
    EmptySet         0x8f "EMPTY_SET"        Nothing [] [Set] 4 "A new empty set.";
    AddItems         0x90 "ADDITEMS"         Nothing [Set Mark Slice] [Set] 4 "Adds all items above the mark to the set below it.";
    FrozenSet        0x91 "FROZENSET"        Nothing [Mark Slice] [FrozenSet] 4 "A frozenset of all items above the mark.";
    Pop              0x30 "POP"              Nothing [Any] [] 0 "Drops the top item, or a mark that lies on top.";
    Dup              0x32 "DUP"              Nothing [Any] [Any Any] 0 "Pushes the top item once more.";
    Mark             0x28 "MARK"             Nothing [] [Mark] 0 "Marks this place on the stack.";
    PopMark          0x31 "POP_MARK"         Nothing [Mark Slice] [] 1 "Drops everything down to and with the mark.";
    Get              0x67 "GET"              ShortDecimalLine [] [Any] 0 "Pushes a memo entry; its key in decimal on a line.";
    BinGet           0x68 "BINGET"           U1 [] [Any] 1 "Pushes a memo entry; its key in one byte.";
    LongBinGet       0x6a "LONG_BINGET"      U4 [] [Any] 1 "Pushes a memo entry; its key in four bytes.";
    Put              0x70 "PUT"              ShortDecimalLine [] [] 0 "Enters the top item in the memo; the key in decimal on a line.";
    BinPut           0x71 "BINPUT"           U1 [] [] 1 "Enters the top item in the memo; the key in one byte.";
    LongBinPut       0x72 "LONG_BINPUT"      U4 [] [] 1 "Enters the top item in the memo; the key in four bytes.";
    Memoize          0x94 "MEMOIZE"          Nothing [Any] [Any] 4 "Enters the top item in the memo under the next free key.";
    Ext1             0x82 "EXT1"             U1 [] [Any] 2 "An object of the extension registry; code in one byte.";
    Ext2             0x83 "EXT2"             U2 [] [Any] 2 "An object of the extension registry; code in two bytes.";
    Ext4             0x84 "EXT4"             I4 [] [Any] 2 "An object of the extension registry; code in four bytes.";
    Global           0x63 "GLOBAL"           TwoLines [] [Any] 0 "The object of that name in that module, each on a line.";
    StackGlobal      0x93 "STACK_GLOBAL"     Nothing [Str Str] [Any] 4 "The object whose module and name lie on the stack.";
    Reduce           0x52 "REDUCE"           Nothing [Any Any] [Any] 0 "Calls the callable with the tuple of arguments above it.";
    Build            0x62 "BUILD"            Nothing [Any Any] [Any] 0 "Gives the state on top to the object below it.";
    Inst             0x69 "INST"             TwoLines [Mark Slice] [Any] 0 "An instance of the class named on two lines, arguments above the mark.";
    Obj              0x6f "OBJ"              Nothing [Mark Any Slice] [Any] 1 "An instance of the class that lies on the mark, arguments above it.";
    NewObj           0x81 "NEWOBJ"           Nothing [Any Any] [Any] 2 "An instance made by __new__ from a class and a tuple.";
    NewObjEx         0x92 "NEWOBJ_EX"        Nothing [Any Any Any] [Any] 4 "An instance made by __new__ from a class, a tuple and keywords.";
    Proto            0x80 "PROTO"            U1 [] [] 2 "Says which protocol the stream speaks.";
    Stop             0x2e "STOP"             Nothing [Any] [] 0 "Ends the pickle; the top item is the result.";
    Frame            0x95 "FRAME"            U8 [] [] 4 "Starts a frame; its length in eight bytes.";
    PersId           0x50 "PERSID"           PlainLine [] [Any] 0 "An object known by the persistent id on a line.";
    BinPersId        0x51 "BINPERSID"        Nothing [Any] [Any] 1 "An object known by the persistent id on top.";
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
