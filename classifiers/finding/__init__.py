"""Finds where in a posted picture other pictures are; `classifiers/views.py` puts it together."""
