"""Members and documentation of objects, for `inspect`."""

import sys
import types
from collections import namedtuple


def _isclass(obj):
    return isinstance(obj, type)


def _isroutine(obj):
    from inspect import isroutine

    return isroutine(obj)


def _is_descriptor(obj):
    tp = type(obj)
    return any(hasattr(tp, name) for name in ("__get__", "__set__", "__delete__"))


def _getmembers(object, predicate, getter):
    results = []
    processed = set()
    names = dir(object)
    mro = ()
    if _isclass(object):
        mro = getmro(object)
        # What only a class shows of its bases, as DynamicClassAttribute does.
        for base in object.__bases__:
            for k, v in base.__dict__.items():
                if isinstance(v, types.DynamicClassAttribute):
                    names.append(k)
    for key in names:
        try:
            value = getter(object, key)
            if key in processed:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue
        if not predicate or predicate(value):
            results.append((key, value))
        processed.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    return _getmembers(object, predicate, getattr_static)


Attribute = namedtuple("Attribute", "name kind defining_class object", module="inspect")


def classify_class_attrs(cls):
    """Return list of attribute-descriptor tuples.

    Each has the name, the kind ('class method', 'static method', 'property', 'method' or 'data'), the class that
    defines it and the object itself, as it is in that class.
    """
    mro = getmro(cls)
    metamro = tuple(c for c in getmro(type(cls)) if c not in (type, object))
    names = dir(cls)
    for base in mro:
        names += [k for k, v in base.__dict__.items() if isinstance(v, types.DynamicClassAttribute)]
    result, processed = [], set()
    for name in names:
        if name in processed:
            continue
        processed.add(name)
        home = get_obj = None
        try:
            if name == "__dict__":
                raise Exception
            get_obj = getattr(cls, name)
        except Exception:
            pass
        else:
            home = getattr(get_obj, "__objclass__", None)
            if home not in (cls,) + mro:
                home = None
                for srch in reversed((cls,) + mro + metamro):
                    if name in srch.__dict__ and getattr(srch, name, None) is get_obj:
                        home = srch
        dict_obj = None
        for base in mro + metamro:
            if name in base.__dict__:
                dict_obj = base.__dict__[name]
                if home not in metamro:
                    home = base
                break
        if home is None:
            continue
        obj = get_obj if get_obj is not None else dict_obj
        if isinstance(dict_obj, (staticmethod, types.BuiltinMethodType)):
            kind, obj = "static method", dict_obj
        elif isinstance(dict_obj, (classmethod, types.ClassMethodDescriptorType)):
            kind, obj = "class method", dict_obj
        elif isinstance(dict_obj, property):
            kind, obj = "property", dict_obj
        else:
            kind = "method" if _isroutine(obj) else "data"
        result.append(Attribute(name, kind, home, obj))
    return result


def getmro(cls):
    "Return tuple of base classes (including cls) in method resolution order."
    return cls.__mro__


def walktree(classes, children, parent):
    """Recursive helper function for getclasstree()."""
    results = []
    classes.sort(key=lambda c: (c.__module__, c.__name__))
    for c in classes:
        results.append((c, c.__bases__))
        if c in children:
            results.append(walktree(children[c], children, c))
    return results


def getclasstree(classes, unique=False):
    """Arrange the given list of classes into a hierarchy of nested lists.

    A nested list follows the class that its classes derive from; entries are tuples of a class and its bases. With
    'unique', each class comes once."""
    children = {}
    roots = []
    for c in classes:
        if not c.__bases__:
            if c not in roots:
                roots.append(c)
            continue
        for parent in c.__bases__:
            children.setdefault(parent, [])
            if c not in children[parent]:
                children[parent].append(c)
            if unique and parent in classes:
                break
    for parent in children:
        if parent not in classes:
            roots.append(parent)
    return walktree(roots, children, None)


_sentinel = object()


def _raw(klass, attr):
    for entry in type.__dict__["__mro__"].__get__(klass):
        namespace = type.__dict__["__dict__"].__get__(entry)
        if attr in namespace:
            return namespace[attr]
    return _sentinel


def getattr_static(obj, attr, default=_sentinel):
    instance_result = _sentinel
    is_class = type in type.__dict__["__mro__"].__get__(type(obj))
    klass = obj if is_class else type(obj)
    if not is_class:
        shown = _raw(klass, "__dict__")
        if shown is _sentinel or isinstance(shown, types.GetSetDescriptorType):
            try:
                namespace = object.__getattribute__(obj, "__dict__")
            except AttributeError:
                namespace = {}
            instance_result = dict.get(namespace, attr, _sentinel) if isinstance(namespace, dict) else _sentinel
    klass_result = _raw(klass, attr)
    if instance_result is not _sentinel and klass_result is not _sentinel:
        kind = type(klass_result)
        if _raw(kind, "__get__") is not _sentinel and (
            _raw(kind, "__set__") is not _sentinel or _raw(kind, "__delete__") is not _sentinel
        ):
            return klass_result
    if instance_result is not _sentinel:
        return instance_result
    if klass_result is not _sentinel:
        return klass_result
    if is_class:
        found = _raw(type(klass), attr)
        if found is not _sentinel:
            return found
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split("\n")
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip(" "))
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip(" ")
    if margin < sys.maxsize:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def _findclass(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split(".")[:-1]:
        cls = getattr(cls, name)
    return cls if _isclass(cls) else None


def _finddoc(obj):
    if _isclass(obj):
        for base in obj.__mro__:
            if base is not object:
                doc = getattr(base, "__doc__", None)
                if doc is not None:
                    return doc
        return None
    if isinstance(obj, types.MethodType):
        name, owner = obj.__func__.__name__, obj.__self__
        if _isclass(owner) and getattr(getattr(owner, name, None), "__func__") is obj.__func__:
            cls = owner
        else:
            cls = owner.__class__
    elif isinstance(obj, types.FunctionType):
        name, cls = obj.__name__, _findclass(obj)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif isinstance(obj, types.BuiltinFunctionType):
        name, owner = obj.__name__, obj.__self__
        cls = owner if _isclass(owner) and owner.__qualname__ + "." + name == obj.__qualname__ else owner.__class__
    elif isinstance(obj, property):
        name = obj.__name__
        cls = _findclass(obj.fget)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif _is_descriptor(obj):
        name, cls = obj.__name__, obj.__objclass__
        if getattr(cls, name) is not obj:
            return None
        if isinstance(obj, types.MemberDescriptorType):
            slots = getattr(cls, "__slots__", None)
            if isinstance(slots, dict) and name in slots:
                return slots[name]
    else:
        return None
    for base in cls.__mro__:
        try:
            doc = getattr(base, name).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """Get the documentation string for an object: its own or, for classes and methods without one, an inherited
    one; with the indentation cleaned up."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _finddoc(object)
        except (AttributeError, TypeError):
            return None
    return cleandoc(doc) if isinstance(doc, str) else None
