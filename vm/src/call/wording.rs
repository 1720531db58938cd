//! What CPython says when arguments do not fit a native: one function per mistake, by parser family.

use super::bind::Callee;
use super::signature::{Family, ParamKind};
use super::{Args, Signature};
use crate::error::PyError;
use crate::heap::Str;
use crate::vm::Vm;

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// How a callee is named before "takes"; natives whose parser knows no name are "function".
fn shown(callee: &Callee<'_>) -> String {
    if callee.name.is_empty() { "function".to_owned() } else { format!("{}()", callee.name) }
}

/// More positional arguments than parameters.
pub fn too_many(vm: &Vm, callee: &Callee<'_>, signature: &Signature, args: Args<'_>) -> PyError {
    let given = args.pos().len();
    let (min, max) = (signature.min_positional, signature.max_positional);
    vm.type_error(match signature.family {
        Family::NoArgs => format!("{}() takes no arguments ({given} given)", (callee.qualified)()),
        Family::One => format!("{}() takes exactly one argument ({given} given)", (callee.qualified)()),
        Family::Positional => {
            let bound = if min == max { "" } else { "at most " };
            format!("{} expected {bound}{max} argument{}, got {given}", callee.name, plural(max))
        }
        Family::Nameless if max == 0 => format!("{}() takes no arguments", callee.name),
        Family::Keywords | Family::Nameless => too_many_keywords(callee, signature, args),
    })
}

fn too_many_keywords(callee: &Callee<'_>, signature: &Signature, args: Args<'_>) -> String {
    if signature.counts_positional && args.kwnames().is_empty() {
        let (max, given) = (signature.max_positional, args.pos().len());
        return format!("{} expected at most {max} argument{}, got {given}", callee.name, plural(max));
    }
    let all = signature.params.len();
    let total = args.all().len();
    let (min, max) = (signature.min_positional, signature.max_positional);
    if total > all && !signature.var_keywords {
        let what = if args.pos().is_empty() { "keyword " } else { "" };
        return format!(
            "{} takes at most {all} {what}argument{} ({total} given)",
            shown(callee),
            plural(all)
        );
    }
    if max == 0 {
        return format!("{}() takes no positional arguments", callee.name);
    }
    let bound = if min == max { "exactly" } else { "at most" };
    let given = args.pos().len();
    format!("{}() takes {bound} {max} positional argument{} ({given} given)", callee.name, plural(max))
}

/// A parameter without a default was not given.
pub fn missing(vm: &Vm, callee: &Callee<'_>, signature: &Signature, args: Args<'_>, index: usize) -> PyError {
    let given = args.pos().len();
    let (min, max) = (signature.min_positional, signature.max_positional);
    vm.type_error(match signature.family {
        Family::NoArgs | Family::One => {
            format!("{}() takes exactly one argument ({given} given)", (callee.qualified)())
        }
        Family::Positional => {
            let bound = if min == max { "" } else { "at least " };
            format!("{} expected {bound}{min} argument{}, got {given}", callee.name, plural(min))
        }
        Family::Keywords if signature.var_args && signature.var_keywords => {
            format!("{} expected at least {min} argument{}, got {given}", callee.name, plural(min))
        }
        Family::Keywords | Family::Nameless if index < signature.positional_only => {
            let bound = if min == max { "exactly" } else { "at least" };
            let count = signature.positional_only.min(min);
            format!(
                "{}() takes {bound} {count} positional argument{} ({given} given)",
                callee.name,
                plural(count)
            )
        }
        Family::Keywords | Family::Nameless => {
            let param = &signature.params[index];
            match param.kind {
                ParamKind::KeywordOnly => {
                    format!(
                        "{}() missing required argument '{}' (pos {})",
                        callee.name,
                        param.name,
                        index + 1
                    )
                }
                _ => format!(
                    "{}() missing required argument '{}' (pos {})",
                    callee.name,
                    param.name,
                    index + 1
                ),
            }
        }
    })
}

/// Keywords for a function that takes none.
pub fn no_keywords(vm: &Vm, callee: &Callee<'_>) -> PyError {
    vm.type_error(format!("{}() takes no keyword arguments", (callee.qualified)()))
}

/// More keywords than a function with `*args` has.
pub fn too_many_keyword_only(vm: &Vm, callee: &Callee<'_>, most: usize, given: usize) -> PyError {
    let name = callee.name;
    vm.type_error(format!("{name}() takes at most {most} keyword argument{} ({given} given)", plural(most)))
}

/// An argument given by position and by keyword.
pub fn given_twice(vm: &Vm, callee: &Callee<'_>, name: &Str, index: usize) -> PyError {
    let place = index + 1;
    vm.type_error(format!("argument for {}() given by name ('{name}') and position ({place})", callee.name))
}

/// A keyword that names no parameter.
pub fn unexpected_keyword(vm: &Vm, callee: &Callee<'_>, signature: &Signature, name: &Str) -> PyError {
    let named = signature.params.iter().filter(|p| p.is_named());
    let candidates: Vec<String> = named.map(|p| p.name.to_string()).collect();
    let hint = match crate::error::suggest::closest(&name.to_string_lossy(), &candidates) {
        Some(close) => format!(". Did you mean '{close}'?"),
        None => String::new(),
    };
    let this = if callee.name.is_empty() { "this " } else { "" };
    let shown = shown(callee);
    vm.type_error(format!("{this}{shown} got an unexpected keyword argument '{name}'{hint}"))
}
