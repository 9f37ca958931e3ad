"""The sandbox: a whole class chat in memory, shown in the browser, without any account."""
