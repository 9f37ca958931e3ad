"""The database: tables, transactions and the books that implement the ports. The only SQL."""
