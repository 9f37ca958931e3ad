"""Bytes in, signals out: decoding, hashing, banks of known pictures, and models."""
