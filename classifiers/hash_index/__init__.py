"""Finds every stored 256-bit hash within a number of bits of a picture's hashes, exactly.

`LiveIndex` (live.py) is what the banks use. It is made of parts (part.py), each searched by
comparing every row (scan.py) or, where that is slower, by looking up bands of bits (bands.py). A
part can be kept in a file that all processes share (mapped.py). Why: docs/decisions/0019-index.md.
"""
