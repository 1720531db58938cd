# helper
"""Writes packages into a temporary folder for the import tests."""
import os
import sys
import tempfile


def make(files):
    """Write {path: source} into a fresh folder and put it first on sys.path; return the folder."""
    folder = tempfile.mkdtemp()
    for path, source in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(source)
    sys.path.insert(0, folder)
    return folder
