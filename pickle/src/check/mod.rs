//! A verdict on a pickle, by default that it is not to be trusted: what a loader would import and call.
//!
//! The stream is read as a [`Graph`] by the decoder that the loaders use, dropped objects included, and every name and
//! call in it is judged. A name that no list knows is `unknown`, never clean.

mod names;

use crate::graph::{Graph, How, Instance, Limits, Node, NodeId};
use crate::opcode::Opcode;
use crate::wire::reader::{Decoder, Op, Payload};
use std::fmt;

pub use names::Standing;

/// How far a pickle is to be trusted; later is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing but built-in containers and scalars.
    Data,
    /// Classes and functions of the standard library that only make values.
    Known,
    /// Names that no list knows.
    Unknown,
    /// Calls of functions that no list knows, or of known ones in ways that may cost much.
    Calls,
    /// Names that run code, reach for files or for processes.
    Dangerous,
    /// No pickle.
    Malformed,
}

impl Verdict {
    /// Its name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Data => "data",
            Verdict::Known => "known",
            Verdict::Unknown => "unknown",
            Verdict::Calls => "calls",
            Verdict::Dangerous => "dangerous",
            Verdict::Malformed => "malformed",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where in the stream its opcode stands.
    pub offset: u64,
    /// What it alone would be judged as.
    pub verdict: Verdict,
    /// What it is: `os.system`, `call of os.system`.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.offset, self.verdict, self.what)
    }
}

/// What was found in a pickle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The worst of the findings; `data` where there are none.
    pub verdict: Verdict,
    /// In the order of the stream.
    pub findings: Vec<Finding>,
    /// Bytes of the pickle; what follows it was not looked at.
    pub length: usize,
}

/// Judges the first pickle in `data`.
///
/// ```
/// use pyvm_pickle::check::{Verdict, check};
///
/// assert_eq!(check(b"\x80\x02]K\x01a.").verdict, Verdict::Data);
/// let report = check(b"cos\nsystem\n(S'ls'\ntR.");
/// assert_eq!(report.verdict, Verdict::Dangerous);
/// assert_eq!(report.findings[0].to_string(), "0: dangerous: os.system");
/// ```
#[must_use]
pub fn check(data: &[u8]) -> Report {
    check_within(data, Limits::default())
}

/// Judges the first pickle in `data`; one that passes the limits counts as malformed.
#[must_use]
pub fn check_within(data: &[u8], limits: Limits) -> Report {
    match Graph::with_limits(data, limits) {
        Ok((graph, length)) => {
            let mut report = judge(&graph, length);
            if let Some(offset) = crossed_frame(data) {
                let what = "crosses the end of its frame: `load` of a file reads something else".to_owned();
                report.findings.push(Finding { offset, verdict: Verdict::Malformed, what });
                report.findings.sort_by_key(|f| f.offset);
                report.verdict = Verdict::Malformed;
            }
            report
        }
        Err(error) => {
            let offset = error.offset();
            let finding = Finding { offset, verdict: Verdict::Malformed, what: error.to_string() };
            Report { verdict: Verdict::Malformed, findings: vec![finding], length: 0 }
        }
    }
}

/// The first opcode that begins in a frame and ends behind it. In memory that means nothing; of a file C `_pickle` reads a
/// frame at once and forgets what is left of it.
fn crossed_frame(data: &[u8]) -> Option<u64> {
    let (mut decoder, mut frame_end) = (Decoder::new(data), 0);
    loop {
        let op = decoder.next().ok().flatten()?;
        let (offset, code, arg) = (op.offset, op.code, frame_length(&op));
        let end = decoder.position().saturating_add(arg);
        if offset < frame_end && end > frame_end {
            return Some(offset);
        }
        match code {
            Opcode::Stop => return None,
            Opcode::Frame => frame_end = frame_end.max(end),
            _ => {}
        }
    }
}

fn frame_length(op: &Op<'_>) -> u64 {
    match op.arg {
        Payload::Unsigned(length) if op.code == Opcode::Frame => length,
        _ => 0,
    }
}

fn judge(graph: &Graph, length: usize) -> Report {
    let mut findings = Vec::new();
    for (id, node) in graph.nodes() {
        let found = match node {
            Node::Global { .. } => Some(global(graph, id)),
            Node::Instance(instance) => call(graph, instance),
            Node::Ext(code) => Some((Verdict::Unknown, format!("extension {code}"))),
            Node::Persistent(_) => Some((Verdict::Unknown, "persistent object".to_owned())),
            _ => None,
        };
        findings.extend(found.map(|(verdict, what)| Finding { offset: graph.offset(id), verdict, what }));
    }
    let verdict = findings.iter().map(|f| f.verdict).max().unwrap_or(Verdict::Data);
    Report { verdict, findings, length }
}

fn global(graph: &Graph, id: NodeId) -> (Verdict, String) {
    let Some((module, name)) = graph.global(id) else {
        return (Verdict::Dangerous, "a name that is no text".to_owned());
    };
    let verdict = match names::standing(module, name) {
        Standing::Value | Standing::Maker => Verdict::Known,
        Standing::Dangerous => Verdict::Dangerous,
        Standing::Unknown => Verdict::Unknown,
    };
    (verdict, format!("{module}.{name}"))
}

/// What is wrong with a call; names are judged by themselves.
fn call(graph: &Graph, instance: &Instance) -> Option<(Verdict, String)> {
    if let Some((setter, _)) = instance.setter
        && !graph.global(setter).is_some_and(|(m, n)| names::standing(m, n) == Standing::Maker)
    {
        return Some((Verdict::Calls, "call of a state setter".to_owned()));
    }
    let Some((module, name)) = graph.global(instance.class) else {
        return Some((Verdict::Dangerous, "call of what a call gave".to_owned()));
    };
    match (names::standing(module, name), instance.how) {
        // Making an instance runs `__new__` alone; what the class is like is said of its name.
        (_, How::NewObj | How::NewObjEx) => None,
        (Standing::Dangerous, _) => Some((Verdict::Dangerous, format!("call of {module}.{name}"))),
        (Standing::Unknown, _) => Some((Verdict::Calls, format!("call of {module}.{name}"))),
        (Standing::Value | Standing::Maker, _) if costs(graph, name, instance.args) => {
            Some((Verdict::Calls, format!("call of {module}.{name} with a size")))
        }
        (Standing::Value | Standing::Maker, _) => None,
    }
}

/// Whether a known constructor is asked for something of a size that the stream does not hold.
fn costs(graph: &Graph, name: &str, args: NodeId) -> bool {
    let sized =
        matches!(name, "bytearray" | "bytes" | "list" | "tuple" | "set" | "frozenset" | "Fraction" | "int");
    let is_plain = |id: &NodeId| match graph.node(*id) {
        Node::Int(_) | Node::BigInt(_) => name == "int" || name == "Fraction",
        Node::Instance(_) | Node::Global { .. } => false,
        // `Fraction('1e50000000')` is a number of fifty million digits.
        Node::Str(text) => name != "Fraction" || !text.as_bytes().iter().any(|b| matches!(b, b'e' | b'E')),
        _ => true,
    };
    sized && !graph.tuple(args).iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(data: &[u8]) -> Verdict {
        check(data).verdict
    }

    #[test]
    fn an_unlisted_name_is_never_clean() {
        assert_eq!(verdict(b"cmine\nThing\n."), Verdict::Unknown);
        assert_eq!(verdict(b"cmine\nThing\n)\x81."), Verdict::Unknown);
        assert_eq!(verdict(b"cmine\nThing\n)R."), Verdict::Calls);
        assert_eq!(verdict(b"ccollections\nOrderedDict\n)R."), Verdict::Known);
        assert_eq!(verdict(b"\x82\x01."), Verdict::Unknown);
        assert_eq!(verdict(b"Pid\n."), Verdict::Unknown);
    }

    #[test]
    fn what_was_dropped_counts() {
        assert_eq!(verdict(b"cos\nsystem\n(S'ls'\ntR0N."), Verdict::Dangerous);
        assert_eq!(verdict(b"(cos\nsystem\n1N."), Verdict::Dangerous);
    }

    #[test]
    fn old_and_new_names_are_one() {
        assert_eq!(verdict(b"c__builtin__\neval\n."), Verdict::Dangerous);
        assert_eq!(verdict(b"ccopy_reg\n_reconstructor\n."), Verdict::Known);
        assert_eq!(verdict(b"cbuiltins\nset.__init__\n."), Verdict::Unknown);
        assert_eq!(verdict(b"cos.path\njoin\n."), Verdict::Dangerous);
    }

    #[test]
    fn known_makers_of_much_are_calls() {
        assert_eq!(verdict(b"c__builtin__\nbytearray\n(I8589934592\ntR."), Verdict::Calls);
        assert_eq!(verdict(b"cfractions\nFraction\n(S'1e50000000'\ntR."), Verdict::Calls);
        assert_eq!(verdict(b"cfractions\nFraction\n(S'1/3'\ntR."), Verdict::Known);
        assert_eq!(verdict(b"c__builtin__\nset\n((lp0\nI1\natR."), Verdict::Known);
    }

    #[test]
    fn frames_hold_whole_opcodes() {
        // From memory this is the name `os.path`; from a file the frame ends inside it.
        let crossing = b"\x80\x04\x95\x04\0\0\0\0\0\0\0]c12os\npath\n.";
        let report = check(crossing);
        assert_eq!((report.verdict, report.findings[0].offset), (Verdict::Malformed, 12));
        assert_eq!(verdict(b"\x80\x04\x95\x03\0\0\0\0\0\0\0]N.\x95\x03"), Verdict::Data);
        assert_eq!(verdict(b"\x80\x04\x95\x02\0\0\0\0\0\0\0]N\x95\x02\0\0\0\0\0\0\0N."), Verdict::Data);
    }

    #[test]
    fn malformed_streams_say_where() {
        let report = check(b"\x80\x04K");
        assert_eq!((report.verdict, report.findings[0].offset), (Verdict::Malformed, 2));
        assert_eq!(verdict(b""), Verdict::Malformed);
    }
}
