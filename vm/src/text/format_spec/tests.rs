//! Expectations taken from CPython 3.13; a leading `!` marks the message of an exception.

use super::super::int::IntRef;
use super::*;

fn check(found: Result<Wtf8Buf, FormatError>, spec: &str, expected: &str) {
    let found = found.unwrap_or_else(|error| {
        let mut text = Wtf8Buf::from("!");
        text.push_wtf8(&error.message);
        text
    });
    assert_eq!(found, Wtf8Buf::from(expected), "{spec:?}");
}

fn spec(text: &str, family: Family, name: &str) -> Result<Spec, FormatError> {
    Spec::parse(Wtf8::new(text), family, name)
}

#[test]
fn strings() {
    for &(value, text, expected) in STR {
        let parsed = spec(text, Family::Str, "str");
        check(parsed.and_then(|spec| format_str(Wtf8::new(value), &spec, "str")), text, expected);
    }
}

#[test]
fn ints() {
    for &(value, text, expected) in INT {
        let parsed = spec(text, Family::Int, "int");
        check(parsed.and_then(|spec| format_int(IntRef::Small(value), &spec, "int")), text, expected);
    }
}

#[test]
fn floats() {
    for &(value, text, expected) in FLOAT {
        let parsed = spec(text, Family::Float, "float");
        check(parsed.and_then(|spec| format_float(value, &spec, "float")), text, expected);
    }
}

#[test]
fn complexes() {
    for &((real, imag), text, expected) in COMPLEX {
        let parsed = spec(text, Family::Complex, "complex");
        check(parsed.and_then(|spec| format_complex(real, imag, &spec, "complex")), text, expected);
    }
}

const STR: &[(&str, &str, &str)] = &[
    ("abc", "10", "abc       "),
    ("abc", "^7", "  abc  "),
    ("abc", "*>5", "**abc"),
    ("abc", ".2", "ab"),
    ("abc", "05", "abc00"),
    ("abc", "<010", "abc0000000"),
    ("abc", "+", "!Sign not allowed in string format specifier"),
    ("abc", " ", "!Space not allowed in string format specifier"),
    ("abc", "#", "!Alternate form (#) not allowed in string format specifier"),
    ("abc", "=", "!'=' alignment not allowed in string format specifier"),
    ("abc", "z", "!Negative zero coercion (z) not allowed in string format specifier"),
    ("abc", ",", "!Cannot specify ',' with 's'."),
    ("abc", "_", "!Cannot specify '_' with 's'."),
    ("abc", "d", "!Unknown format code 'd' for object of type 'str'"),
    ("abc", "5.3,s", "!Invalid format specifier '5.3,s' for object of type 'str'"),
    ("abc", "\u{e9}5", "!Invalid format specifier '\u{e9}5' for object of type 'str'"),
    ("abc", ".", "!Format specifier missing precision"),
    ("abc", "99999999999999999999", "!Too many decimal digits in format string"),
];

const INT: &[(i64, &str, &str)] = &[
    (1, "zd", "!Negative zero coercion (z) not allowed in integer format specifier"),
    (1, ".3d", "!Precision not allowed in integer format specifier"),
    (1, ",x", "!Cannot specify ',' with 'x'."),
    (1048575, "_x", "f_ffff"),
    (1, ",n", "!Cannot specify ',' with 'n'."),
    (1, ",_", "!Cannot specify both ',' and '_'."),
    (1, "_,", "!Cannot specify both ',' and '_'."),
    (1, ",,", "!Cannot specify ',' with ','."),
    (1, "__", "!Cannot specify '_' with '_'."),
    (1, "y", "!Unknown format code 'y' for object of type 'int'"),
    (1, "\u{e9}", "!Unknown format code '\u{5c}xe9' for object of type 'int'"),
    (1, "\u{1}", "!Unknown format code '\u{5c}x1' for object of type 'int'"),
    (1, "abcd", "!Invalid format specifier 'abcd' for object of type 'int'"),
    (-1, "c", "!%c arg not in range(0x110000)"),
    (65, "+c", "!Sign not allowed with integer format specifier 'c'"),
    (65, "#c", "!Alternate form (#) not allowed with integer format specifier 'c'"),
    (65, ",c", "!Cannot specify ',' with 'c'."),
    (65, "5c", "    A"),
    (65, "05c", "0000A"),
    (12345, "010,", "00,012,345"),
    (12345, "011,", "000,012,345"),
    (1234, "08,", "0,001,234"),
    (11259375, "#010_x", "0x0ab_cdef"),
    (5, "<010", "5000000000"),
    (1234, "*^010,d", "**1,234***"),
    (1, ",f", "1.000000"),
    (1, "0=+#10,.3f", "+0,001.000"),
    (-5, "#010X", "-0X0000005"),
    (-5, "#b", "-0b101"),
    (1, "5 ", "!Unknown format code '\u{5c}x20' for object of type 'int'"),
    (1, "#+", "!Unknown format code '+' for object of type 'int'"),
    (3, "%", "300.000000%"),
    (1, "\u{663}d", "  1"),
    (1, "#g", "1.00000"),
    (-1234567, ",d", "-1,234,567"),
    (7, " d", " 7"),
    (12, "x<+6", "+12xxx"),
    (0, "_b", "0"),
    (1, "1,", "1"),
    (123456, "*=12,", "*****123,456"),
];

const FLOAT: &[(f64, &str, &str)] = &[
    (1.0, ".9999999999", "!precision too big"),
    (12345.678, "_", "12_345.678"),
    (12345.678, "010,", "12,345.678"),
    (-0.01, "z.1f", "0.0"),
    (-0.0, "z", "0.0"),
    (-0.2, "+z.0f", "+0"),
    (1.0, "#.0f", "1."),
    (1e+20, "#", "1.e+20"),
    (1.0, ".0", "1e+00"),
    (123.0, ".0", "1e+02"),
    (1.0, "#.3", "1.00"),
    (100000.0, ".3", "1e+05"),
    (10.0, ".1", "1e+01"),
    (100.0, ".3g", "100"),
    (1e+16, "", "1e+16"),
    (1e+16, ".17", "1e+16"),
    (f64::NAN, "f", "nan"),
    (f64::INFINITY, "010", "0000000inf"),
    (f64::NEG_INFINITY, "010,", "-000000inf"),
    (f64::INFINITY, "F", "INF"),
    (f64::INFINITY, "%", "inf%"),
    (0.12345, ".2%", "12.35%"),
    (1.5, "_e", "1.500000e+00"),
    (2.5, ".0f", "2"),
    (0.5, ".0f", "0"),
    (0.25, ".1f", "0.2"),
    (2.5, ".0e", "2e+00"),
    (1.0, "d", "!Unknown format code 'd' for object of type 'float'"),
    (1e-07, "g", "1e-07"),
    (0.0, "g", "0"),
    (0.0, ".0", "0e+00"),
    (0.0, "e", "0.000000e+00"),
    (1e+301, "z", "1e+301"),
    (123456789.0, ",.2f", "123,456,789.00"),
    (1e+22, ",f", "10,000,000,000,000,000,000,000.000000"),
    (0.1, ".60f", "0.100000000000000005551115123125782702118158340454101562500000"),
    (5e-324, ".5g", "4.9407e-324"),
    (-0.0, "zE", "0.000000E+00"),
    (1000000000000000.0, "", "1000000000000000.0"),
    (1.234e-05, "", "1.234e-05"),
    (1234567.0, "n", "1.23457e+06"),
    (1.0, "#g", "1.00000"),
    (99.99, ".3", "1e+02"),
    (-1e-10, "z.5%", "0.00000%"),
    (123.0, ".3", "1.23e+02"),
    (123.0, "#", "123.0"),
];

const COMPLEX: &[((f64, f64), &str, &str)] = &[
    ((0.0, 1.0), "d", "!Unknown format code 'd' for object of type 'complex'"),
    ((0.0, 1.0), "05", "!Zero padding is not allowed in complex format specifier"),
    ((0.0, 1.0), "=5", "!'=' alignment flag is not allowed in complex format specifier"),
    ((0.0, 1.0), "%", "!Unknown format code '%' for object of type 'complex'"),
    ((-0.0, -0.0), "z", "(0+0j)"),
    ((0.0, 12345.5), ",", "12,345.5j"),
    ((1.0, 2.0), "10", "    (1+2j)"),
    ((1.0, 2.0), ".3", "(1+2j)"),
    ((1.0, 2.0), "g", "1+2j"),
    ((0.0, 1.0), "x<10", "1jxxxxxxxx"),
    ((0.0, 1.0), "n", "0+1j"),
    ((0.0, 1.0), "#", "1.j"),
    ((1.0, -2.0), "+.1f", "+1.0-2.0j"),
    ((-0.0, -2.0), "", "(-0-2j)"),
    ((1.0, 0.0), "#", "(1.+0.j)"),
    ((0.0, 2.0), "+", "+2j"),
    ((3.0, 4.0), "^20e", "3.000000e+00+4.000000e+00j"),
];
