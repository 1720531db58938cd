"""NotImplemented is true, with a DeprecationWarning that can be made an error."""
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(bool(NotImplemented), not NotImplemented, NotImplemented or 5, all([NotImplemented]), [1 for _ in "a" if NotImplemented])
    print(1 if NotImplemented else 2)
    print(len(caught), {(w.category, str(w.message)) for w in caught})
warnings.simplefilter("error")
for action in (lambda: bool(NotImplemented), lambda: not NotImplemented, lambda: NotImplemented and 1):
    try:
        print(action())
    except DeprecationWarning as e:
        print(repr(e))
