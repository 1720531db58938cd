//! `from __future__` imports, found before anything else. Mirrors `Python/future.c`.

use rustpython_parser::ast::{Constant, Expr, Mod, Ranged, Stmt, StmtImportFrom};
use rustpython_parser::text_size::{TextRange, TextSize};

use super::super::error::{CompileError, ErrorKind, Res, syntax};
use crate::bytecode::CodeFlags;

const OLD: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// The `CO_FUTURE_*` flags in force, inherited ones included.
pub(crate) fn scan(module: &Mod, inherited: u32) -> Res<u32> {
    let body = match module {
        Mod::Module(m) => &m.body,
        Mod::Interactive(m) => &m.body,
        _ => return Ok(inherited),
    };
    let mut flags = inherited;
    let mut early = true;
    for (i, stmt) in body.iter().enumerate() {
        let Stmt::ImportFrom(import) = stmt else {
            early &= i == 0 && is_docstring(stmt);
            continue;
        };
        if !is_future(import) {
            early = false;
            continue;
        }
        if !early {
            return syntax("from __future__ imports must occur at the beginning of the file", stmt.range());
        }
        for alias in &import.names {
            match alias.name.as_str() {
                "annotations" => flags |= CodeFlags::FUTURE_ANNOTATIONS,
                "barry_as_FLUFL" => flags |= CodeFlags::FUTURE_BARRY,
                "braces" => return refuse("not a chance", stmt.range()),
                name if OLD.contains(&name) => {}
                name => return refuse(format!("future feature {name} is not defined"), stmt.range()),
            }
        }
    }
    Ok(flags)
}

fn is_docstring(stmt: &Stmt) -> bool {
    let Stmt::Expr(e) = stmt else { return false };
    matches!(&*e.value, Expr::Constant(k) if matches!(k.value, Constant::Str(_)))
}

fn refuse<T>(message: impl Into<String>, range: TextRange) -> Res<T> {
    Err(CompileError { kind: ErrorKind::Start, message: message.into(), range: Some(range) })
}

/// Where the last `from __future__` import that counts begins; none where there is none.
pub(crate) fn last(module: &Mod) -> Option<TextSize> {
    let body = match module {
        Mod::Module(m) => &m.body,
        Mod::Interactive(m) => &m.body,
        _ => return None,
    };
    let mut imports = body.iter().filter_map(Stmt::as_import_from_stmt).filter(|import| is_future(import));
    imports.next_back().map(|import| import.range.start())
}

/// Whether it imports from `__future__`.
pub(crate) fn is_future(import: &StmtImportFrom) -> bool {
    let level = import.level.as_ref().map_or(0, |l| l.to_u32());
    level == 0 && import.module.as_ref().is_some_and(|m| m.as_str() == "__future__")
}
