"""Settings of the property tests."""

from hypothesis import settings

# No deadline: a busy machine must not fail a test. No database: nothing is written to the tree.
settings.register_profile("upstander", deadline=None, database=None)
settings.load_profile("upstander")
