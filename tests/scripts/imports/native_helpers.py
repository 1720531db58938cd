# _imp and _opcode: what the library asks of them.
import _imp
import _opcode


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


print(_imp.lock_held(), _imp.acquire_lock(), _imp.acquire_lock(), _imp.lock_held(), _imp.release_lock(), _imp.release_lock())
t(_imp.release_lock)
print([_imp.is_builtin(name) for name in ("sys", "builtins", "_io", "gc", "itertools", "nowhere")])
for function in (_imp.is_builtin, _imp.is_frozen, _imp.find_frozen, _imp.is_frozen_package):
    t(lambda: function(3))
print(_imp.is_frozen("nowhere"), _imp.find_frozen("nowhere"), _imp.check_hash_based_pycs)
t(lambda: _imp.is_frozen_package("nowhere"))
names = "is_valid has_arg has_const has_name has_jump has_free has_local has_exc".split()
for name in names:
    print(name, [i for i in range(-3, 300) if getattr(_opcode, name)(i)])
t(lambda: _opcode.has_arg("x"))
t(lambda: _opcode.has_arg(2**40))
t(lambda: _opcode.has_arg(1.5))
print(_opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs(), _opcode.get_nb_ops())
