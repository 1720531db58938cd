"""The 'builtins' of types, of functions and of exception groups."""
print(int.__module__ is str.__module__, int.__module__ is ValueError.__module__, len.__module__ is print.__module__, int.__module__ is len.__module__, BaseExceptionGroup.__module__ is int.__module__, ExceptionGroup.__module__ is int.__module__, ExceptionGroup.__module__ is BaseExceptionGroup.__module__, ExceptionGroup.__module__ is len.__module__, type(len).__module__ is int.__module__, type(None).__module__ is int.__module__)
import builtins, sys
print(builtins.__name__ is len.__module__, builtins.__name__ is int.__module__, sys.intern("builtins") is int.__module__, sys.intern("builtins") is len.__module__, int.__module__ is int.__module__)
