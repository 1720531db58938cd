//! The docstrings that are longer than a line. First lines are CPython's; the rest is said in our words.

pub(super) const PICKLER: &str = "This takes a binary file for writing a pickle data stream.\n\nprotocol: 0 to 5, by default 4; a negative one means the highest.\nfile: anything with a write() method that takes bytes.\nfix_imports: below protocol 3, write the names that modules had in Python 2.\nbuffer_callback: called with every PickleBuffer in protocol 5; a false answer keeps\nthe buffer out of the stream.";
pub(super) const UNPICKLER: &str = "This takes a binary file for reading a pickle data stream.\n\nfile: anything with read(n) and readline() methods that return bytes.\nfix_imports, encoding, errors: how names and strings of Python 2 are read; the encoding\n'bytes' keeps such strings as bytes.\nbuffers: an iterable of the buffers that were kept out of the stream.";
pub(super) const CLEAR_MEMO: &str = "Clears the pickler's \"memo\".\n\nObjects that were pickled before are pickled again by value, not by reference.";
pub(super) const FIND_CLASS: &str = "Return an object from a specified module.\n\nThe module is imported where needed. Subclasses may override this to say which classes\nand functions a pickle may name.";
pub(super) const LOAD: &str =
    "Load a pickle.\n\nRead one object from the file given to the constructor and return it.";
