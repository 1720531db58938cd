import atexit


class D:
    def __del__(self):
        print("del")


d = D()
atexit.register(print, "atexit 1")
atexit.register(print, "atexit 2", sep="")
print("end")
