//! What policies allow and refuse, and the limits that hold.

use super::*;

fn refused(policy: &Policy, data: &[u8]) -> Vec<String> {
    match policy.review(data, Limits::strict()) {
        Err(Refused::Names { names, .. }) => names,
        Err(Refused::Graph(error)) => vec![error.to_string()],
        Ok(_) => Vec::new(),
    }
}

#[test]
fn classes_and_calls_are_apart() {
    let class = Policy::data_only().allow_class("m.K");
    let call = Policy::data_only().allow_call("m.K");
    let (made, called) = (b"\x80\x02cm\nK\n)\x81.", b"\x80\x02cm\nK\n)R.");
    assert!(refused(&class, made).is_empty() && refused(&call, called).is_empty());
    assert_eq!(refused(&class, called), ["call of m.K"]);
    assert_eq!(refused(&call, made), ["call of m.K"]);
    assert!(refused(&class, b"ccopy_reg\n_reconstructor\n(cm\nK\nc__builtin__\nobject\nNtR.").is_empty());
    assert_eq!(
        refused(&class, b"ccopy_reg\n_reconstructor\n(cm\nL\nc__builtin__\nobject\nNtR."),
        ["m.L", "call of copyreg._reconstructor"]
    );
}

#[test]
fn dotted_names_extensions_and_sizes_are_refused() {
    let policy = Policy::data_only().allow_class("m.K");
    assert_eq!(refused(&policy, b"\x80\x04\x8c\x01m\x8c\x03K.f\x93."), ["m.K.f"]);
    assert_eq!(refused(&policy, b"\x82\x01."), ["extension 1"]);
    assert_eq!(
        refused(&policy, b"c__builtin__\nbytearray\n(I8589934592\ntR."),
        ["call of builtins.bytearray with these arguments"]
    );
    let calls = |text: &str| refused(&policy, format!("c_codecs\nencode\n(Va\n{text}tR.").as_bytes());
    assert!(calls("Vlatin1\n").is_empty());
    assert_eq!(calls("Vany_module\n"), ["call of _codecs.encode with these arguments"]);
    assert_eq!(calls(""), ["call of _codecs.encode with these arguments"]);
    // State is set on what this load made, never on a class.
    assert!(!refused(&policy, b"cm\nK\n}b.").is_empty());
}

fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pickle_samples");
    std::fs::read(format!("{folder}/{name}.pickle")).unwrap()
}

#[test]
fn values_of_the_library_pass_in_every_protocol() {
    let policy =
        Policy::stdlib().allow_class("shop.Order").allow_class("shop.Point").allow_call("shop.Colour");
    for protocol in 0..6 {
        let data = sample(&format!("stdlib-p{protocol}"));
        assert_eq!(refused(&policy, &data), [""; 0], "protocol {protocol}");
        let names = refused(&Policy::data_only(), &data);
        assert!(names.contains(&"decimal.Decimal".to_owned()), "{names:?}");
    }
}

#[test]
fn arguments_have_the_shape_that_pickles_give_them() {
    let policy = Policy::stdlib().allow_class("m.K");
    let with = |call: &str| vec![format!("call of {call} with these arguments")];
    let call = |text: &str| refused(&policy, text.as_bytes());
    // What a call gave may be larger than the pickle: only containers that the pickle holds are taken apart.
    let range = "c__builtin__\nxrange\n(I1000000000\ntR";
    assert!(call(&format!("{range}.")).is_empty());
    for name in [
        "builtins.set",
        "builtins.frozenset",
        "collections.deque",
        "collections.Counter",
        "collections.OrderedDict",
    ] {
        let (module, attribute) = name.split_once('.').unwrap();
        assert_eq!(call(&format!("c{module}\n{attribute}\n({range}tR.")), with(name));
    }
    assert_eq!(call(&format!("cbuiltins\nbytearray\n({range}tR.")), with("builtins.bytearray"));
    assert_eq!(call("cbuiltins\nbytes\n(I8589934592\ntR."), with("builtins.bytes"));
    assert_eq!(call("cfractions\nFraction\n(V1e50000000\ntR."), with("fractions.Fraction"));
    assert_eq!(call("cbuiltins\ncomplex\n(V1\ntR."), with("builtins.complex"));
    assert_eq!(call("ctypes\nSimpleNamespace\n(}tR."), with("types.SimpleNamespace"));
    assert!(call("ccollections\ndefaultdict\n(c__builtin__\nlist\ntR.").is_empty());
    assert_eq!(call(&format!("ccollections\ndefaultdict\n({range}tR.")), with("collections.defaultdict"));
    assert!(call("ccollections\ndeque\n((lI5\ntR.").is_empty());
    assert_eq!(
        call("ccopy_reg\n_reconstructor\n(cm\nK\nc__builtin__\nbytes\nI9999999999\ntR."),
        ["call of copyreg._reconstructor"]
    );
    assert!(call("ccopy_reg\n_reconstructor\n(cm\nK\nc__builtin__\nlist\n(ltR.").is_empty());
}

#[test]
fn large_numbers_in_fractions_are_refused() {
    let number =
        |bytes: usize| [&[0x8b][..], &u32::try_from(bytes).unwrap().to_le_bytes(), &vec![1; bytes]].concat();
    let fraction = |bytes| [b"\x80\x02cfractions\nFraction\n", &number(bytes)[..], b"K\x03\x86R."].concat();
    assert!(refused(&Policy::stdlib(), &fraction(100)).is_empty());
    assert_eq!(
        refused(&Policy::stdlib(), &fraction(100_000)),
        ["call of fractions.Fraction with these arguments"]
    );
}

#[test]
fn state_goes_to_what_this_load_made() {
    let policy = Policy::stdlib().allow_call("m.shared").allow_class("m.K");
    assert!(refused(&policy, b"cm\nshared\n)R.").is_empty());
    for filled in [&b"cm\nshared\n)R}b."[..], b"cm\nshared\n)RNa.", b"cm\nshared\n)RNNs."] {
        assert_eq!(refused(&policy, filled), ["state of m.shared"]);
    }
    // A member of an enumeration is there once for all.
    assert_eq!(refused(&policy, b"cuuid\nSafeUUID\n(I0\ntR}Va\nNsb."), ["state of uuid.SafeUUID"]);
    // Names themselves take nothing.
    for named in [&b"cm\nK\n}b."[..], b"cm\nK\nNa.", b"cm\nK\nNNs."] {
        assert_eq!(refused(&policy, named).len(), 1);
    }
}

#[test]
fn state_does_not_change_what_an_object_is() {
    let policy = Policy::stdlib().allow_class("m.K");
    let state = |text: &str| refused(&policy, &[b"\x80\x02cm\nK\n)\x81", text.as_bytes(), b"b."].concat());
    assert!(state("}Vname\nNs").is_empty());
    let slots =
        |name: &str| refused(&policy, &[b"\x80\x02cm\nK\n)\x81N}V", name.as_bytes(), b"\nNs\x86b."].concat());
    assert!(slots("name").is_empty());
    assert_eq!(slots("__class__"), ["attribute __class__ of m.K"]);
    assert_eq!(state("}V__class__\nNs"), ["attribute __class__ of m.K"]);
    let error = b"cbuiltins\nValueError\n)R}V__class__\ncbuiltins\nTypeError\nsb.";
    assert_eq!(refused(&policy, error), ["attribute __class__ of builtins.ValueError"]);
    assert!(refused(&policy, b"cbuiltins\nValueError\n)R}V__notes__\n(lsb.").is_empty());
}

#[test]
fn names_of_python_2_are_those_of_python_3() {
    let policy = Policy::stdlib();
    for text in [
        "c__builtin__\nxrange\n(I1\nI2\ntR.",
        "cUserDict\nUserDict\n.",
        "cexceptions\nStandardError\n(VA\ntR.",
        "c__builtin__\nunicode\n.",
        "c__builtin__\nlong\n.",
    ] {
        assert_eq!(refused(&policy, text.as_bytes()), [""; 0], "{text}");
    }
    assert_eq!(refused(&policy, b"curllib\nurlopen\n."), ["urllib.request.urlopen"]);
    assert_eq!(refused(&policy, b"ccommands\ngetoutput\n."), ["subprocess.getoutput"]);
    // A module of the user's may be called as one of Python 2 was.
    let own = Policy::data_only().allow_class("commands.Command");
    let object =
        |class| Resolved::Object { module: "commands".to_owned(), name: "Command".to_owned(), class };
    assert_eq!(own.resolve("commands", "Command"), object(true));
    assert_eq!(own.resolve("commands", "getoutput"), Resolved::Refused);
}

#[test]
fn stand_ins_are_for_a_module_and_what_lies_below() {
    let policy = Policy::data_only().stand_in("numpy.*").stand_in("m.K");
    for (module, name, want) in [
        ("numpy", "dtype", Resolved::StandIn),
        ("numpy.core.multiarray", "_reconstruct", Resolved::StandIn),
        ("numpy", "a.b", Resolved::StandIn),
        ("numpyx", "dtype", Resolved::Refused),
        ("m", "K", Resolved::StandIn),
        ("m", "K.f", Resolved::Refused),
        ("m.K", "f", Resolved::Refused),
    ] {
        assert_eq!(policy.resolve(module, name), want, "{module}.{name}");
    }
    // What is inert does nothing, whatever it is called with; what it is called with is looked at all the same.
    assert!(refused(&policy, b"cm\nK\n(I1\ntR}b.").is_empty());
    assert_eq!(refused(&policy, b"cm\nK\n(cos\nsystem\ntR."), ["os.system"]);
    let both = Policy::stdlib().and(policy);
    assert_eq!((both.resolve("m", "K"), both.has_stand_ins()), (Resolved::StandIn, true));
}

#[test]
fn arrays_have_the_bytes_that_their_shape_asks_for() {
    let policy = Policy::numpy();
    for version in [1, 2] {
        for name in
            ["f8-p0", "f8-p2", "f8-p4", "f8-p5", "fortran-p2", "fortran-p5", "shared-p4", "objects-p4"]
        {
            let data = sample(&format!("numpy{version}-{name}"));
            assert_eq!(refused(&policy, &data), [""; 0], "numpy{version}-{name}");
        }
        let mut data = sample(&format!("numpy{version}-f8-p4"));
        let at = data.windows(4).position(|w| w == b"K\x02K\x03").unwrap();
        data[at + 1] = 200;
        assert_eq!(refused(&policy, &data), ["array whose shape and type ask for other bytes"]);
        let mut data = sample(&format!("numpy{version}-objects-p4"));
        let at = data.windows(3).position(|w| w == b"K\x02\x85").unwrap();
        data[at + 1] = 3;
        assert_eq!(refused(&policy, &data), ["array whose shape and type ask for other bytes"]);
    }
}

#[test]
fn tensors_lie_in_their_storage() {
    let policy = Policy::torch();
    let data = sample("torch-p2");
    assert_eq!(refused(&policy, &data), [""; 0]);
    assert!(
        refused(&Policy::data_only().stand_in("torch.*"), &data).contains(&"persistent object".to_owned())
    );
    let tensor = |offset: i64, size: i64, stride: i64| {
        let storage = "((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI4\ntQ";
        let text = format!(
            "ctorch._utils\n_rebuild_tensor_v2\n{storage}I{offset}\n(I{size}\nt(I{stride}\ntI00\nNtR."
        );
        refused(&policy, text.as_bytes())
    };
    assert!(tensor(0, 4, 1).is_empty() && tensor(1, 3, 1).is_empty() && tensor(9, 0, 9).is_empty());
    for wrong in [(1, 4, 1), (0, 4, 2), (-1, 2, 1), (0, i64::MAX, i64::MAX), (4, 1, 1)] {
        assert_eq!(
            tensor(wrong.0, wrong.1, wrong.2),
            ["tensor that does not lie in its storage"],
            "{wrong:?}"
        );
    }
}

/// What limit a stream passes.
fn passed(data: &[u8], limits: Limits) -> &'static str {
    match Policy::data_only().review(data, limits) {
        Err(Refused::Graph(GraphError::Limit { what, .. })) => what,
        Err(_) => "refused",
        Ok(_) => "",
    }
}

#[test]
fn limits_hold_for_every_way_to_grow() {
    let strict = Limits { bytes: 1 << 20, nodes: 1000, depth: 100 };
    let many = |part: &[u8], n: usize, end: &[u8]| [&b"\x80\x04"[..], &part.repeat(n), end].concat();
    assert_eq!(passed(&many(b"N0", 2000, b"N."), strict), "nodes");
    assert_eq!(passed(&many(b"]", 200, &[&b"a".repeat(199)[..], b"."].concat()), strict), "levels");
    assert_eq!(passed(&many(b"(", 200, b"N."), strict), "marks");
    assert_eq!(passed(&many(b"N\x85\x85", 600, b"."), strict), "nodes");
    // One object in a memo of any size, and one that is on the stack again and again.
    assert_eq!(passed(&[&b"N"[..], &b"\x94".repeat(400_000), b"."].concat(), strict), "bytes");
    assert_eq!(passed(&[&b"N"[..], &b"r\xff\xff\xff\xff".repeat(400_000), b"."].concat(), strict), "bytes");
    assert_eq!(passed(&[&b"Nq\x00"[..], &b"h\x00".repeat(400_000), b"."].concat(), strict), "bytes");
    assert_eq!(passed(&[&b"N"[..], &b"2".repeat(400_000), b"."].concat(), strict), "bytes");
    // Doubling: each level holds the one before twice.
    let bomb = [&b"]q\x00"[..], &b"(h\x00h\x00lq\x00".repeat(300), b"."].concat();
    assert_eq!(passed(&bomb, strict), "levels");
    // Calls of calls.
    let calls = [&b"c__builtin__\nset\n(l"[..], &b"\x85c__builtin__\nset\n".repeat(3)].concat();
    assert_eq!(passed(&calls, strict), "refused");
}

#[test]
fn lengths_are_declared_in_vain() {
    for code in [b'B', b'X', b'T', b'\x8b', b'\x8d', b'\x8e', b'\x95', b'\x96'] {
        for fill in [0xff, 0x7f, 0x3f] {
            let data = [&b"\x80\x05"[..], &[code], &[fill; 8], b"abc."].concat();
            assert_eq!(passed(&data, Limits::strict()), "refused");
        }
    }
    // A memo index of 2**31 is a place like another.
    assert_eq!(passed(b"Nr\xff\xff\xff\x7f0j\xff\xff\xff\x7f.", Limits::strict()), "");
    assert_eq!(passed(b"Np2147483648\n0g2147483648\n.", Limits::strict()), "");
}
