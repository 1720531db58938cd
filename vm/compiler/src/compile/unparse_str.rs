//! Literals as text: string and bytes representations, floats, f-strings.

use rustpython_literal::escape::{AsciiEscape, UnicodeEscape};
use rustpython_parser::ast::{Constant, ConversionFlag, Expr};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::{Extras, unparse::unparse_field};

/// `repr` of a string.
pub(super) fn quote(text: &Wtf8) -> Wtf8Buf {
    let mut out = String::new();
    let escape = UnicodeEscape::new_repr(text);
    match escape.str_repr().write(&mut out) {
        Ok(()) => Wtf8Buf::from(out),
        Err(_) => text.to_wtf8_buf(),
    }
}

/// `repr` of bytes.
pub(super) fn quote_bytes(bytes: &[u8]) -> String {
    AsciiEscape::new_repr(bytes).bytes_repr().to_string().unwrap_or_default()
}

/// A float as an expression: infinity has no literal, `1e309` stands for it.
pub(super) fn float(value: f64) -> String {
    if value.is_infinite() { "1e309".to_owned() } else { rustpython_literal::float::to_string(value) }
}

/// An f-string, its text and fields put together and quoted as one literal.
pub(super) fn fstring(e: &Expr, extras: &Extras) -> Wtf8Buf {
    let mut body = Wtf8Buf::new();
    parts(e, extras, &mut body);
    let mut out = Wtf8Buf::from("f");
    out.push_wtf8(&quote(&body));
    out
}

fn parts(e: &Expr, extras: &Extras, out: &mut Wtf8Buf) {
    match e {
        Expr::JoinedStr(x) => x.values.iter().for_each(|v| parts(v, extras, out)),
        Expr::Constant(k) => {
            let text = match (extras.strings.get(&k.range), &k.value) {
                (Some(text), _) => text.clone(),
                (None, Constant::Str(s)) => Wtf8Buf::from(s.as_str()),
                _ => return,
            };
            let text = text.replace(Wtf8::new("{"), Wtf8::new("{{")).replace(Wtf8::new("}"), Wtf8::new("}}"));
            out.push_wtf8(&text);
        }
        Expr::FormattedValue(x) => {
            let field = unparse_field(&x.value, extras);
            out.push_str(if field.as_bytes().starts_with(b"{") { "{ " } else { "{" });
            out.push_wtf8(&field);
            out.push_str(match x.conversion {
                ConversionFlag::None => "",
                ConversionFlag::Str => "!s",
                ConversionFlag::Repr => "!r",
                ConversionFlag::Ascii => "!a",
            });
            if let Some(spec) = &x.format_spec {
                out.push_str(":");
                parts(spec, extras, out);
            }
            out.push_str("}");
        }
        _ => {}
    }
}
