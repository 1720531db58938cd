# Threads, locks and what is made of them, by threading and queue.
import queue
import sched
import threading
import time


def attempt(function):
    try:
        print(repr(function()).replace(str(threading.get_ident()), "IDENT"))
    except BaseException as error:
        print(type(error).__name__, error)


print("== threads")
log = []
workers = [threading.Thread(target=lambda n=n: log.append(n), name=f"worker {n}") for n in range(3)]
attempt(lambda: workers[0])
attempt(workers[0].join)
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(sorted(log), [worker.is_alive() for worker in workers])
attempt(workers[0].start)
attempt(lambda: setattr(workers[0], "daemon", True))
attempt(lambda: threading.current_thread())
attempt(lambda: threading.current_thread().join())
attempt(lambda: threading.Thread(group=1))
attempt(lambda: threading.Thread(target=len, daemon=True))
attempt(lambda: (threading.active_count(), threading.main_thread() is threading.current_thread()))


class Own(threading.Thread):
    def __init__(self):
        pass


for name in ("start", "join", "is_alive"):
    attempt(getattr(Own(), name))
attempt(lambda: Own().name)
attempt(lambda: repr(Own()))

print("== what threads raise")
seen = []
threading.excepthook = seen.append
failing = threading.Thread(target=lambda: 1 / 0, name="failing")
failing.start()
failing.join()
print(seen[0].exc_type.__name__, seen[0].exc_value, seen[0].thread is failing, type(seen[0]))
threading.excepthook = threading.__excepthook__
attempt(lambda: threading.excepthook(3))
attempt(lambda: threading.ExceptHookArgs((1, 2, 3, 4)))
quiet = threading.Thread(target=lambda: (_ for _ in ()).throw(SystemExit))
quiet.start()
quiet.join()

print("== conditions, semaphores, events, barriers")
condition = threading.Condition()
attempt(condition.wait)
attempt(condition.notify)
items = []


def consume():
    with condition:
        print(condition.wait_for(lambda: items, timeout=5), items.pop())


consumer = threading.Thread(target=consume)
consumer.start()
with condition:
    items.append("item")
    condition.notify_all()
consumer.join()
with condition:
    print(condition.wait(0.001), condition.wait_for(lambda: False, 0.001))
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(timeout=0.001))
attempt(lambda: semaphore.acquire(False, 3))
attempt(lambda: semaphore.release(0))
semaphore.release(2)
attempt(lambda: threading.Semaphore(-1))
attempt(lambda: threading.BoundedSemaphore(1).release())
with threading.BoundedSemaphore(3) as taken:
    print(taken)
event = threading.Event()
threading.Timer(0.005, event.set).start()
print(event.wait(5), event.is_set(), event.wait())
event.clear()
print(event.wait(0.001))
barrier = threading.Barrier(3, action=lambda: print("all here"))
orders = []
parties = [threading.Thread(target=lambda: orders.append(barrier.wait())) for _ in range(3)]
for party in parties:
    party.start()
for party in parties:
    party.join()
print(sorted(orders), barrier.n_waiting, barrier.parties, barrier.broken)
attempt(lambda: barrier.wait(0.001))
print(barrier.broken)
attempt(barrier.wait)
barrier.reset()
print(barrier.broken)
attempt(lambda: threading.Barrier(0))
data = threading.local()
data.x = 1
threading.Thread(target=lambda: print(hasattr(data, "x"))).start()
cancelled = threading.Timer(10, print)
cancelled.start()
cancelled.cancel()
cancelled.join()
print(cancelled.is_alive())

print("== queues")
jobs = queue.Queue(maxsize=2)
results = []


def work():
    while (job := jobs.get()) is not None:
        results.append(job * job)
        jobs.task_done()
    jobs.task_done()


helpers = [threading.Thread(target=work) for _ in range(3)]
for helper in helpers:
    helper.start()
for n in range(20):
    jobs.put(n)
for _ in helpers:
    jobs.put(None)
jobs.join()
print(sorted(results), jobs.empty(), jobs.qsize())
attempt(jobs.task_done)
attempt(jobs.get_nowait)
attempt(lambda: jobs.get(timeout=0.001))
attempt(lambda: jobs.get(timeout=-1))
jobs.put(1)
jobs.put(2)
attempt(lambda: jobs.put_nowait(3))
attempt(lambda: jobs.put(3, timeout=0.001))
jobs.shutdown()
attempt(lambda: jobs.put(3))
print(jobs.get(), jobs.get())
attempt(jobs.get)
stack, heap, simple = queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()
for n in (3, 1, 2):
    stack.put(n)
    heap.put(n)
    simple.put(n)
print([stack.get() for _ in range(3)], [heap.get() for _ in range(3)], [simple.get() for _ in range(3)])
attempt(lambda: simple.get(block=False))
print(queue.Empty.__module__, queue.Full.__module__, queue.Queue[int])

print("== events in time")
now = [0.0]
scheduler = sched.scheduler(lambda: now[0], lambda n: now.__setitem__(0, now[0] + n))
scheduler.enter(3, 1, print, ("three",))
scheduler.enter(1, 2, print, ("one, second",))
scheduler.enter(1, 1, print, ("one, first",), {"end": "!\n"})
gone = scheduler.enter(2, 1, print, ("never",))
scheduler.cancel(gone)
attempt(lambda: scheduler.cancel(gone))
print([event.time for event in scheduler.queue], scheduler.empty())
scheduler.run()
print(scheduler.run(False), now[0])
