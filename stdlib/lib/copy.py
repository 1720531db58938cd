"""Shallow and deep copies (mirrors Lib/copy.py)."""
import types
import weakref
from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error
__all__ = ["Error", "copy", "deepcopy", "replace"]

_atomic_types = {
    types.NoneType, types.EllipsisType, types.NotImplementedType, int, float, bool, complex, bytes, str,
    types.CodeType, type, range, types.BuiltinFunctionType, types.FunctionType, weakref.ref, property}


def _copy_immutable(x):
    return x


def copy(x):
    """Shallow copy operation on arbitrary Python objects."""
    cls = type(x)
    copier = _copy_dispatch.get(cls)
    if copier is not None:
        return copier(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    rv = _reduce(x, cls, "un(shallow)copyable")
    return x if isinstance(rv, str) else _reconstruct(x, None, *rv)


_copy_dispatch = dict.fromkeys(_atomic_types | {tuple, frozenset, slice}, _copy_immutable)
_copy_dispatch |= {cls: cls.copy for cls in (list, dict, set, bytearray)}


def _reduce(x, cls, failure):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    if (reductor := getattr(x, "__reduce_ex__", None)) is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor:
        return reductor()
    # The two callers of CPython word this differently, down to the kind of object shown.
    raise Error(f"{failure} object of type {cls}")


def deepcopy(x, memo=None, _nil=[]):
    """Deep copy operation on arbitrary Python objects."""
    if type(x) in _atomic_types:
        return x
    if memo is None:
        memo = {}
    else:
        y = memo.get(id(x), _nil)
        if y is not _nil:
            return y
    return _part(x, memo, _NEAR)


# Parts near the top are copied by recursion, which is fast; those further down without.
_NEAR = 25


def _part(x, memo, depth):
    """The copy of an object that is neither atomic nor in the memo, by recursion of so many steps at most."""
    if not depth:
        return _drive(x, memo, *_begin(x, memo))
    cls = type(x)
    copier = _deepcopy_dispatch.get(cls)
    if copier is not None:
        near = _near.get(copier)
        y = copier(x, memo) if near is None else near(x, memo, depth - 1)
    elif issubclass(cls, type):
        return x
    elif (copier := getattr(x, "__deepcopy__", None)) is not None:
        y = copier(memo)
    else:
        rv = _reduce(x, cls, "un(deep)copyable")
        if type(rv) is tuple and 1 < len(rv) < 6:
            y = _rebuild_near(x, memo, depth - 1, *rv)
        elif isinstance(rv, str):
            return x
        else:
            y = _reconstruct(x, memo, *rv)
    if y is not x:
        memo[id(x)] = y
        try:
            memo[id(memo)].append(x)
        except KeyError:
            memo[id(memo)] = [x]
    return y


def _list_near(x, memo, depth, atomic=_atomic_types, _nil=[]):
    y = memo[id(x)] = []
    for item in x:
        if type(item) not in atomic:
            known = memo.get(id(item), _nil)
            item = _part(item, memo, depth) if known is _nil else known
        y.append(item)
    return y


def _tuple_near(x, memo, depth, atomic=_atomic_types, _nil=[]):
    items, same = [], True
    for item in x:
        if type(item) not in atomic:
            known = memo.get(id(item), _nil)
            known = _part(item, memo, depth) if known is _nil else known
            same = same and known is item
            item = known
        items.append(item)
    # A tuple within itself was copied on the way down.
    if id(x) in memo:
        return memo[id(x)]
    return x if same else tuple(items)


def _dict_near(x, memo, depth, atomic=_atomic_types, _nil=[]):
    y = memo[id(x)] = {}
    for key, value in x.items():
        # The value comes first, as in an assignment.
        if type(value) not in atomic:
            known = memo.get(id(value), _nil)
            value = _part(value, memo, depth) if known is _nil else known
        if type(key) not in atomic:
            known = memo.get(id(key), _nil)
            key = _part(key, memo, depth) if known is _nil else known
        y[key] = value
    return y


def _method_near(x, memo, depth):
    return type(x)(x.__func__, _known(x.__self__, memo, depth))


def _known(x, memo, depth, _nil=[]):
    if type(x) in _atomic_types:
        return x
    y = memo.get(id(x), _nil)
    return _part(x, memo, depth) if y is _nil else y


def _rebuild_near(x, memo, depth, func, args, state=None, listiter=None, dictiter=None):
    if args:
        args = [arg if type(arg) in _atomic_types else _known(arg, memo, depth) for arg in args]
    y = memo[id(x)] = func(*args)
    if state is not None:
        _set_state(y, _known(state, memo, depth))
    if listiter is not None:
        for item in listiter:
            y.append(_known(item, memo, depth))
    if dictiter is not None:
        for key, value in dictiter:
            key = _known(key, memo, depth)
            y[key] = _known(value, memo, depth)
    return y


# Depth costs no recursion: what has parts is copied by a generator, which yields the parts that are to be copied and is
# sent their copies. Reducers written in Python may make new objects without end, so of these only so many may wait.
_FIRST_LOOK = 40_000
_MOST_REDUCED = 18_000


def _deeper(waiting):
    """The depth at which to look again whether it ends."""
    if sum(_reduces_in_python(type(x)) for x, _ in waiting) > _MOST_REDUCED:
        raise RecursionError("maximum recursion depth exceeded")
    return 2 * len(waiting)


def _reduces_in_python(cls):
    methods = (cls.__reduce_ex__, cls.__reduce__, cls.__getstate__)
    return cls in dispatch_table or any(type(method) is types.FunctionType for method in methods)


def _drive(x, memo, steps, y=None, _nil=[]):
    """Runs the steps that copy `x`, and those of its parts; or takes `y`, the copy, where there are none."""
    waiting, limit, kept = [], _FIRST_LOOK, None
    while True:
        if steps is not None:
            try:
                part = steps.send(y)
            except StopIteration as end:
                y = end.value
            else:
                y = memo.get(id(part), _nil)
                if y is _nil:
                    if len(waiting) == limit:
                        limit = _deeper(waiting)
                    waiting.append((x, steps))
                    x = part
                    steps = _steps.get(_deepcopy_dispatch.get(type(x)))
                    if steps is None:
                        steps, y = _begin(x, memo)
                    else:
                        steps, y = steps(x, memo), None
                continue
        if y is not x:
            memo[id(x)] = y
            if kept is None:
                # An id in the memo must not be reused while the copy runs; the list hides under the memo's own id.
                kept = memo.setdefault(id(memo), [])
            kept.append(x)
        if not waiting:
            return y
        x, steps = waiting.pop()


def _begin(x, memo):
    """The generator that copies `x` and None, or None and the copy."""
    cls = type(x)
    copier = _deepcopy_dispatch.get(cls)
    if copier is not None:
        steps = _steps.get(copier)
        return (None, copier(x, memo)) if steps is None else (steps(x, memo), None)
    if issubclass(cls, type):
        return None, x
    copier = getattr(x, "__deepcopy__", None)
    if copier is not None:
        return None, copier(memo)
    rv = _reduce(x, cls, "un(deep)copyable")
    return (None, x) if isinstance(rv, str) else (_rebuild(x, memo, *rv), None)


def _keep_alive(x, memo):
    """Keeps a reference to the object x in the memo."""
    memo.setdefault(id(memo), []).append(x)


def _list_steps(x, memo, atomic=_atomic_types):
    y = memo[id(x)] = []
    for item in x:
        y.append(item if type(item) in atomic else (yield item))
    return y


def _tuple_steps(x, memo, atomic=_atomic_types):
    items = []
    for item in x:
        items.append(item if type(item) in atomic else (yield item))
    # A tuple within itself was copied on the way down.
    if id(x) in memo:
        return memo[id(x)]
    return x if all(a is b for a, b in zip(x, items)) else tuple(items)


def _dict_steps(x, memo, atomic=_atomic_types):
    y = memo[id(x)] = {}
    for key, value in x.items():
        # The value comes first, as in an assignment.
        value = value if type(value) in atomic else (yield value)
        y[key if type(key) in atomic else (yield key)] = value
    return y


def _method_steps(x, memo):
    return type(x)(x.__func__, (yield x.__self__))


def _deepcopy_atomic(x, memo):
    return x


def _deepcopy_list(x, memo, deepcopy=deepcopy):
    return _list_near(x, memo, _NEAR)


def _deepcopy_tuple(x, memo, deepcopy=deepcopy):
    return _tuple_near(x, memo, _NEAR)


def _deepcopy_dict(x, memo, deepcopy=deepcopy):
    return _dict_near(x, memo, _NEAR)


def _deepcopy_method(x, memo):
    return _method_near(x, memo, _NEAR)


_deepcopy_dispatch = dict.fromkeys(_atomic_types, _deepcopy_atomic)
_deepcopy_dispatch |= {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict,
                       types.MethodType: _deepcopy_method}
# What copies by recursion and what without, in place of these.
_near = {_deepcopy_list: _list_near, _deepcopy_tuple: _tuple_near, _deepcopy_dict: _dict_near,
         _deepcopy_method: _method_near}
_steps = {_deepcopy_list: _list_steps, _deepcopy_tuple: _tuple_steps, _deepcopy_dict: _dict_steps,
          _deepcopy_method: _method_steps}


def _rebuild(x, memo, func, args, state=None, listiter=None, dictiter=None):
    """The steps of copying what is reduced to these."""
    if args:
        copies = []
        for arg in args:
            copies.append(arg if type(arg) in _atomic_types else (yield arg))
        args = copies
    y = func(*args)
    memo[id(x)] = y
    if state is not None:
        _set_state(y, (yield state))
    if listiter is not None:
        for item in listiter:
            y.append(item if type(item) in _atomic_types else (yield item))
    if dictiter is not None:
        for key, value in dictiter:
            key = key if type(key) in _atomic_types else (yield key)
            y[key] = value if type(value) in _atomic_types else (yield value)
    return y


_rebuild.__name__ = _rebuild.__qualname__ = "_reconstruct"


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *, deepcopy=deepcopy):
    if memo is not None:
        return _rebuild_near(x, memo, _NEAR, func, args, state, listiter, dictiter)
    y = func(*args)
    if state is not None:
        _set_state(y, state)
    if listiter is not None:
        for item in listiter:
            y.append(item)
    if dictiter is not None:
        for key, value in dictiter:
            y[key] = value
    return y


def _set_state(y, state):
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    if slots is not None:
        for key, value in slots.items():
            setattr(y, key, value)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    kind = obj.__class__
    make = getattr(kind, '__replace__', None)
    if make is not None:
        return make(obj, **changes)
    raise TypeError(f"replace() does not support {kind.__name__} objects")
