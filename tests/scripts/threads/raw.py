# Threads by _thread alone.
import _thread
import sys
import time


def attempt(function):
    try:
        print(repr(function()))
    except BaseException as error:
        print(type(error).__name__, error)


print("== handles")
handle = _thread._ThreadHandle()
print(repr(handle), handle.ident, handle.is_done())
attempt(handle.join)
attempt(handle._set_done)
own = _thread._make_thread_handle(_thread.get_ident())
print(own.ident == _thread._get_main_thread_ident(), own.is_done())
attempt(own.join)
attempt(lambda: _thread.start_joinable_thread(3))
attempt(lambda: _thread.start_joinable_thread(len, handle=3))
attempt(lambda: _thread.start_joinable_thread(len, handle=own))
attempt(lambda: _thread.start_new_thread(3, ()))
attempt(lambda: _thread.start_new_thread(len, 3))
attempt(lambda: _thread.start_new_thread(len, (), 3))
attempt(lambda: _thread.stack_size())
attempt(lambda: _thread.stack_size(5))
attempt(lambda: _thread.stack_size(-5))
attempt(lambda: _thread.stack_size(2**20))
attempt(_thread.stack_size)
attempt(_thread.exit)
attempt(lambda: _thread.interrupt_main(99))

print("== running")
log = []


def work(n, times=3):
    for i in range(times):
        log.append((n, i))
        time.sleep(0.002)


handles = [_thread.start_joinable_thread(lambda n=n: work(n)) for n in range(3)]
for handle in handles:
    handle.join()
print(sorted(log), [h.is_done() for h in handles])
done = _thread.allocate_lock()
done.acquire()
_thread.start_new_thread(lambda *a, **k: (log.append((a, k)), done.release()), (1, 2), {"x": 3})
print(done.acquire(), log[-1])
slow = _thread.start_joinable_thread(lambda: time.sleep(0.1))
slow.join(0.001)
print(slow.is_done())
slow.join()
print(slow.is_done())
itself = []
itself.append(_thread.start_joinable_thread(lambda: attempt(lambda: itself[0].join())))
itself[0].join()

print("== turns")
count = 0


def add():
    global count
    for i in range(20000):
        count += 1


handles = [_thread.start_joinable_thread(add) for _ in range(4)]
for handle in handles:
    handle.join()
print(count)
stop = False


def spin():
    while not stop:
        pass


spinner = _thread.start_joinable_thread(spin)
time.sleep(0.02)
stop = True
spinner.join()
print(spinner.is_done())

print("== locks")
lock = _thread.allocate_lock()
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.001), lock.locked())
helper = _thread.start_joinable_thread(lambda: (time.sleep(0.005), lock.release()))
print(lock.acquire(timeout=5), lock.locked())
helper.join()
again = _thread.RLock()
attempt(again.release)
print(again.acquire(), again.acquire(), again._is_owned(), again._recursion_count())


def elsewhere():
    attempt(again.release)
    attempt(lambda: again.acquire(timeout=0.001))
    print(again._is_owned(), again._recursion_count())


_thread.start_joinable_thread(elsewhere).join()
again.release()
saved = again._release_save()
print(saved[0], again._is_owned())
again._acquire_restore(saved)
print(again._recursion_count())

print("== local data")
local = _thread._local()
attempt(lambda: _thread._local(3))
attempt(lambda: local.x)
local.x = 1
attempt(lambda: setattr(local, "__dict__", 3))


class Local(_thread._local):
    kind = "class"

    def __init__(self, start):
        print("init", start)
        self.start = start


mine = Local(5)
mine.own = 1


def other():
    attempt(lambda: local.x)
    local.x = 2
    print(local.__dict__, mine.start, mine.kind, mine.__dict__)


_thread.start_joinable_thread(other).join()
print(local.x, mine.__dict__)

print("== state of their own")


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def recursing():
    print(deep(500))
    try:
        deep(10**6)
    except RecursionError as error:
        print(error)


_thread.start_joinable_thread(recursing).join()


def handling():
    try:
        1 / 0
    except ZeroDivisionError:
        time.sleep(0.005)
        print(sys.exception())


helper = _thread.start_joinable_thread(handling)
time.sleep(0.001)
print(sys.exception())
helper.join()


def generate():
    for i in range(3):
        time.sleep(0.001)
        yield i


sums = []
handles = [_thread.start_joinable_thread(lambda: sums.append(sum(generate()))) for _ in range(3)]
for handle in handles:
    handle.join()
print(sums)
sorted_lists = []


def sort():
    sorted_lists.append(sorted([3, 1, 2], key=lambda x: (time.sleep(0.001), x)[1]))


handles = [_thread.start_joinable_thread(sort) for _ in range(2)]
for handle in handles:
    handle.join()
print(sorted_lists)

print("== errors")


def hook(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.object, unraisable.err_msg.split(" at ")[0])


sys.unraisablehook = hook
_thread.start_joinable_thread(lambda: 1 / 0).join()
_thread.start_joinable_thread(_thread.exit).join()
print("end")
