//! Interned names that the VM itself uses.

use crate::heap::{Str, intern};

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
    abstractmethods = "__abstractmethods__",
    all = "__all__",
    annotations = "__annotations__",
    bases = "__bases__",
    build_class = "__build_class__",
    builtins = "__builtins__",
    bytes = "__bytes__",
    call = "__call__",
    class = "__class__",
    class_getitem = "__class_getitem__",
    classcell = "__classcell__",
    classdict = "__classdict__",
    complex = "__complex__",
    copyreg = "copyreg",
    del = "__del__",
    delattr = "__delattr__",
    dict = "__dict__",
    dir = "__dir__",
    doc = "__doc__",
    eq = "__eq__",
    file = "__file__",
    firstlineno = "__firstlineno__",
    format = "__format__",
    get = "__get__",
    getattr = "__getattr__",
    getattribute = "__getattribute__",
    getitem = "__getitem__",
    getnewargs = "__getnewargs__",
    getnewargs_ex = "__getnewargs_ex__",
    getstate = "__getstate__",
    hash = "__hash__",
    import = "__import__",
    index = "__index__",
    init = "__init__",
    init_subclass = "__init_subclass__",
    instancecheck = "__instancecheck__",
    iter = "__iter__",
    len = "__len__",
    length_hint = "__length_hint__",
    loader = "__loader__",
    main = "__main__",
    match_args = "__match_args__",
    missing = "__missing__",
    module = "__module__",
    mro = "mro",
    mro_entries = "__mro_entries__",
    name = "__name__",
    new = "__new__",
    next = "__next__",
    objclass = "__objclass__",
    package = "__package__",
    path = "__path__",
    prepare = "__prepare__",
    qualname = "__qualname__",
    reduce = "__reduce__",
    reduce_ex = "__reduce_ex__",
    repr = "__repr__",
    reversed = "__reversed__",
    round = "__round__",
    self_ = "__self__",
    set_name = "__set_name__",
    setattr = "__setattr__",
    setstate = "__setstate__",
    sizeof = "__sizeof__",
    slots = "__slots__",
    slotnames = "__slotnames__",
    spec = "__spec__",
    static_attributes = "__static_attributes__",
    str = "__str__",
    subclasscheck = "__subclasscheck__",
    subclasshook = "__subclasshook__",
    trunc = "__trunc__",
    type_params = "__type_params__",
    weakref = "__weakref__",
    enter = "__enter__",
    exit = "__exit__",
    aenter = "__aenter__",
    aexit = "__aexit__",
    aiter = "__aiter__",
    anext = "__anext__",
    await_ = "__await__",
    send = "send",
    throw = "throw",
    close = "close",
    keys = "keys",
    write = "write",
    flush = "flush",
    stdout = "stdout",
    stderr = "stderr",
    last_exc = "last_exc",
}
