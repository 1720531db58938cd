//! Tokens: the vocabulary shared by the lexer and the parser (CPython: `Grammar/Tokens`, `Parser/token.c`).
//!
//! Hard keywords are kinds of their own; soft keywords (`match`, `case`, `type`, `_`) are plain names.

/// The kind of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
#[rustfmt::skip]
pub(super) enum Tok {
    End, Newline, Indent, Dedent, Error, Name, Number, Str, FStart, FMiddle, FEnd,
    LPar, RPar, LSqb, RSqb, LBrace, RBrace, Colon, ColonEq, Comma, Semi, Dot, Ellipsis, At, Plus, Minus, Star,
    DoubleStar, Slash, DoubleSlash, Percent, Amp, Bar, Caret, Tilde, LShift, RShift, Lt, Gt, Le, Ge, EqEq, NotEq,
    LtGt, Eq, Arrow, Bang, Unknown,
    PlusEq, MinusEq, StarEq, SlashEq, PercentEq, AmpEq, BarEq, CaretEq, LShiftEq, RShiftEq, DoubleStarEq,
    DoubleSlashEq, AtEq,
    False, None, True, And, As, Assert, Async, Await, Break, Class, Continue, Def, Del, Elif, Else, Except, Finally,
    For, From, Global, If, Import, In, Is, Lambda, Nonlocal, Not, Or, Pass, Raise, Return, Try, While, With, Yield,
}

/// A token: what it is, where it is, and how many brackets were open after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Tok,
    pub(super) level: u8,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The hard keyword spelled `name`, if it is one.
pub(super) fn keyword(name: &str) -> Option<Tok> {
    if name.len() > 8 || name.len() < 2 {
        return None;
    }
    Some(match name {
        "False" => Tok::False,
        "None" => Tok::None,
        "True" => Tok::True,
        "and" => Tok::And,
        "as" => Tok::As,
        "assert" => Tok::Assert,
        "async" => Tok::Async,
        "await" => Tok::Await,
        "break" => Tok::Break,
        "class" => Tok::Class,
        "continue" => Tok::Continue,
        "def" => Tok::Def,
        "del" => Tok::Del,
        "elif" => Tok::Elif,
        "else" => Tok::Else,
        "except" => Tok::Except,
        "finally" => Tok::Finally,
        "for" => Tok::For,
        "from" => Tok::From,
        "global" => Tok::Global,
        "if" => Tok::If,
        "import" => Tok::Import,
        "in" => Tok::In,
        "is" => Tok::Is,
        "lambda" => Tok::Lambda,
        "nonlocal" => Tok::Nonlocal,
        "not" => Tok::Not,
        "or" => Tok::Or,
        "pass" => Tok::Pass,
        "raise" => Tok::Raise,
        "return" => Tok::Return,
        "try" => Tok::Try,
        "while" => Tok::While,
        "with" => Tok::With,
        "yield" => Tok::Yield,
        _ => return None,
    })
}

/// The longest operator that `rest` starts with, and its length; brackets included.
pub(super) fn operator(rest: &[u8]) -> (Tok, u32) {
    let at = |i: usize| rest.get(i).copied().unwrap_or(0);
    let (a, b, c) = (at(0), at(1), at(2));
    let assignable = |plain: Tok, assigned: Tok| if b == b'=' { (assigned, 2) } else { (plain, 1) };
    let doubled = |plain: Tok, assigned: Tok, double: Tok, double_assigned: Tok| match (b == a, b, c) {
        (true, _, b'=') => (double_assigned, 3),
        (true, ..) => (double, 2),
        (_, b'=', _) => (assigned, 2),
        _ => (plain, 1),
    };
    match a {
        b'(' => (Tok::LPar, 1),
        b')' => (Tok::RPar, 1),
        b'[' => (Tok::LSqb, 1),
        b']' => (Tok::RSqb, 1),
        b'{' => (Tok::LBrace, 1),
        b'}' => (Tok::RBrace, 1),
        b',' => (Tok::Comma, 1),
        b';' => (Tok::Semi, 1),
        b'~' => (Tok::Tilde, 1),
        b'.' if b == b'.' && c == b'.' => (Tok::Ellipsis, 3),
        b'.' => (Tok::Dot, 1),
        b':' => assignable(Tok::Colon, Tok::ColonEq),
        b'=' => assignable(Tok::Eq, Tok::EqEq),
        b'!' => assignable(Tok::Bang, Tok::NotEq),
        b'+' => assignable(Tok::Plus, Tok::PlusEq),
        b'-' if b == b'>' => (Tok::Arrow, 2),
        b'-' => assignable(Tok::Minus, Tok::MinusEq),
        b'%' => assignable(Tok::Percent, Tok::PercentEq),
        b'&' => assignable(Tok::Amp, Tok::AmpEq),
        b'|' => assignable(Tok::Bar, Tok::BarEq),
        b'^' => assignable(Tok::Caret, Tok::CaretEq),
        b'@' => assignable(Tok::At, Tok::AtEq),
        b'*' => doubled(Tok::Star, Tok::StarEq, Tok::DoubleStar, Tok::DoubleStarEq),
        b'/' => doubled(Tok::Slash, Tok::SlashEq, Tok::DoubleSlash, Tok::DoubleSlashEq),
        b'<' if b == b'>' => (Tok::LtGt, 2),
        b'<' => doubled(Tok::Lt, Tok::Le, Tok::LShift, Tok::LShiftEq),
        b'>' => doubled(Tok::Gt, Tok::Ge, Tok::RShift, Tok::RShiftEq),
        _ => (Tok::Unknown, 1),
    }
}
