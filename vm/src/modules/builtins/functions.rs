//! The functions of `builtins`.

use super::Table;
use crate::error::PyResult;
use crate::heap::{Str, Value, intern};
use crate::objects::list;
use crate::protocol::number::BinOp;
use crate::types::NativeDef;
use crate::types::slots::CmpOp;
use crate::vm::Vm;

pub(super) static FUNCTIONS: Table = &[
    NativeDef::function(
        "__import__",
        "($module, /, name, globals=<unrepresentable>, locals=None, fromlist=(),\n           level=0)",
        crate::import::dunder_import,
        "Import a module.",
    )
    .shown_as("($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)"),
    NativeDef::function(
        "abs",
        "($module, x, /)",
        |vm, a| vm.abs(&a[0]),
        "Return the absolute value of the argument.",
    ),
    NativeDef::function(
        "all",
        "($module, iterable, /)",
        |vm, a| quantify(vm, &a[0], false),
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
    ),
    NativeDef::function(
        "any",
        "($module, iterable, /)",
        |vm, a| quantify(vm, &a[0], true),
        "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
    ),
    NativeDef::function(
        "ascii",
        "($module, obj, /)",
        |vm, a| vm.ascii_object(&a[0]),
        "Return an ASCII-only representation of an object.",
    ),
    NativeDef::function(
        "bin",
        "($module, number, /)",
        |vm, a| radix(vm, &a[0], 2, "0b"),
        "Return the binary representation of an integer.",
    ),
    NativeDef::function(
        "callable",
        "($module, obj, /)",
        |vm, a| Ok(Value::Bool(vm.is_callable(&a[0]))),
        "Return whether the object is callable (i.e., some kind of function).",
    ),
    NativeDef::function(
        "chr",
        "($module, i, /)",
        chr,
        "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    NativeDef::function(
        "delattr",
        "($module, obj, name, /)",
        |vm, a| vm.delattr(&a[0], &name(vm, &a[1])?).map(|()| Value::None),
        "Deletes the named attribute from the given object.",
    ),
    NativeDef::function(
        "dir",
        "($module, object=<unrepresentable>, /)",
        dir,
        "dir([object]) -> list of strings",
    )
    .hidden_signature(),
    NativeDef::function(
        "divmod",
        "($module, x, y, /)",
        |vm, a| vm.binary_op(BinOp::DivMod, &a[0], &a[1]),
        "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.",
    ),
    NativeDef::function(
        "format",
        "($module, value, format_spec='', /)",
        format,
        "Return type(value).__format__(value, format_spec)",
    ),
    NativeDef::function(
        "getattr",
        "($module, object, name, default=<unrepresentable>, /)",
        getattr,
        "getattr(object, name[, default]) -> value",
    )
    .hidden_signature(),
    NativeDef::function(
        "hasattr",
        "($module, obj, name, /)",
        |vm, a| Ok(Value::Bool(vm.lookup_attr(&a[0], &name(vm, &a[1])?)?.is_some())),
        "Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.",
    ),
    NativeDef::function(
        "hash",
        "($module, obj, /)",
        |vm, a| vm.hash(&a[0]).map(Value::Int),
        "Return the hash value for the given object.",
    ),
    NativeDef::function(
        "hex",
        "($module, number, /)",
        |vm, a| radix(vm, &a[0], 16, "0x"),
        "Return the hexadecimal representation of an integer.",
    ),
    NativeDef::function(
        "id",
        "($module, obj, /)",
        |vm, a| Ok(Value::from(vm.id(&a[0]))),
        "Return the identity of an object.",
    ),
    NativeDef::function(
        "input",
        "($module, prompt='', /)",
        input,
        "Read a string from standard input.  The trailing newline is stripped.",
    ),
    NativeDef::function(
        "isinstance",
        "($module, obj, class_or_tuple, /)",
        |vm, a| vm.isinstance(&a[0], &a[1]).map(Value::Bool),
        "Return whether an object is an instance of a class or of a subclass thereof.",
    ),
    NativeDef::function(
        "issubclass",
        "($module, cls, class_or_tuple, /)",
        |vm, a| vm.issubclass(&a[0], &a[1]).map(Value::Bool),
        "Return whether 'cls' is derived from another class or is the same class.",
    ),
    NativeDef::function(
        "iter",
        "($module, object, sentinel=<unrepresentable>, /)",
        iter,
        "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator",
    )
    .hidden_signature(),
    NativeDef::function(
        "len",
        "($module, obj, /)",
        |vm, a| vm.len(&a[0]).map(Value::from),
        "Return the number of items in a container.",
    ),
    NativeDef::function(
        "max",
        "($module, /, *args, key=None, default=<unrepresentable>)",
        |vm, a| extreme(vm, a, CmpOp::Gt, "max"),
        "max(iterable, *[, default=obj, key=func]) -> value",
    )
    .hidden_signature(),
    NativeDef::function(
        "min",
        "($module, /, *args, key=None, default=<unrepresentable>)",
        |vm, a| extreme(vm, a, CmpOp::Lt, "min"),
        "min(iterable, *[, default=obj, key=func]) -> value",
    )
    .hidden_signature(),
    NativeDef::function(
        "next",
        "($module, iterator, default=<unrepresentable>, /)",
        next,
        "next(iterator[, default])",
    )
    .hidden_signature(),
    NativeDef::function(
        "oct",
        "($module, number, /)",
        |vm, a| radix(vm, &a[0], 8, "0o"),
        "Return the octal representation of an integer.",
    ),
    NativeDef::function(
        "ord",
        "($module, c, /)",
        ord,
        "Return the Unicode code point for a one-character string.",
    ),
    NativeDef::function(
        "pow",
        "($module, /, base, exp, mod=None)",
        |vm, a| vm.power(&a[0], &a[1], &a[2]),
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    ),
    NativeDef::function(
        "print",
        "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
        print,
        "Prints the values to a stream, or to sys.stdout by default.",
    ),
    NativeDef::function(
        "repr",
        "($module, obj, /)",
        |vm, a| vm.repr_object(&a[0]),
        "Return the canonical string representation of the object.",
    ),
    NativeDef::function(
        "round",
        "($module, /, number, ndigits=None)",
        round,
        "Round a number to a given precision in decimal digits.",
    ),
    NativeDef::function(
        "setattr",
        "($module, obj, name, value, /)",
        |vm, a| vm.setattr(&a[0], &name(vm, &a[1])?, a[2].clone()).map(|()| Value::None),
        "Sets the named attribute on the given object to the specified value.",
    ),
    NativeDef::function(
        "sorted",
        "($module, /, *args, **kwargs)",
        sorted,
        "Return a new list containing all items from the iterable in ascending order.",
    )
    .shown_as("($module, iterable, /, *, key=None, reverse=False)"),
    NativeDef::function(
        "sum",
        "($module, iterable, /, start=0)",
        sum,
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers",
    ),
    NativeDef::function(
        "vars",
        "($module, object=<unrepresentable>, /)",
        vars,
        "vars([object]) -> dictionary",
    )
    .hidden_signature(),
    NativeDef::function(
        "globals",
        "($module, /)",
        |vm, _| Ok(vm.caller_globals().map_or(Value::None, Value::Obj)),
        "Return the dictionary containing the current scope's global variables.",
    ),
    NativeDef::function(
        "locals",
        "($module, /)",
        |vm, _| crate::objects::frame::current_locals(vm),
        "Return a dictionary containing the current scope's local variables.",
    ),
    NativeDef::function(
        "aiter",
        "($module, async_iterable, /)",
        aiter,
        "Return an AsyncIterator for an AsyncIterable object.",
    ),
    NativeDef::function(
        "anext",
        "($module, aiterator, default=<unrepresentable>, /)",
        anext,
        "Return the next item from the async iterator.",
    ),
];

/// An attribute name, interned.
fn name(vm: &Vm, value: &Value) -> PyResult<Str> {
    match value.as_text() {
        Some(text) => Ok(intern::intern(text.clone())),
        None => Err(vm.type_error(format!("attribute name must be string, not '{}'", vm.type_name(value)))),
    }
}

/// Whether some element's truth is `wanted`: `any` with true, the opposite of `all` with false.
fn quantify(vm: &Vm, iterable: &Value, wanted: bool) -> PyResult {
    let iterator = vm.iter(iterable)?;
    let plainly_not = |item: &Value| matches!(item, Value::Bool(answer) if *answer != wanted);
    let mut take = |item| if plainly_not(&item) { None } else { Some(item) };
    while let Some(item) = vm.draw(&iterator, &mut take)? {
        if vm.is_true(&item)? == wanted {
            return Ok(Value::Bool(wanted));
        }
    }
    Ok(Value::Bool(!wanted))
}

fn radix(vm: &Vm, value: &Value, base: u32, prefix: &str) -> PyResult {
    let n = vm.index_big(value)?;
    let sign = if n.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    Ok(Value::str(&format!("{sign}{prefix}{}", n.magnitude().to_str_radix(base))))
}

fn chr(vm: &Vm, args: &[Value]) -> PyResult {
    let n = vm.index_i64_or(&args[0], |vm| vm.value_error("chr() arg not in range(0x110000)"))?;
    let point = u32::try_from(n).ok().and_then(rustpython_wtf8::CodePoint::from_u32);
    match point {
        Some(point) => {
            let text: rustpython_wtf8::Wtf8Buf = std::iter::once(point).collect();
            Ok(vm.new_str(text))
        }
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &Vm, args: &[Value]) -> PyResult {
    let wrong =
        |n: usize| vm.type_error(format!("ord() expected a character, but string of length {n} found"));
    if let Some(text) = args[0].as_text() {
        return match (text.char_at(0), text.char_len()) {
            (Some(c), 1) => Ok(Value::from(c.to_u32())),
            (_, n) => Err(wrong(n)),
        };
    }
    if vm.is_bytes_like(&args[0]) {
        let bytes = vm.bytes_of(&args[0])?;
        return match &bytes[..] {
            [b] => Ok(Value::Int(i64::from(*b))),
            more => Err(wrong(more.len())),
        };
    }
    let got = vm.type_name(&args[0]);
    Err(vm.type_error(format!("ord() expected string of length 1, but {got} found")))
}

fn dir(vm: &Vm, args: &[Value]) -> PyResult {
    let names = if args[0].is_unbound() {
        let locals = crate::objects::frame::current_locals(vm)?;
        vm.call_method(&locals, &vm.names.keys, &[])?
    } else {
        match vm.call_special(&args[0], &vm.names.dir, &[])? {
            Some(names) => names,
            None => return Err(vm.type_error("object does not provide __dir__")),
        }
    };
    let mut names = vm.list_from_iterable(&names)?;
    list::sort_values(vm, &mut names, &Value::None, false)?;
    Ok(vm.new_list(names))
}

fn format(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_text().is_none() {
        return Err(vm.bad_argument("format() argument 2", "str", &args[1]));
    }
    vm.format_object(&args[0], &args[1])
}

fn getattr(vm: &Vm, args: &[Value]) -> PyResult {
    let name = name(vm, &args[1])?;
    if args[2].is_unbound() {
        return vm.getattr(&args[0], &name);
    }
    Ok(vm.lookup_attr(&args[0], &name)?.unwrap_or_else(|| args[2].clone()))
}

fn input(vm: &Vm, args: &[Value]) -> PyResult {
    let sys = vm.import("sys")?;
    let (stdin, stdout) = (vm.getattr_str(&sys, "stdin")?, vm.getattr_str(&sys, "stdout")?);
    let prompt = vm.str(&args[0])?;
    if !prompt.is_empty() {
        vm.call_method(&stdout, &vm.names.write, &[Value::Str(prompt)])?;
    }
    vm.call_method(&stdout, &vm.names.flush, &[])?;
    let line = vm.call_method(&stdin, &vm.intern("readline"), &[])?;
    let Some(text) = line.as_text() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if text.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    let keep = text.char_len() - usize::from(text.as_bytes().ends_with(b"\n"));
    Ok(Value::Str(text.slice_chars(0, keep)))
}

fn iter(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is_unbound() {
        return vm.iter(&args[0]);
    }
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(crate::objects::sequence_iterator::new_callable(vm, args[0].clone(), args[1].clone()))
}

fn next(vm: &Vm, args: &[Value]) -> PyResult {
    match vm.next_raw(&args[0]) {
        Ok(Some(item)) => Ok(item),
        Ok(None) if args[1].is_unbound() => Err(vm.stop_iteration(Value::None)),
        Ok(None) => Ok(args[1].clone()),
        Err(e) if !args[1].is_unbound() && e.matches(vm, &vm.exc.stop_iteration) => Ok(args[1].clone()),
        Err(e) => Err(e),
    }
}

/// `max` and `min`: the first of the most extreme elements.
fn extreme(vm: &Vm, args: &[Value], op: CmpOp, function: &str) -> PyResult {
    let given = args[0].as_tuple().unwrap_or(&[]);
    let iterator = match given {
        [] => return Err(vm.type_error(format!("{function} expected at least 1 argument, got 0"))),
        [iterable] => vm.iter(iterable)?,
        _ if !args[2].is_unbound() => {
            return Err(vm.type_error(format!(
                "Cannot specify a default for {function}() with multiple positional arguments"
            )));
        }
        _ => vm.iter(&args[0])?,
    };
    let key_function = (!args[1].is_none()).then_some(&args[1]);
    // The best so far and its key, which is the item itself without a key function.
    let mut best: Option<(Value, Value)> = None;
    let take = |best: &mut Option<(Value, Value)>, item: Value| {
        let (None, Value::Int(new), Some((Value::Int(old), _))) = (key_function, &item, &*best) else {
            return Some(item);
        };
        if if op == CmpOp::Lt { new < old } else { new > old } {
            *best = Some((item.clone(), item));
        }
        None
    };
    while let Some(item) = vm.draw(&iterator, &mut |item| take(&mut best, item))? {
        let key = match key_function {
            Some(function) => vm.call1(function, item.clone())?,
            None => item.clone(),
        };
        let is_better = match &best {
            Some((old, _)) => vm.compare_bool(&key, old, op)?,
            None => true,
        };
        if is_better {
            best = Some((key, item));
        }
    }
    match best {
        Some((_, item)) => Ok(item),
        None if args[2].is_unbound() => {
            Err(vm.value_error(format!("{function}() iterable argument is empty")))
        }
        None => Ok(args[2].clone()),
    }
}

fn print(vm: &Vm, args: &[Value]) -> PyResult {
    let [values, sep, end, file, flush] = args else { return Ok(Value::None) };
    let text = |value: &Value, default: &str, what: &str| match value {
        Value::None => Ok(Str::new(default)),
        Value::Unbound => Ok(Str::new(default)),
        other => other.as_text().cloned().ok_or_else(|| {
            let got = vm.type_name(other);
            vm.type_error(format!("{what} must be None or a string, not {got}"))
        }),
    };
    let (sep, end) = (text(sep, " ", "sep")?, text(end, "\n", "end")?);
    let file = if file.is_none() {
        let sys = vm.import("sys")?;
        match vm.lookup_attr(&sys, &vm.names.stdout)? {
            Some(stdout) => stdout,
            None => return Err(vm.runtime_error("lost sys.stdout")),
        }
    } else {
        file.clone()
    };
    if file.is_none() {
        return Ok(Value::None);
    }
    let write = vm.getattr(&file, &vm.names.write)?;
    for (i, value) in values.as_tuple().unwrap_or(&[]).iter().enumerate() {
        if i > 0 {
            vm.call1(&write, Value::Str(sep.clone()))?;
        }
        let shown = vm.str(value)?;
        vm.call1(&write, Value::Str(shown))?;
    }
    vm.call1(&write, Value::Str(end))?;
    if vm.is_true(flush)? {
        vm.call_method(&file, &vm.names.flush, &[])?;
    }
    Ok(Value::None)
}

fn round(vm: &Vm, args: &[Value]) -> PyResult {
    let extra: &[Value] = if args[1].is_none() { &[] } else { &args[1..2] };
    match vm.call_special(&args[0], &vm.names.round, extra)? {
        Some(result) => Ok(result),
        None => {
            let got = vm.type_name(&args[0]);
            Err(vm.type_error(format!("type {got} doesn't define __round__ method")))
        }
    }
}

/// `list(iterable).sort(...)`: the errors of keywords are those of `sort`.
fn sorted(vm: &Vm, args: &[Value]) -> PyResult {
    let [iterable] = args[0].as_tuple().unwrap_or(&[]) else {
        let given = args[0].as_tuple().map_or(0, <[Value]>::len);
        return Err(vm.type_error(format!("sorted expected 1 argument, got {given}")));
    };
    let list = vm.new_list(vm.list_from_iterable(iterable)?);
    let keywords = args[1].as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
    let (values, names) = crate::call::join(&[], &keywords);
    let sort = vm.getattr_str(&list, "sort")?;
    vm.call(&sort, crate::call::Args::with_keywords(&values, &names))?;
    Ok(list)
}

/// Sums; floats with a running compensation, as CPython 3.12 and later.
fn sum(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_text().is_some() {
        return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    if matches!(args[1].unwrapped(), Value::Bytes(_)) {
        return Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
    }
    if vm.is_instance(&args[1], &vm.types.bytearray) {
        return Err(vm.type_error("sum() can't sum bytearray [use b''.join(seq) instead]"));
    }
    let mut sum = Sum { total: args[1].clone(), float: None };
    let iterator = vm.iter(&args[0])?;
    while let Some(item) = vm.draw(&iterator, &mut |item| sum.add_plain(item))? {
        sum.total = vm.binary_op(BinOp::Add, &sum.total, &item)?;
    }
    Ok(sum.finish())
}

/// What `sum` has so far; floats are added with compensation.
struct Sum {
    total: Value,
    float: Option<(f64, f64)>,
}

impl Sum {
    /// Adds a number, or gives back what `+` is to be asked about.
    fn add_plain(&mut self, item: Value) -> Option<Value> {
        match (&mut self.float, &self.total, &item) {
            (Some((high, low)), _, Value::Float(x)) => add_compensated(high, low, *x),
            (Some((high, _)), _, Value::Int(n)) => *high += *n as f64,
            (Some((high, low)), ..) => {
                self.total = Value::Float(finish(*high, *low));
                self.float = None;
                return Some(item);
            }
            (None, Value::Float(start), Value::Float(x)) => {
                let (mut high, mut low) = (*start, 0.0);
                add_compensated(&mut high, &mut low, *x);
                self.float = Some((high, low));
            }
            (None, Value::Int(a), Value::Int(b)) => match a.checked_add(*b) {
                Some(sum) => self.total = Value::Int(sum),
                None => return Some(item),
            },
            _ => return Some(item),
        }
        None
    }

    fn finish(self) -> Value {
        self.float.map_or(self.total, |(high, low)| Value::Float(finish(high, low)))
    }
}

fn add_compensated(high: &mut f64, low: &mut f64, x: f64) {
    let sum = *high + x;
    *low += if high.abs() >= x.abs() { (*high - sum) + x } else { (x - sum) + *high };
    *high = sum;
}

fn finish(high: f64, low: f64) -> f64 {
    if low != 0.0 && low.is_finite() { high + low } else { high }
}

fn vars(vm: &Vm, args: &[Value]) -> PyResult {
    if args[0].is_unbound() {
        return crate::objects::frame::current_locals(vm);
    }
    match vm.lookup_attr(&args[0], &vm.names.dict)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn aiter(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(aiter) = vm.class_of(&args[0]).ty().slots.aiter.get() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("'{got}' object is not an async iterable")));
    };
    let iterator = aiter(vm, &args[0])?;
    if vm.class_of(&iterator).ty().slots.anext.get().is_none() {
        let got = vm.type_name(&iterator);
        return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{got}'")));
    }
    Ok(iterator)
}

fn anext(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(anext) = vm.class_of(&args[0]).ty().slots.anext.get() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("'{got}' object is not an async iterator")));
    };
    let awaitable = anext(vm, &args[0])?;
    match &args[1] {
        Value::Unbound => Ok(awaitable),
        default => Ok(crate::objects::generator::anext_awaitable(vm, awaitable, default.clone())),
    }
}
