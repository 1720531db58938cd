def f():
    try:
        raise SystemExit(4)
    except Exception:
        print("not an Exception")
    finally:
        print("cleanup")


try:
    f()
except SystemExit as e:
    print("caught", e.code)
raise SystemExit("again")
