import sys



def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 13), sys.hexversion >> 16 == 0x030d, sys.byteorder, sys.maxsize, sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.int_info.bits_per_digit, sys.hash_info.modulus, sys.hash_info.algorithm, sys.hash_info.inf, sys.hash_info.imag
sys.getrecursionlimit(), sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.intern("abc") is sys.intern("a" + "bc"), sys.getrefcount(object()), sys.flags.hash_randomization, sys.flags.optimize, sys.platlibdir, sys.api_version
sys.intern(5)
sys.intern(type("S", (str,), {})("x"))
sys.setrecursionlimit(0)
sys.setrecursionlimit(-1)
sys.setrecursionlimit("a")
sys.setrecursionlimit(500), sys.getrecursionlimit(), sys.setrecursionlimit(1000)
sys.exc_info(), sys.exception(), sys.gettrace(), sys.getprofile()
sys.argv[1:], len(sys.argv), type(sys.modules).__name__, "sys" in sys.modules, "builtins" in sys.builtin_module_names, sys.warnoptions, type(sys.path).__name__, sys.stdin.name, sys.stdout.name, sys.stdout.encoding, sys.stderr.errors, sys.stdout.errors
sys.get_int_max_str_digits(), sys.set_int_max_str_digits(0), len(str(10**5000)), sys.set_int_max_str_digits(4300)
sys.set_int_max_str_digits(5)
sys.set_int_max_str_digits("x")
sys.getsizeof(5) > 0, sys.getsizeof([]) > 0
sys.exit(3)
sys.exit("message")
sys.exit()
sys.exit(1, 2)
sys.implementation.name.isidentifier(), sys.copyright[:9], sys.is_finalizing(), sys.unraisablehook is sys.__unraisablehook__, sys.excepthook is sys.__excepthook__
sys.version_info, sys.version_info.releaselevel, sys.float_info[:0], len(sys.flags), len(sys.hash_info)
sys.version_info.nothing
sys.stdlib_module_names >= {"os", "sys"}, "nothing" in sys.stdlib_module_names
sys.getswitchinterval(), sys.call_tracing(len, ("ab",)), sys.audit("x")
sys.thread_info.name, sys.maxsize == 2**63 - 1
''')
