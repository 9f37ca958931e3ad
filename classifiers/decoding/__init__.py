"""From a stranger's bytes to small pictures, in a process of its own that can do nothing else."""
