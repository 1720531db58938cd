//! Bad and deep input: damaged pickles raise and nothing else, and depth costs no native stack.

use std::fs;
use std::path::Path;

use pyvm_pickle::check;
use pyvm_pickle::graph::Node;
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
