//! Interned names that the VM itself uses.

use crate::heap::{Str, intern};
use crate::types::slots::CmpOp;

/// Declares [`Names`] from `field = "text",` rows.
macro_rules! names {
    ($($field:ident = $text:literal,)*) => {
        /// Interned names.
        pub struct Names {
            $(#[doc = concat!("`", $text, "`")] pub $field: Str,)*
        }

        impl Names {
            /// Interns every name.
            pub fn new() -> Names {
                Names { $($field: intern::intern_str($text),)* }
            }
        }

        impl Default for Names {
            fn default() -> Self {
                Names::new()
            }
        }
    };
}

names! {
    empty = "",
    abs = "__abs__",
    abstractmethods = "__abstractmethods__",
    add = "__add__",
    aenter = "__aenter__",
    aexit = "__aexit__",
    aiter = "__aiter__",
    all = "__all__",
    and = "__and__",
    anext = "__anext__",
    annotations = "__annotations__",
    await_ = "__await__",
    bases = "__bases__",
    bool = "__bool__",
    buffer = "__buffer__",
    build_class = "__build_class__",
    builtins = "__builtins__",
    bytes = "__bytes__",
    call = "__call__",
    class = "__class__",
    class_getitem = "__class_getitem__",
    classcell = "__classcell__",
    classdict = "__classdict__",
    close = "close",
    complex = "__complex__",
    contains = "__contains__",
    copyreg = "copyreg",
    del = "__del__",
    delattr = "__delattr__",
    delete = "__delete__",
    delitem = "__delitem__",
    dict = "__dict__",
    dir = "__dir__",
    divmod = "__divmod__",
    doc = "__doc__",
    enter = "__enter__",
    eq = "__eq__",
    exit = "__exit__",
    file = "__file__",
    firstlineno = "__firstlineno__",
    float = "__float__",
    floordiv = "__floordiv__",
    flush = "flush",
    format = "__format__",
    ge = "__ge__",
    get = "__get__",
    getattr = "__getattr__",
    getattribute = "__getattribute__",
    getitem = "__getitem__",
    getnewargs = "__getnewargs__",
    getnewargs_ex = "__getnewargs_ex__",
    getstate = "__getstate__",
    gt = "__gt__",
    hash = "__hash__",
    iadd = "__iadd__",
    iand = "__iand__",
    ifloordiv = "__ifloordiv__",
    ilshift = "__ilshift__",
    imatmul = "__imatmul__",
    import = "__import__",
    imul = "__imul__",
    index = "__index__",
    init = "__init__",
    init_subclass = "__init_subclass__",
    instancecheck = "__instancecheck__",
    int = "__int__",
    invert = "__invert__",
    ior = "__ior__",
    ipow = "__ipow__",
    irem = "__imod__",
    irshift = "__irshift__",
    isub = "__isub__",
    iter = "__iter__",
    itruediv = "__itruediv__",
    ixor = "__ixor__",
    keys = "keys",
    last_exc = "last_exc",
    le = "__le__",
    len = "__len__",
    length_hint = "__length_hint__",
    loader = "__loader__",
    lshift = "__lshift__",
    lt = "__lt__",
    main = "__main__",
    match_args = "__match_args__",
    matmul = "__matmul__",
    missing = "__missing__",
    module = "__module__",
    mro = "mro",
    mro_entries = "__mro_entries__",
    mul = "__mul__",
    name = "__name__",
    ne = "__ne__",
    neg = "__neg__",
    new = "__new__",
    next = "__next__",
    objclass = "__objclass__",
    or = "__or__",
    package = "__package__",
    path = "__path__",
    pos = "__pos__",
    pow = "__pow__",
    prepare = "__prepare__",
    qualname = "__qualname__",
    radd = "__radd__",
    rand = "__rand__",
    rdivmod = "__rdivmod__",
    reduce = "__reduce__",
    reduce_ex = "__reduce_ex__",
    rem = "__mod__",
    repr = "__repr__",
    reversed = "__reversed__",
    rfloordiv = "__rfloordiv__",
    rlshift = "__rlshift__",
    rmatmul = "__rmatmul__",
    rmul = "__rmul__",
    ror = "__ror__",
    round = "__round__",
    rpow = "__rpow__",
    rrem = "__rmod__",
    rrshift = "__rrshift__",
    rshift = "__rshift__",
    rsub = "__rsub__",
    rtruediv = "__rtruediv__",
    rxor = "__rxor__",
    self_ = "__self__",
    send = "send",
    set = "__set__",
    set_name = "__set_name__",
    setattr = "__setattr__",
    setitem = "__setitem__",
    setstate = "__setstate__",
    sizeof = "__sizeof__",
    slotnames = "__slotnames__",
    slots = "__slots__",
    spec = "__spec__",
    static_attributes = "__static_attributes__",
    stderr = "stderr",
    stdout = "stdout",
    str = "__str__",
    sub = "__sub__",
    subclasscheck = "__subclasscheck__",
    subclasshook = "__subclasshook__",
    throw = "throw",
    truediv = "__truediv__",
    trunc = "__trunc__",
    type_params = "__type_params__",
    weakref = "__weakref__",
    write = "write",
    xor = "__xor__",
}

impl Names {
    /// The method of a comparison.
    pub fn comparison(&self, op: CmpOp) -> &Str {
        match op {
            CmpOp::Lt => &self.lt,
            CmpOp::Le => &self.le,
            CmpOp::Eq => &self.eq,
            CmpOp::Ne => &self.ne,
            CmpOp::Gt => &self.gt,
            CmpOp::Ge => &self.ge,
        }
    }
}
