import _pickle

# platform corners and interpreter internals
SKIP = ("_debug", "_current", "_set", "_clear", "_get_cpu", "_is_gil", "getalloc", "getunicode", "set_lazy", "activate_stack", "deactivate_stack", "is_stack", "getdlopen", "setdlopen", "gettotalref", "getobjects", "open_code", "_dump")
print(_pickle.__name__)
for name in sorted(vars(_pickle)):
    member = vars(_pickle)[name]
    if type(member).__name__ == "builtin_function_or_method" and not name.startswith(SKIP) and member.__module__ == "_pickle":
        print(name, member.__name__, member.__qualname__, member.__text_signature__)
