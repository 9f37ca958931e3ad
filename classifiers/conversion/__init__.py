"""Turns weights that are published for another program into ONNX files."""
