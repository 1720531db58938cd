//! Bad and deep input: damaged pickles raise and nothing else, and depth costs no native stack.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use pyvm::{ErrorKind, Obj};
use pyvm_pickle::check;
use pyvm_pickle::compat;
use pyvm_pickle::graph::Node;
use pyvm_pickle::policy::Policy;
use pyvm_pickle::unpickler::{self, Options};
use pyvm_pickle::{Graph, Limits};
use pyvm_vm::vm::Vm;

/// The pickles of the corpus.
fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/pickle_corpus");
    let mut files: Vec<_> = fs::read_dir(folder).expect("the corpus").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "corpus"));
    files.sort();
    files.iter().flat_map(|path| records(&fs::read(path).expect("a file of the corpus"))).collect()
}

/// `NAME LENGTH\n` and then the pickle, again and again.
fn records(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]);
        let length: usize = head.rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a length");
        found.push(rest[end + 1..end + 1 + length].to_vec());
        rest = &rest[end + 1 + length..];
    }
    found
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// One of the ways a stream gets damaged.
fn damaged(random: &mut Random, data: &[u8], other: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    let at = random.below(data.len());
    match random.below(7) {
        0 => data.truncate(at),
        1 => data[at] = random.below(256) as u8,
        2 => drop(data.drain(at..(at + 1 + random.below(8)).min(data.len()))),
        3 => data.insert(at, b"(.0123tle}]u\x80\x95\x94\x93\x92\x81Rbo"[random.below(21)]),
        4 => data[at] ^= 1 << random.below(8),
        5 => data[at..].fill(0xff),
        _ => {
            data.truncate(at);
            data.extend_from_slice(&other[random.below(other.len())..]);
        }
    }
    data
}

fn vm() -> Vm {
    let vm = Vm::bare();
    pyvm_stdlib::install(&vm).expect("a machine");
    vm
}

#[test]
fn damaged_pickles_raise_and_nothing_else() {
    let (vm, options) = (vm(), Options::default());
    let corpus = corpus();
    assert!(corpus.len() > 1000);
    let mut random = Random(1);
    let mut failed = 0;
    for data in corpus.iter().filter(|d| d.len() < 2000) {
        for _ in 0..4 {
            let other = &corpus[random.below(corpus.len())];
            let data = damaged(&mut random, data, other);
            match unpickler::loads(&vm, &data, &options) {
                Ok(_) => {}
                Err(error) => {
                    failed += 1;
                    vm.str(&error.to_value()).expect("a message");
                }
            }
        }
    }
    assert!(failed > 1000);
}

#[test]
fn every_prefix_of_a_pickle_raises() {
    let (vm, options) = (vm(), Options::default());
    for data in corpus().iter().filter(|d| d.len() < 120).step_by(7) {
        for end in 0..data.len() {
            assert!(unpickler::loads(&vm, &data[..end], &options).is_err());
        }
    }
}

#[test]
fn lengths_that_no_memory_holds_raise() {
    let (vm, options) = (vm(), Options::default());
    for code in [b'B', b'X', b'T', b'\x8b', b'\x8d', b'\x8e', b'\x95', b'\x96'] {
        for fill in [0xff, 0x7f, 0x3f] {
            let data = [&[code][..], &[fill; 8], b"abc."].concat();
            assert!(unpickler::loads(&vm, &data, &options).is_err());
        }
    }
    for data in [&b"Nr\xff\xff\xff\xff0j\xff\xff\xff\xff."[..], b"Np99999999999\n0g99999999999\n."] {
        assert!(unpickler::loads(&vm, data, &options).is_ok());
    }
}

#[test]
fn depth_costs_no_native_stack() {
    // A million, where the loop is compiled for speed.
    let n = if cfg!(debug_assertions) { 200_000 } else { 1_000_000 };
    let source = "
import copy, pickle, pickletools
class Node: pass
class Slot: __slots__ = 'next'
def nested(make, n=N):
    inner = None
    for _ in range(n):
        inner = make(inner)
    return inner
def node(inner, made=Node):
    made = made()
    made.next = inner
    return made
def depth(obj, step):
    n = 0
    while obj is not None:
        obj = step(obj)
        n += 1
    return n
for make, step in (((lambda x: [x]), (lambda x: x[0])), ((lambda x: (x,)), (lambda x: x[0])),
                   ((lambda x: {0: x}), (lambda x: x[0])), (node, (lambda x: x.next)),
                   ((lambda x: node(x, Slot)), (lambda x: x.next))):
    data = pickletools.optimize(pickle.dumps(nested(make), 4))
    assert depth(pickle.loads(data), step) == N
    some = nested(make, N // 20)
    assert depth(copy.deepcopy(some), step) == N // 20
";
    if let Err(error) = pyvm::Vm::new().exec(&format!("N = {n}\n{source}")) {
        panic!("{}", error.report());
    }
}

/// Names that a loader asks for, in order, when every one of them leads to a class that takes anything.
const RECORDER: &str = "
import pickle
class Anything:
    def __new__(cls, *args, **keywords): return object.__new__(cls)
    def __init__(self, *args, **keywords): pass
    def __call__(self, *args, **keywords): return Anything()
    def __setstate__(self, state): pass
    def __setitem__(self, key, value): pass
    def append(self, item): pass
    def add(self, item): pass
class Recorder(pickle.Unpickler):
    def find_class(self, module, name):
        asked.append(module + ' ' + name)
        return Anything
    def persistent_load(self, pid):
        asked.append('persistent')
        return Anything()
def names(data):
    global asked
    asked = []
    try:
        Recorder(__import__('io').BytesIO(data), buffers=[b'']).load()
    except Exception:
        pass
    return [name for name in asked if name.isascii()]
";

#[test]
fn a_review_sees_every_name_that_a_loader_asks_for() {
    let vm = pyvm::Vm::new();
    vm.exec(RECORDER).expect("the recorder");
    let names: pyvm::Obj = vm.get("names").expect("a function");
    let corpus: Vec<_> = corpus().into_iter().filter(|d| d.len() < 600).collect();
    let mut random = Random(7);
    let (mut read, mut asked) = (0, 0);
    for _ in 0..if cfg!(debug_assertions) { 20_000 } else { 200_000 } {
        let mut data = corpus[random.below(corpus.len())].clone();
        for _ in 0..1 + random.below(3) {
            let other = &corpus[random.below(corpus.len())];
            data = damaged(&mut random, &data, other);
            if data.is_empty() {
                break;
            }
        }
        // Frames that hold no whole opcodes are read otherwise from a file, and refused.
        if check::check_within(&data, Limits::strict()).verdict == check::Verdict::Malformed {
            continue;
        }
        let Ok((graph, _)) = Graph::with_limits(&data, Limits::strict()) else { continue };
        read += 1;
        let seen: Vec<String> = graph
            .nodes()
            .filter_map(|(id, node)| match node {
                Node::Persistent(_) => Some("persistent".to_owned()),
                _ => graph.global(id).map(|(module, name)| format!("{module} {name}")),
            })
            .collect();
        let wanted: Vec<String> = names.call((data.as_slice(),)).expect("a list");
        for name in wanted {
            asked += 1;
            assert!(seen.contains(&name), "{name:?} of {data:?} is not among {seen:?}");
        }
    }
    assert!(read > 300 && asked > 300, "{read} graphs, {asked} names");
}

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/pickle_samples");
    fs::read(folder.join(format!("{name}.pickle"))).expect("a sample")
}

#[test]
fn stand_ins_pickle_to_the_same_bytes() {
    let vm = pyvm::Vm::new();
    let same = |data: &[u8], policy: Policy, protocol: u8| {
        let object: Obj = vm.unpickler().policy(policy).from_slice(data).expect("stand-ins");
        let again = vm.pickler().protocol(protocol).to_vec(object).expect("a pickle");
        assert!(again == data, "protocol {protocol}: {data:?} {again:?}");
    };
    for version in [1, 2] {
        for (name, protocol) in [
            ("f8", 0),
            ("f8", 2),
            ("f8", 4),
            ("f8", 5),
            ("fortran", 2),
            ("fortran", 5),
            ("shared", 4),
            ("objects", 4),
        ] {
            same(&sample(&format!("numpy{version}-{name}-p{protocol}")), Policy::numpy(), protocol);
        }
    }
    same(&sample("torch-p2"), Policy::torch(), 2);
    for protocol in 0..6 {
        same(&sample(&format!("stdlib-p{protocol}")), everything(), protocol);
    }
    let modules: Vec<String> =
        vm.eval("[m for m in __import__('sys').modules if m in ('numpy', 'torch', 'shop')]").expect("names");
    assert!(modules.is_empty(), "{modules:?}");
}

/// Stand-ins for all that the sample of the library's values holds beyond built-in data.
fn everything() -> Policy {
    let names = ["collections.*", "datetime.*", "decimal.*", "fractions.*", "pathlib.*", "shop.*", "uuid.*"];
    let policy = names.iter().fold(Policy::data_only(), |policy, name| policy.stand_in(name));
    policy.allow_call("ValueError")
}

#[test]
fn stand_ins_say_what_they_are() -> Result<(), pyvm::Error> {
    let vm = pyvm::Vm::new();
    let policy = Policy::data_only().stand_in("lab.*");
    let load = |data: &[u8]| vm.unpickler().policy(policy.clone()).from_slice::<Obj>(data);
    let shown = |object: &Obj, name: &str| object.getattr::<Obj>(name)?.repr();
    let made = load(b"\x80\x04\x8c\x07lab.one\x8c\x03K.L\x93K\x01\x85R}K\x02NsbK\x03aK\x04K\x05s.")?;
    assert_eq!(made.getattr::<Obj>("__class__")?.repr()?, "<stand-in for lab.one.K.L>");
    assert_eq!(shown(&made, "callable")?, "<stand-in for lab.one.K.L>");
    assert_eq!(shown(&made, "args")?, "(1,)");
    assert_eq!(shown(&made, "state")?, "{2: None}");
    assert_eq!(shown(&made, "list_items")?, "[3]");
    assert_eq!(shown(&made, "dict_items")?, "[(4, 5)]");
    let new = load(b"\x80\x02clab\nK\nK\x01\x85\x81.")?;
    assert_eq!(shown(&new, "args")?, "(<stand-in for lab.K>, 1)");
    let rebuilt = load(b"ccopy_reg\n_reconstructor\n(clab\nK\nc__builtin__\nobject\nNtR}b.")?;
    assert_eq!(shown(&rebuilt, "__class__")?, "<stand-in for lab.K>");
    let pid = vm.unpickler().policy(Policy::data_only().allow_persistent()).from_slice::<Obj>(b"Pabc\n.")?;
    assert_eq!(pid.repr()?, "<stand-in for persistent id 'abc'>");
    assert_eq!(vm.dumps(&pid).unwrap_err().class_name(), "_pickle.PicklingError");
    assert_eq!(vm.pickler().protocol(0).to_vec(pid)?, b"Pabc\n.");
    Ok(())
}

#[test]
fn policies_load_what_they_have_listed() -> Result<(), pyvm::Error> {
    let vm = pyvm::Vm::new();
    vm.add_source(
        "shop",
        "class Order: pass\nclass Bag(dict): pass\ndef order(): return Order()\nloaded = []",
    )?;
    let policy = Policy::stdlib().allow_class("shop.Order").allow_class("shop.Bag").allow_class("shop.order");
    let load =
        |data: &[u8]| vm.unpickler().policy(policy.clone()).limits(Limits::strict()).from_slice::<Obj>(data);
    // In protocol 4 too, names of Python 2 are taken for those of Python 3.
    assert_eq!(load(b"\x80\x04c__builtin__\nset\n]K\x01a\x85R.")?.repr()?, "{1}");
    assert_eq!(load(b"\x80\x02cfractions\nFraction\nK\x01K\x03\x86R.")?.repr()?, "Fraction(1, 3)");
    assert_eq!(load(b"\x80\x02cshop\nOrder\n)\x81}X\x02\0\0\0idK\x07sb.")?.getattr::<u32>("id")?, 7);
    assert_eq!(load(b"\x80\x02cshop\nBag\n)\x81K\x01K\x02s.")?.repr()?, "{1: 2}");
    let error = load(b"\x80\x02cshop\norder\n)\x81.").unwrap_err();
    assert_eq!(error.message(), "shop.order is not a class");
    let main = vm.unpickler().main_is("shop").policy(policy.clone());
    assert!(main.from_slice::<Obj>(b"\x80\x02c__main__\nOrder\n)\x81.").is_ok());
    // Refused is said before anything is imported.
    let error = load(b"\x80\x02cshop\nOrder\n)\x81cantigravity\nx\n\x85b.").unwrap_err();
    assert_eq!((error.kind(), error.class_name()), (ErrorKind::Refused, "_pickle.UnpicklingError"));
    let refused = error.refused().expect("names");
    assert_eq!((refused.names(), refused.offset()), (&["antigravity.x".to_owned()][..], 16));
    assert!(!vm.eval::<bool>("'antigravity' in __import__('sys').modules")?);
    let deep = [&b"("[..]; 2000].concat();
    assert_eq!(load(&deep).unwrap_err().kind(), ErrorKind::Refused);
    assert_eq!(
        vm.unpickler().limits(Limits::strict()).from_slice::<Obj>(&deep).unwrap_err().kind(),
        ErrorKind::Refused
    );
    Ok(())
}

#[test]
fn colliding_keys_end_with_the_time() {
    // A tuple of -1 and -2 in any order has one hash for all of them.
    let keys = (0..1_u32 << 16).map(|n| {
        let items =
            (0..17).map(|bit| if n >> bit & 1 == 0 { b"J\xff\xff\xff\xff" } else { b"J\xfe\xff\xff\xff" });
        [&b"("[..], &items.flatten().copied().collect::<Vec<u8>>(), b"tN"].concat()
    });
    let data = [&b"\x80\x04}("[..], &keys.collect::<Vec<_>>().concat(), b"u."].concat();
    let limits = pyvm::Limits { time: Some(Duration::from_millis(300)), ..Default::default() };
    let vm = pyvm::Vm::builder().limits(limits).build();
    let start = Instant::now();
    let Err(error) = vm.unpickler().policy(Policy::data_only()).from_slice::<Obj>(&data) else {
        panic!("no end");
    };
    assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn names_of_python_2_are_those_of_the_library() -> Result<(), pyvm::Error> {
    let vm = pyvm::Vm::new();
    let rows = "import _compat_pickle as c\nrows = [(*k, *v) for k, v in c.NAME_MAPPING.items()]\nmodules = list(c.IMPORT_MAPPING.items())";
    vm.exec(rows)?;
    let rows: Vec<(String, String, String, String)> = vm.eval("rows")?;
    assert!(rows.len() > 80);
    for (module, name, new_module, new_name) in &rows {
        assert_eq!(compat::to_python3(module, name), (new_module.as_str(), new_name.as_str()));
    }
    let modules: Vec<(String, String)> = vm.eval("modules")?;
    assert!(modules.len() > 50);
    for (module, new) in &modules {
        assert_eq!(compat::to_python3(module, "name"), (new.as_str(), "name"));
    }
    Ok(())
}
