//! Text signatures of natives, in CPython's own notation, parsed once.
//!
//! `"($self, value, start=0, stop=sys.maxsize, /)"`: `$self`/`$module`/`$type` names the bound first parameter,
//! `/` ends the positional-only ones, `*` or `*args` begins the keyword-only ones, `**kwargs` takes the rest.
//! Defaults that are literals are filled in by [`super::bind`]; any other text leaves the argument unbound.

use crate::heap::{Str, Value, intern};

/// How a parameter can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// Before `/`.
    PositionalOnly,
    /// By position or keyword.
    Standard,
    /// `*args`
    VarArgs,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`
    VarKeywords,
}

/// One parameter.
#[derive(Debug)]
pub struct Param {
    /// The name.
    pub name: Str,
    /// How it can be given.
    pub kind: ParamKind,
    /// Its default; `Unbound` where the text is no literal.
    pub default: Option<Value>,
    /// The default as written.
    pub default_text: Option<String>,
}

impl Param {
    /// Whether keywords can go to it.
    pub fn is_named(&self) -> bool {
        matches!(self.kind, ParamKind::Standard | ParamKind::KeywordOnly | ParamKind::VarKeywords)
    }
}

/// CPython's argument parser families, which differ in the wording of their errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `METH_NOARGS`: "f() takes no arguments (1 given)".
    NoArgs,
    /// `METH_O`: "f() takes exactly one argument (2 given)".
    One,
    /// Positional-only Argument Clinic: "f expected at most 2 arguments, got 3".
    Positional,
    /// Argument Clinic with keywords: "f() takes at most 2 arguments (3 given)".
    Keywords,
    /// The same parser where no parameter has a name.
    Nameless,
}

/// A parsed signature.
#[derive(Debug)]
pub struct Signature {
    /// Parameters, the bound one not among them.
    pub params: Vec<Param>,
    /// Whether a first parameter (`$self` …) is bound.
    pub has_self: bool,
    /// Leading parameters that can be given by position.
    pub max_positional: usize,
    /// Leading parameters without a default that can be given by position.
    pub min_positional: usize,
    /// Parameters before `/`.
    pub positional_only: usize,
    /// Whether there is a `*args`.
    pub var_args: bool,
    /// Whether there is a `**kwargs`.
    pub var_keywords: bool,
    /// Whether every parameter is positional, so that a call with all of them needs no binding.
    pub is_simple: bool,
    /// The wording of errors.
    pub family: Family,
    /// Whether a call without keywords is counted as one of positional arguments only, as `int` and `str` do.
    pub counts_positional: bool,
}

impl Signature {
    /// Parses a text signature.
    ///
    /// # Panics
    /// On text that is no signature: natives are declared by constants, which `tests` parse all of.
    pub fn parse(text: &str) -> Signature {
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        let inner = inner.unwrap_or_else(|| panic!("not a signature: {text}"));
        let mut params: Vec<Param> = Vec::new();
        let mut has_self = false;
        let mut after_star = false;
        let mut positional_only = 0;
        for piece in split_top_level(inner) {
            match piece {
                "/" => {
                    positional_only = params.len();
                    params.iter_mut().for_each(|p| p.kind = ParamKind::PositionalOnly);
                }
                "*" => after_star = true,
                _ if piece.starts_with('$') => has_self = true,
                _ => {
                    let param = parse_param(piece, after_star);
                    after_star |= param.kind == ParamKind::VarArgs;
                    params.push(param);
                }
            }
        }
        Signature::of(params, has_self, positional_only)
    }

    fn of(params: Vec<Param>, has_self: bool, positional_only: usize) -> Signature {
        let by_position = |p: &&Param| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::Standard);
        let max_positional = params.iter().take_while(by_position).count();
        let min_positional = params.iter().take_while(|p| by_position(p) && p.default.is_none()).count();
        let var_args = params.iter().any(|p| p.kind == ParamKind::VarArgs);
        let var_keywords = params.iter().any(|p| p.kind == ParamKind::VarKeywords);
        // `*args` alone is no keyword either.
        let only_positional =
            params.iter().all(|p| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::VarArgs));
        let family = match (only_positional && !var_keywords, params.len(), min_positional) {
            (true, 0, _) => Family::NoArgs,
            (true, 1, 1) => Family::One,
            (true, ..) => Family::Positional,
            (false, ..) => Family::Keywords,
        };
        let is_simple = max_positional == params.len();
        let sizes = (max_positional, min_positional);
        let (max_positional, min_positional) = sizes;
        Signature {
            params,
            has_self,
            max_positional,
            min_positional,
            positional_only,
            var_args,
            var_keywords,
            is_simple,
            family,
            counts_positional: false,
        }
    }
}

fn parse_param(piece: &str, after_star: bool) -> Param {
    let (name, default) = match piece.split_once('=') {
        Some((n, d)) => (n.trim(), Some(d.trim())),
        None => (piece, None),
    };
    let (name, kind) = if let Some(rest) = name.strip_prefix("**") {
        (rest, ParamKind::VarKeywords)
    } else if let Some(rest) = name.strip_prefix('*') {
        (rest, ParamKind::VarArgs)
    } else if after_star {
        (name, ParamKind::KeywordOnly)
    } else {
        (name, ParamKind::Standard)
    };
    Param {
        name: intern::intern_str(name),
        kind,
        default: default.map(literal),
        default_text: default.map(str::to_owned),
    }
}

/// The value of a literal default, or `Unbound`.
fn literal(text: &str) -> Value {
    match text {
        "None" => return Value::None,
        "True" => return Value::Bool(true),
        "False" => return Value::Bool(false),
        "''" => return Value::Str(intern::intern_str("")),
        "sys.maxsize" => return Value::Int(i64::MAX),
        _ => {}
    }
    if let Ok(n) = text.parse::<i64>() {
        return Value::Int(n);
    }
    if let Ok(x) = text.parse::<f64>() {
        return Value::Float(x);
    }
    let quoted = text.strip_prefix(['\'', '"']).and_then(|t| t.strip_suffix(['\'', '"']));
    match quoted {
        Some(inner) if !inner.contains('\\') => Value::Str(intern::intern_str(inner)),
        _ => Value::Unbound,
    }
}

/// Splits at commas outside brackets and quotes.
fn split_top_level(text: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut start) = (0usize, None, 0);
    let mut pieces = Vec::new();
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                pieces.push(text[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    pieces.push(text[start..].trim());
    pieces.retain(|p| !p.is_empty());
    pieces
}
