//! The embedding API, as a Rust user writes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error as _;
use std::time::{Duration, Instant};

use num_bigint::BigInt;
use pyvm::{
    Class, ClassBuilder, Error, ErrorKind, FromPy, IntoPy, Limits, New, Obj, Passed, Ref, RefMut, Vm, args,
};

type Outcome = Result<(), Error>;

fn fails<T>(result: Result<T, Error>) -> Error {
    match result {
        Ok(_) => panic!("it should have failed"),
        Err(error) => error,
    }
}

fn round_trip<T: FromPy + IntoPy + Clone + PartialEq + std::fmt::Debug>(vm: &Vm, value: T, repr: &str) {
    let obj = value.clone().into_py(vm).unwrap();
    assert_eq!(obj.repr().unwrap(), repr);
    assert_eq!(obj.to::<T>().unwrap(), value);
}

#[test]
fn statements_expressions_and_globals() -> Outcome {
    let vm = Vm::new();
    vm.exec("x = 40")?;
    assert_eq!(vm.eval::<i64>("x + 2")?, 42);
    vm.set("name", "World")?;
    assert_eq!(vm.eval::<String>("f'hello {name}'")?, "hello World");
    assert_eq!(vm.get::<i32>("x")?, 40);
    assert_eq!(vm.eval::<String>("__name__")?, "__main__");
    let error = fails(vm.get::<Obj>("missing"));
    assert_eq!(error.to_string(), "NameError: name 'missing' is not defined");
    Ok(())
}

#[test]
fn machines_are_separate() -> Outcome {
    for n in 0..3 {
        let (a, b) = (Vm::new(), Vm::new());
        a.exec("class C: pass\nc = C()\nc.me = c\nx = 1")?;
        b.set("x", n)?;
        assert_eq!((a.get::<i32>("x")?, b.get::<i32>("x")?), (1, n));
        let foreign: Obj = a.get("c")?;
        assert_eq!(fails(b.set("c", &foreign)).message(), "the object belongs to another VM");
        for vm in [&a, &b] {
            vm.exec("import pickle; data = pickle.dumps({'a': [x]})")?;
            let data: Vec<u8> = vm.get("data")?;
            assert_eq!(vm.loads::<HashMap<String, Vec<i32>>>(&data)?["a"].len(), 1);
        }
    }
    Ok(())
}

#[test]
fn scalars_convert() {
    let vm = Vm::new();
    round_trip(&vm, (), "None");
    round_trip(&vm, true, "True");
    round_trip(&vm, i64::MIN, "-9223372036854775808");
    round_trip(&vm, u64::MAX, "18446744073709551615");
    round_trip(&vm, i128::MIN, "-170141183460469231731687303715884105728");
    round_trip(&vm, u128::MAX, "340282366920938463463374607431768211455");
    round_trip(&vm, BigInt::from(7).pow(80), &BigInt::from(7).pow(80).to_string());
    round_trip(&vm, 1.5f64, "1.5");
    round_trip(&vm, 'ü', "'ü'");
    round_trip(&vm, "über".to_owned(), "'über'");
    round_trip(&vm, vec![0u8, 255], "b'\\x00\\xff'");
    round_trip(&vm, Some(3), "3");
    round_trip::<Option<i32>>(&vm, None, "None");
}

#[test]
fn containers_convert() -> Outcome {
    let vm = Vm::new();
    round_trip(&vm, vec![1, 2], "[1, 2]");
    round_trip(&vm, [1.5, 2.5], "[1.5, 2.5]");
    round_trip(&vm, (1, "a".to_owned(), None::<bool>), "(1, 'a', None)");
    round_trip(&vm, BTreeMap::from([("a".to_owned(), vec![1])]), "{'a': [1]}");
    round_trip(&vm, BTreeSet::from([3]), "{3}");
    assert_eq!(vm.eval::<Vec<i64>>("range(3)")?, [0, 1, 2]);
    assert_eq!(vm.eval::<Vec<u8>>("bytearray(b'ab')")?, b"ab");
    assert_eq!(vm.eval::<Vec<u8>>("[1, 2]")?, [1, 2]);
    assert_eq!(vm.eval::<HashMap<String, f64>>("{'a': 1, 'b': 2.5}")?["b"], 2.5);
    assert!(fails(vm.eval::<Vec<String>>("'abc'")).message().contains("expected a sequence, got str"));
    Ok(())
}

#[test]
fn conversions_refuse_what_does_not_fit() {
    let vm = Vm::new();
    for (code, class) in
        [("300", "OverflowError"), ("-1", "OverflowError"), ("1.0", "TypeError"), ("'1'", "TypeError")]
    {
        assert_eq!(fails(vm.eval::<u8>(code)).class_name(), class, "{code}");
    }
    assert_eq!(fails(vm.eval::<i64>("2**63")).message(), "Python int does not fit i64");
    assert_eq!(fails(vm.eval::<bool>("1")).message(), "expected bool, got int");
    assert_eq!(fails(vm.eval::<(i32, i32)>("(1, 2, 3)")).message(), "expected a tuple of 2, got 3");
    assert_eq!(fails(vm.eval::<[i32; 2]>("[1]")).message(), "expected 2 elements, got 1");
    assert_eq!(fails(vm.eval::<String>("'\\ud800'")).class_name(), "ValueError");
    assert_eq!(fails(vm.set("d", vec![HashMap::from([(vec![1], 1)])])).class_name(), "TypeError");
}

#[test]
fn objects_are_handles() -> Outcome {
    let vm = Vm::new();
    vm.exec("class Point:\n    def __init__(self, x, y=2): self.x, self.y = x, y\n    def sum(self, *a, k=0): return self.x + self.y + sum(a) + k")?;
    let class: Obj = vm.get("Point")?;
    let point: Obj = class.call(args!(1, y = 5))?;
    assert_eq!(point.call_method::<i32>("sum", (10, 20))?, 36);
    assert_eq!(point.call_method::<i32>("sum", args!(10, k = 100,))?, 116);
    assert_eq!(point.call_method::<i32>("sum", args!())?, 6);
    point.setattr("x", 7)?;
    assert_eq!(point.getattr::<i32>("x")?, 7);
    assert!(point.is_instance(&class)? && point.hasattr("y")? && !point.hasattr("z")?);
    assert_eq!((point.type_name().as_str(), point.is_true()?, point.is_none()), ("Point", true, false));
    assert_eq!(fails(point.getattr::<Obj>("z")).message(), "'Point' object has no attribute 'z'");
    let list: Obj = vm.eval("[1, 'two', 3.0]")?;
    list.setitem(0, "one")?;
    assert_eq!((list.len()?, list.getitem::<String>(0)?), (3, "one".to_owned()));
    assert_eq!(fails(list.getitem::<Obj>(3)).class_name(), "IndexError");
    let shown: Vec<String> = list.iter()?.map(|o| o?.repr()).collect::<Result<_, _>>()?;
    assert_eq!(shown, ["'one'", "'two'", "3.0"]);
    assert!(!list.equals(vec!["one"])? && point.equals(&point)?);
    assert_eq!(format!("{list:?} {}", list.str()?), "['one', 'two', 3.0] ['one', 'two', 3.0]");
    // The handle keeps its machine alive.
    drop((vm, class, point));
    assert_eq!(list.len()?, 3);
    Ok(())
}

#[test]
fn errors_are_plain_data() -> Outcome {
    fn check<T: Send + Sync + std::error::Error + 'static>(_: &T) {}
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    let vm = Vm::new();
    vm.exec_as("shop.py", "def outer(n=0):\n\n\n    try:\n        return 1 / n\n    except ZeroDivisionError as e:\n        raise ValueError('no') from e\n")?;
    let error = fails(vm.get::<Obj>("outer")?.call::<Obj>(()));
    check(&error);
    assert_eq!(
        (error.class_name(), error.message(), error.kind()),
        ("ValueError", "no", ErrorKind::Exception)
    );
    let wanted = r#"Traceback (most recent call last):
  File "shop.py", line 5, in outer
    return 1 / n
           ~~^~~
ZeroDivisionError: division by zero

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "shop.py", line 7, in outer
    raise ValueError('no') from e
ValueError: no
"#;
    assert_eq!(error.report(), wanted);
    assert_eq!(format!("{error:?}"), wanted.trim_end());
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("ZeroDivisionError: division by zero")
    );
    let moved = std::thread::spawn(move || error.to_string()).join();
    assert_eq!(moved.ok().as_deref(), Some("ValueError: no"));
    let exit = fails(vm.exec("import sys; sys.exit(3)"));
    assert_eq!((exit.kind(), exit.exit_code()), (ErrorKind::Exit, Some(3)));
    let noted = fails(vm.exec("e = KeyError('k'); e.add_note('why'); raise e"));
    assert_eq!((noted.notes(), noted.message()), (&["why".to_owned()][..], "'k'"));
    assert!(fails(vm.exec("x = = 1")).report().contains("SyntaxError: invalid syntax"));
    Ok(())
}

#[test]
fn functions_of_rust_are_called_by_keyword_too() -> Outcome {
    let vm = Vm::new();
    vm.add_module("host.math", |m| {
        m.doc("Numbers.")
            .set("LIMIT", 10)
            .def("scale(x, by=2.0)", |x: f64, by: f64| x * by)
            .def("divide(a, b, /)", |a: i64, b: i64| {
                a.checked_div(b).ok_or_else(|| Error::new("ZeroDivisionError", "by zero, says Rust"))
            })
            .def("maybe(a=None, *, b=None)", |a: Option<i32>, b: Option<String>| (a, b))
            .def("total(*numbers, **named)", |numbers: Vec<i32>, named: BTreeMap<String, i32>| {
                numbers.iter().sum::<i32>() + named.values().sum::<i32>()
            })
            .def("parse(text)", |text: String| text.parse::<u8>())
            .def("nothing()", || ());
    })?;
    vm.exec("import host.math\nfrom host.math import *")?;
    assert_eq!(vm.eval::<(f64, f64)>("scale(3), scale(by=5, x=2)")?, (6.0, 10.0));
    assert_eq!(vm.eval::<i32>("total(1, 2, x=3)")?, 6);
    assert!(vm.eval::<bool>("maybe(b='x') == (None, 'x') and nothing() is None and LIMIT == 10")?);
    assert_eq!(vm.eval::<String>("host.math.__doc__ + scale.__module__")?, "Numbers.host.math");
    let error = fails(vm.exec("divide(1, 0)"));
    assert_eq!(error.to_string(), "ZeroDivisionError: by zero, says Rust");
    assert_eq!(fails(vm.exec("parse('300')")).class_name(), "ValueError");
    assert_eq!(fails(vm.exec("scale('x')")).class_name(), "TypeError");
    assert_eq!(fails(vm.exec("scale()")).class_name(), "TypeError");
    let bad = |fill: fn(&mut pyvm::ModuleBuilder)| fails(vm.add_module("bad", fill)).to_string();
    assert!(bad(|m| _ = m.def("f(a, b)", |a: i32| a)).contains("2 parameters, but the function takes 1"));
    assert!(bad(|m| _ = m.def("f", |a: i32| a)).contains("is no signature"));
    assert_eq!(fails(vm.import("bad")).class_name(), "ModuleNotFoundError");
    Ok(())
}

#[test]
fn exceptions_pass_through_callbacks_as_they_are() -> Outcome {
    let vm = Vm::new();
    vm.exec("class Mine(Exception): pass\nlast = Mine('kept')\ndef fail(): raise last")?;
    let fail: Obj = vm.get("fail")?;
    vm.add_module("host", |m| {
        m.def("relay(f)", |f: Obj| f.call::<Obj>(()));
    })?;
    vm.exec("import host\ntry: host.relay(fail)\nexcept Mine as e: same = e is last")?;
    assert!(vm.get::<bool>("same")?);
    assert_eq!(fails(fail.call::<Obj>(())).class_name(), "Mine");
    Ok(())
}

#[test]
fn panics_stop_at_the_border() -> Outcome {
    let vm = Vm::new();
    vm.add_module("host", |m| {
        m.def("boom(n)", |n: i32| -> i32 { panic!("at {n}") });
    })?;
    vm.exec("import host\ndef deep(n): return deep(n - 1) if n else host.boom(7)")?;
    for _ in 0..3 {
        let error = fails(vm.exec("deep(50)"));
        assert_eq!(error.to_string(), "SystemError: boom() panicked: at 7");
        vm.exec("try: deep(5)\nexcept SystemError as e: text = str(e)")?;
        assert_eq!(vm.eval::<String>("text")?, "boom() panicked: at 7");
    }
    let (caught, output) = vm.capture(|vm| {
        let inner = vm.clone();
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            drop(inner.exec("print('before')"));
            panic!("in the host")
        }))
    });
    assert!(caught.is_err());
    assert_eq!(output.stdout, "before\n");
    assert_eq!(vm.eval::<i32>("sum([deep.__code__.co_argcount, 1])")?, 2);
    Ok(())
}

struct Account {
    owner: String,
    balance: i64,
}

impl Class for Account {
    const NAME: &'static str = "bank.Account";

    fn define(class: &mut ClassBuilder<Self>) {
        class
            .doc("An account.")
            .try_init("(owner, balance=0)", |owner: String, balance: i64| {
                if balance < 0 { Err(Error::value("no debts")) } else { Ok(Account { owner, balance }) }
            })
            .get("owner", |a| a.owner.clone())
            .get("balance", |a| a.balance)
            .set("balance", |a, balance: i64| a.balance = balance)
            .method_mut("deposit(amount)", |a, (amount,): (i64,)| {
                a.balance += amount;
                a.balance
            })
            .method_mut("take_from(other)", |a, (mut other,): (RefMut<Account>,)| {
                a.balance += std::mem::take(&mut other.balance);
            })
            .method("same_owner(other)", |a, (other,): (Ref<Account>,)| a.owner == other.owner)
            .method("__repr__()", |a, ()| format!("<Account of {}: {}>", a.owner, a.balance))
            .method("__len__()", |a, ()| a.balance.unsigned_abs())
            .method("__eq__(other, /)", |a, (other,): (Ref<Account>,)| a.balance == other.balance)
            .method_mut("run(f)", |a, (f,): (Obj,)| {
                a.balance += 1;
                f.call::<Obj>(())
            })
            .static_("open(owner)", |owner: String| New(Account { owner, balance: 1 }))
            .pickle(|a| (a.owner.clone(), a.balance), |(owner, balance)| Account { owner, balance });
    }
}

fn bank() -> Result<Vm, Error> {
    let vm = Vm::new();
    vm.add_module("bank", |m| {
        m.class::<Account>().def("rich(a)", |a: Ref<Account>| a.balance > 100);
    })?;
    vm.exec("from bank import Account, rich\na = Account('ann', balance=5)")?;
    Ok(vm)
}

#[test]
fn types_of_rust_are_classes() -> Outcome {
    let vm = bank()?;
    assert_eq!(vm.eval::<i64>("a.deposit(10)")?, 15);
    assert_eq!(vm.eval::<String>("Account.__doc__ + Account.__module__")?, "An account.bank");
    vm.exec("a.balance = 150\nb = Account.open('bob')")?;
    assert!(vm.eval::<bool>("rich(a) and not rich(b) and not a.same_owner(b) and len(b) == 1 and a == a")?);
    vm.exec("a.take_from(b)")?;
    assert_eq!(
        vm.eval::<String>("repr([a, b, Account])")?,
        "[<Account of ann: 151>, <Account of bob: 0>, <class 'bank.Account'>]"
    );
    assert_eq!(vm.get::<Ref<Account>>("a")?.balance, 151);
    vm.get::<RefMut<Account>>("a")?.balance = 1;
    vm.set("c", New(Account { owner: "c".to_owned(), balance: 3 }))?;
    assert_eq!(vm.eval::<i64>("a.balance + c.balance")?, 4);
    for (code, message) in [
        ("Account('x', -1)", "no debts"),
        ("a.take_from(a)", "bank.Account is in use"),
        ("a.run(lambda: a.balance)", "bank.Account is being changed"),
        ("rich(3)", "expected Account, got int"),
        ("Account.__new__(Account).balance", "this bank.Account was not initialized"),
        ("Account.x = 1", "cannot set 'x' attribute of immutable type 'bank.Account'"),
        ("a.y = 1", "'bank.Account' object has no attribute 'y' and no __dict__ for setting new attributes"),
    ] {
        assert_eq!(fails(vm.exec(code)).message(), message, "{code}");
    }
    vm.exec("class Sub(Account):\n    def twice(self): return self.balance * 2\ns = Sub('s', 4); s.tag = 1")?;
    assert_eq!(vm.eval::<i64>("s.twice() + s.deposit(1)")?, 13);
    Ok(())
}

#[test]
fn instances_pickle() -> Outcome {
    let vm = bank()?;
    let account: Obj = vm.get("a")?;
    for protocol in 0..=5 {
        let back: Obj = vm.loads(&vm.dumps_protocol(&account, protocol)?)?;
        assert_eq!(back.repr()?, "<Account of ann: 5>");
    }
    assert_eq!(fails(vm.dumps_protocol(&account, 6)).class_name(), "ValueError");
    let data = bank()?.loads::<Obj>(&vm.dumps(&account)?)?;
    assert_eq!(data.getattr::<String>("owner")?, "ann");
    assert!(fails(Vm::new().loads::<Obj>(&vm.dumps(&account)?)).message().contains("No module named 'bank'"));
    Ok(())
}

#[test]
fn sources_are_importable() -> Outcome {
    let vm = Vm::new();
    vm.add_source("shop.models", "class Order:\n    total = 3\n\ndef fail():\n    raise KeyError(1)\n")?;
    vm.exec("import shop.models\nfrom shop.models import Order")?;
    assert_eq!(vm.eval::<String>("Order.__module__ + str(Order.total)")?, "shop.models3");
    let report = fails(vm.exec("shop.models.fail()")).report().to_owned();
    assert!(report.contains("line 5, in fail\n    raise KeyError(1)\n"), "{report}");
    vm.add_source("shop", "NAME = 'shop'")?;
    vm.add_source("shop.late", "from . import NAME")?;
    assert_eq!(
        vm.import("shop.late").map_err(|e| e.to_string()).err(),
        Some("ImportError: cannot import name 'NAME' from 'shop' (unknown location)".to_owned())
    );
    assert_eq!(fails(vm.add_source("a..b", "")).class_name(), "ValueError");
    assert!(fails(vm.import("nowhere")).message().contains("No module named 'nowhere'"));
    Ok(())
}

#[test]
fn output_is_captured() -> Outcome {
    let vm = Vm::new();
    let (result, output) =
        vm.capture(|vm| vm.exec("import sys\nprint('out', 'é')\nprint('err', file=sys.stderr)\n1/0"));
    assert_eq!(fails(result).class_name(), "ZeroDivisionError");
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("out é\n", "err\n"));
    let ((), nested) = vm.capture(|vm| {
        let (_, inner) = vm.capture(|vm| vm.exec("print('inner')"));
        assert_eq!(inner.stdout, "inner\n");
        drop(vm.exec("print('outer')"));
    });
    assert_eq!(nested.stdout, "outer\n");
    Ok(())
}

const STUBBORN: &str = "while True:
    try:
        while True: pass
    except BaseException: pass
    finally: done = 1";

#[test]
fn time_is_limited() -> Outcome {
    let limits = Limits { time: Some(Duration::from_millis(100)), ..Limits::default() };
    let vm = Vm::builder().limits(limits).build();
    let started = Instant::now();
    let error = fails(vm.exec(STUBBORN));
    assert_eq!(error.kind(), ErrorKind::Limit(Passed::Time));
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(error.report(), "pyvm: limit: time used up\n");
    assert_eq!(fails(vm.get::<i32>("done")).class_name(), "NameError");
    assert_eq!(fails(vm.exec("sum(iter(int, 1))")).kind(), ErrorKind::Limit(Passed::Time));
    assert_eq!(vm.eval::<i32>("1 + 1")?, 2);
    Ok(())
}

#[test]
fn steps_are_limited() -> Outcome {
    let vm = Vm::builder().limits(Limits { fuel: Some(10_000), ..Limits::default() }).build();
    assert_eq!(fails(vm.exec(STUBBORN)).kind(), ErrorKind::Limit(Passed::Fuel));
    assert_eq!(vm.eval::<i32>("sum([i for i in range(100)])")?, 4950);
    Ok(())
}

#[test]
fn memory_is_limited() -> Outcome {
    let vm = Vm::builder().limits(Limits { memory: Some(64 << 20), ..Limits::default() }).build();
    let hungry = "big = []\nwhile True:\n    try: big.append([0] * 1000)\n    except BaseException: pass";
    assert_eq!(fails(vm.exec(hungry)).kind(), ErrorKind::Limit(Passed::Memory));
    vm.exec("del big")?;
    assert_eq!(
        fails(vm.exec("n = 1 << 30\ntry: x = 'a' * n\nexcept MemoryError: pass")).kind(),
        ErrorKind::Limit(Passed::Memory)
    );
    assert_eq!(vm.eval::<i32>("2 + 2")?, 4);
    let kept = "kept = []\nwhile True: kept.append(object())";
    assert_eq!(fails(vm.exec(kept)).kind(), ErrorKind::Limit(Passed::Memory));
    let strict = vm.limits();
    vm.set_limits(Limits::default());
    vm.exec("del kept")?;
    vm.set_limits(strict);
    vm.exec("small = [object() for _ in range(1000)]")
}

#[test]
fn another_thread_interrupts() -> Outcome {
    let vm = Vm::new();
    let interrupter = vm.interrupter();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        interrupter.interrupt();
        std::thread::sleep(Duration::from_millis(50));
        interrupter.stop();
    });
    vm.exec("try:\n    while True: pass\nexcept KeyboardInterrupt: caught = True")?;
    assert!(vm.get::<bool>("caught")?);
    assert_eq!(fails(vm.exec("while True: pass")).kind(), ErrorKind::Limit(Passed::Stopped));
    assert!(thread.join().is_ok());
    assert_eq!(vm.eval::<i32>("3")?, 3);
    Ok(())
}

#[test]
fn a_script_runs_as_main() -> Outcome {
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("job.py");
    std::fs::write(folder.path().join("beside.py"), "VALUE = 5")?;
    std::fs::write(&script, "import sys, beside\nresult = (__name__, sys.argv[1:], beside.VALUE)\n")?;
    let vm = Vm::builder().argv(["job.py", "-x"]).build();
    vm.run_file(&script)?;
    assert_eq!(
        vm.get::<(String, Vec<String>, i32)>("result")?,
        ("__main__".to_owned(), vec!["-x".to_owned()], 5)
    );
    assert_eq!(fails(vm.run_file(folder.path().join("none.py"))).class_name(), "FileNotFoundError");
    Ok(())
}

#[test]
fn the_end_of_a_machine_runs_finalizers() -> Outcome {
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let vm = Vm::new();
    let log = seen.clone();
    vm.add_module("host", |m| {
        m.def("log(text)", move |text: String| log.borrow_mut().push(text));
    })?;
    vm.exec("import host\nclass D:\n    def __init__(self, n): self.n = n\n    def __del__(self, log=host.log): log(self.n)\nD('now')\nkept = D('end')\nring = D('ring'); ring.me = ring")?;
    assert_eq!(*seen.borrow(), ["now"]);
    vm.exec("del kept")?;
    assert_eq!(*seen.borrow(), ["now", "end"]);
    Ok(())
}

/// Programs that would use up all time or memory, most of them inside a single native.
const HOSTILE: &[&str] = &[
    "while True: pass",
    "10 ** 10 ** 9",
    "7 ** 10 ** 7 * 3",
    "pow(3, 10 ** 6000, 10 ** 6000 + 1)",
    "import math; math.factorial(10 ** 7)",
    "import math; math.comb(10 ** 7, 5 * 10 ** 6)",
    "1 << 10 ** 12",
    "'x' * 10 ** 11",
    "[0] * 10 ** 11",
    "bytes(10 ** 11)",
    "list(range(10 ** 11))",
    "sum(range(10 ** 11))",
    "format(1, '1000000000')",
    "'%1000000000d' % 1",
    "('a' * 10 ** 6).replace('', 'b' * 10 ** 6)",
    "('a' * 10 ** 6).translate({97: 'b' * 10 ** 6})",
    "('a\\t' * 10 ** 6).expandtabs(10 ** 6)",
    "import itertools; list(itertools.count())",
    "import itertools; max(itertools.cycle([1]))",
    "import itertools; 2 in itertools.repeat(1)",
    "import itertools; list(itertools.product(range(1000), repeat=8))",
    "import itertools, collections; collections.deque(itertools.count(), maxlen=0)",
    "import itertools; ''.join(itertools.repeat('x'))",
    "import itertools; print(*itertools.count())",
    "l = []\nfor i in range(100): l = [l, l]\nrepr(l)",
    "t = ()\nfor i in range(100): t = (t, t)\nhash(t)",
    "a, b = [], []\nfor i in range(100): a, b = [a, a], [b, b]\na == b",
    "a = 'x'\nwhile True: a += a",
    "d = {}\nwhile True: d[len(d)] = str(len(d)) * 100",
    "class A:\n def __del__(self):\n  while True: pass\nA()",
    "class A:\n def __lt__(self, o): return True\nsorted(A() for _ in range(10 ** 7))",
    "try:\n while True: pass\nfinally:\n while True: pass",
    "try:\n while True: pass\nexcept BaseException:\n while True: pass",
    "def f():\n try: f()\n finally: f()\nf()",
];

#[test]
fn hostile_programs_end_and_the_machine_goes_on() -> Outcome {
    let limits =
        Limits { time: Some(Duration::from_millis(300)), memory: Some(200 << 20), ..Limits::default() };
    let vm = Vm::builder().limits(limits).build();
    for source in HOSTILE {
        let begun = std::time::Instant::now();
        let error = fails(vm.exec(source));
        assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{source}: {error}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{source} took {:?}", begun.elapsed());
        vm.set_limits(Limits::default());
        vm.exec("for name in [n for n in globals() if n[0] != '_']: del globals()[name]")?;
        assert_eq!(vm.eval::<i64>("len([1, 2, 3]) + 1")?, 4, "{source}");
        vm.set_limits(limits);
    }
    Ok(())
}

/// Programs without an end that only memory stops.
const HUNGRY: &[&str] = &[
    "import itertools; list(itertools.count())",
    "import itertools; set(itertools.count())",
    "import itertools; [].extend(itertools.count())",
    "import itertools; dict.fromkeys(itertools.count())",
    "import itertools; a, *b = itertools.count()",
    "import itertools; sorted(itertools.count())",
    "import itertools; {}.update((x, 1) for x in itertools.count())",
    "import itertools, collections; collections.deque(itertools.count())",
    "import itertools; tuple(x for x in itertools.count())",
    "import itertools; frozenset(x for x in itertools.count())",
    "import itertools; ''.join(map(str, itertools.count()))",
    "import collections\nd = collections.deque()\nwhile True: d.append(1)",
    "s = set()\nwhile True: s.add(len(s))",
];

#[test]
fn memory_alone_ends_programs() -> Outcome {
    let limits = Limits { memory: Some(24 << 20), ..Limits::default() };
    let vm = Vm::builder().limits(limits).build();
    for source in HUNGRY {
        assert_eq!(fails(vm.exec(source)).kind(), ErrorKind::Limit(Passed::Memory), "{source}");
        vm.set_limits(Limits::default());
        vm.exec("for name in [n for n in globals() if n[0] != '_']: del globals()[name]")?;
        vm.set_limits(limits);
    }
    vm.exec("small = [object() for _ in range(1000)]")
}

#[test]
fn natives_use_fuel() {
    let vm = Vm::builder().limits(Limits { fuel: Some(100_000), ..Limits::default() }).build();
    for source in ["import itertools; sum(itertools.count())", "10 ** 10 ** 7", "while True: pass"] {
        assert_eq!(fails(vm.exec(source)).kind(), ErrorKind::Limit(Passed::Fuel), "{source}");
    }
}

#[test]
fn depth_and_output_are_limited() -> Outcome {
    let limits = Limits { depth: Some(50), output: Some(100), ..Limits::default() };
    let vm = Vm::builder().limits(limits).build();
    let deep = "def f(n): return f(n - 1) if n else 0\ntry: f(60)\nexcept RecursionError: pass";
    assert_eq!(fails(vm.exec(deep)).kind(), ErrorKind::Limit(Passed::Depth));
    vm.exec("f(40)")?;
    let (result, output) = vm.capture(|vm| vm.exec("while True: print('0123456789')"));
    assert_eq!(fails(result).kind(), ErrorKind::Limit(Passed::Output));
    assert_eq!(output.stdout.len(), 100);
    Ok(())
}
