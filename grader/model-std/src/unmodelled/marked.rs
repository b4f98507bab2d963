//! How what is passed through is marked.

/// Passes functions and types on, marked with the reason why a model has nothing to do with them. `real` is the name of
/// std's module where this is called.
macro_rules! unmodelled {
    (
        $why:literal
        $(type $type:ident;)*
        $(fn $fn:ident $(<$($generic:ident: $bound:path),+>)? ($($arg:ident: $arg_type:ty),*) -> $result:ty;)*
    ) => {
        $(
            /// Std's own, passed through.
            #[deprecated(note = $why)]
            pub type $type = real::$type;
        )*
        $(
            /// Std's own, passed through.
            #[deprecated(note = $why)]
            pub fn $fn $(<$($generic: $bound),+>)? ($($arg: $arg_type),*) -> $result {
                real::$fn($($arg),*)
            }
        )*
    };
}
pub(crate) use unmodelled;
