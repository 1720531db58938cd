//! The words of compiled patterns. Mirrors `Modules/_sre/sre_constants.h`.

/// The version of the words.
pub(super) const MAGIC: usize = 20_230_612;
/// Bytes of a word.
pub(super) const CODESIZE: usize = 4;
/// No upper bound of a repeat.
pub(super) const MAXREPEAT: u32 = u32::MAX;
/// The most groups a pattern may have.
pub(super) const MAXGROUPS: usize = 1_073_741_823;

/// A table of words: its variants in order, with a conversion back from numbers.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($variant:ident),* $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(non_camel_case_types, reason = "CPython's own names, which are shown")]
        #[repr(u32)]
        pub(super) enum $name { $($variant),* }

        impl $name {
            const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word with this number.
            pub(super) fn from_word(word: u32) -> Option<$name> {
                $name::ALL.get(usize::try_from(word).ok()?).copied()
            }
        }
    };
}

words! {
    /// What a compiled pattern does next.
    #[expect(clippy::upper_case_acronyms, reason = "CPython's own names, which are shown")]
    Op {
        FAILURE, SUCCESS, ANY, ANY_ALL, ASSERT, ASSERT_NOT, AT, BRANCH, CATEGORY, CHARSET, BIGCHARSET, GROUPREF,
        GROUPREF_EXISTS, IN, INFO, JUMP, LITERAL, MARK, MAX_UNTIL, MIN_UNTIL, NOT_LITERAL, NEGATE, RANGE, REPEAT,
        REPEAT_ONE, SUBPATTERN, MIN_REPEAT_ONE, ATOMIC_GROUP, POSSESSIVE_REPEAT, POSSESSIVE_REPEAT_ONE,
        GROUPREF_IGNORE, IN_IGNORE, LITERAL_IGNORE, NOT_LITERAL_IGNORE, GROUPREF_LOC_IGNORE, IN_LOC_IGNORE,
        LITERAL_LOC_IGNORE, NOT_LITERAL_LOC_IGNORE, GROUPREF_UNI_IGNORE, IN_UNI_IGNORE, LITERAL_UNI_IGNORE,
        NOT_LITERAL_UNI_IGNORE, RANGE_UNI_IGNORE,
    }
}

words! {
    /// A position.
    AtCode {
        AT_BEGINNING, AT_BEGINNING_LINE, AT_BEGINNING_STRING, AT_BOUNDARY, AT_NON_BOUNDARY, AT_END, AT_END_LINE,
        AT_END_STRING, AT_LOC_BOUNDARY, AT_LOC_NON_BOUNDARY, AT_UNI_BOUNDARY, AT_UNI_NON_BOUNDARY,
    }
}

words! {
    /// A class of characters.
    CategoryCode {
        CATEGORY_DIGIT, CATEGORY_NOT_DIGIT, CATEGORY_SPACE, CATEGORY_NOT_SPACE, CATEGORY_WORD, CATEGORY_NOT_WORD,
        CATEGORY_LINEBREAK, CATEGORY_NOT_LINEBREAK, CATEGORY_LOC_WORD, CATEGORY_LOC_NOT_WORD, CATEGORY_UNI_DIGIT,
        CATEGORY_UNI_NOT_DIGIT, CATEGORY_UNI_SPACE, CATEGORY_UNI_NOT_SPACE, CATEGORY_UNI_WORD,
        CATEGORY_UNI_NOT_WORD, CATEGORY_UNI_LINEBREAK, CATEGORY_UNI_NOT_LINEBREAK,
    }
}

/// A literal prefix follows.
pub(super) const INFO_PREFIX: u32 = 1;
/// The prefix is the whole pattern.
pub(super) const INFO_LITERAL: u32 = 2;
/// The set of first characters follows.
pub(super) const INFO_CHARSET: u32 = 4;
