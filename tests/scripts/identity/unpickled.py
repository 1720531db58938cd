"""What loads shares that the pickle did not say."""
import pickle

one, two = pickle.loads(b"](X\x01\x00\x00\x00aX\x01\x00\x00\x00ae.")
print(one is two)
one, two = pickle.loads(b"](X\x02\x00\x00\x00abX\x02\x00\x00\x00abe.")
print(one is two)
one, two = pickle.loads(b"]())e.")
print(one is two)
one, two = pickle.loads(b"](C\x00C\x00e.")
print(one is two)
one, two = pickle.loads(b"](C\x01aC\x01ae.")
print(one is two)
one, two = pickle.loads(b"](M\x00\x01M\x00\x01e.")
print(one is two)
