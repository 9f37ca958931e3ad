reason-link = cela mène à un endroit où je ne regarde pas
