"""Use cases that reach the outside through ports."""
