"""The core of Upstander: what happens to a picture that is posted in a guarded chat."""
