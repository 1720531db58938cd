//! A table macro for flag sets.

/// Declares a `u32` flag set: `bitflags! { Name { A = 1, B = 2 } }`.
macro_rules! bitflags {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $flag:ident = $bits:expr,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name(u32);

        impl $name {
            $($(#[$fmeta])* pub const $flag: $name = $name($bits);)*

            /// Whether all flags of `other` are set.
            #[inline(always)]
            pub const fn contains(self, other: $name) -> bool {
                self.0 & other.0 == other.0
            }

            /// The flags without those of `other`.
            pub const fn without(self, other: $name) -> $name {
                $name(self.0 & !other.0)
            }

            /// The flags of both, for constants.
            pub const fn with(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }

            /// No flags.
            pub const fn empty() -> $name {
                $name(0)
            }
        }

        impl std::ops::BitOr for $name {
            type Output = $name;
            fn bitor(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }
        }
    };
}
