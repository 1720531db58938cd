"""Tool for measuring execution time of small code snippets (mirrors Lib/timeit.py)."""

import gc
import itertools
import sys
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

dummy_src_name = "<timeit-src>"
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
_globals = globals

template = """
def inner(_it, _timer{init}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {stmt}
        pass
    _t1 = _timer()
    return _t1 - _t0
"""


def reindent(src, indent):
    """Helper to reindent a multi-line statement."""
    return src.replace("\n", "\n" + " " * indent)


def _round_numbers():
    """1, 2, 5, 10, 20 and so on."""
    for zeros in itertools.count():
        for digit in (1, 2, 5):
            yield digit * 10 ** zeros


class Timer:
    """Measures how long a statement takes."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        """Constructor.  See class doc string."""
        self.timer = timer
        space = _globals() if globals is None else globals
        local, prefix, init = {}, '', ''
        if isinstance(setup, str):
            # What cannot be compiled on its own cannot be repaired by what stands around it.
            compile(setup, dummy_src_name, "exec")
            prefix = setup + '\n'
            setup = reindent(setup, 4)
        elif callable(setup):
            local['_setup'] = setup
            init += ', _setup=_setup'
            setup = '_setup()'
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile(prefix + stmt, dummy_src_name, "exec")
            stmt = reindent(stmt, 8)
        elif callable(stmt):
            local['_stmt'] = stmt
            init += ', _stmt=_stmt'
            stmt = '_stmt()'
        else:
            raise ValueError("stmt is neither a string nor callable")
        self.src = template.format(stmt=stmt, setup=setup, init=init)
        exec(compile(self.src, dummy_src_name, "exec"), space, local)
        self.inner = local["inner"]

    def print_exc(self, file=None):
        """Helper to print a traceback from the timed code."""
        from linecache import cache
        from traceback import print_exc
        source = self.src
        if source is not None:
            # Its lines are shown from there.
            cache[dummy_src_name] = len(source), None, source.split("\n"), dummy_src_name
        print_exc(file=file)

    def timeit(self, number=default_number):
        """Time 'number' executions of the main statement."""
        enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """Call timeit() a few times."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Return the number of loops and time taken so that total time >= 0.2."""
        taken, numbers = 0.0, _round_numbers()
        while taken < 0.2:
            number = next(numbers)
            taken = self.timeit(number)
            if callback:
                callback(number, taken)
        return number, taken


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Convenience function to create Timer object and call timeit method."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    """Convenience function to create Timer object and call repeat method."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def main(args=None, *, _wrap_timer=None):
    """Main program, used when run as a script."""
    if args is None:
        args = sys.argv[1:]
    import getopt
    try:
        opts, args = getopt.getopt(args, "n:u:s:r:pvh", ["number=", "setup=", "repeat=", "process", "verbose",
                                                         "unit=", "help"])
    except getopt.error as err:
        print(err)
        print("use -h/--help for command line help")
        return 2
    timer, stmt, number, setup, loops = default_timer, "\n".join(args) or "pass", 0, [], default_repeat
    verbose, unit, precision = 0, None, 3
    units = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}
    for name, value in opts:
        if name in ("-n", "--number"):
            number = int(value)
        elif name in ("-s", "--setup"):
            setup.append(value)
        elif name in ("-u", "--unit"):
            if value not in units:
                print("Unrecognized unit. Please select nsec, usec, msec, or sec.", file=sys.stderr)
                return 2
            unit = value
        elif name in ("-r", "--repeat"):
            loops = max(int(value), 1)
        elif name in ("-p", "--process"):
            timer = time.process_time
        elif name in ("-v", "--verbose"):
            precision += bool(verbose)
            verbose += 1
        else:
            print(__doc__, end=" ")
            return 0
    import os
    sys.path.insert(0, os.curdir)
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    measured = Timer(stmt, "\n".join(setup) or "pass", timer)

    def shown(seconds):
        scales = [(scale, name) for name, scale in sorted(units.items(), key=lambda row: -row[1])]
        if unit is not None:
            scale, name = units[unit], unit
        else:
            scale, name = next((row for row in scales if seconds >= row[0]), scales[-1])
        return "%.*g %s" % (precision, seconds / scale, name)

    def told(number, taken):
        print("{num} loop{s} -> {secs:.{prec}g} secs".format(num=number, s='s' if number != 1 else '', secs=taken,
                                                            prec=precision))

    try:
        if number == 0:
            number, _ = measured.autorange(told if verbose else None)
            if verbose:
                print()
        raw = measured.repeat(loops, number)
    except:
        measured.print_exc()
        return 1
    if verbose:
        print("raw times: %s" % ", ".join(map(shown, raw)))
        print()
    timings = [taken / number for taken in raw]
    best, worst = min(timings), max(timings)
    print("%d loop%s, best of %d: %s per loop" % (number, 's' if number != 1 else '', loops, shown(best)))
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit("The test results are likely unreliable. The worst time (%s) was more than four times "
                               "slower than the best time (%s)." % (shown(worst), shown(best)), UserWarning, '', 0)
    return None


if __name__ == "__main__":
    sys.exit(main())
