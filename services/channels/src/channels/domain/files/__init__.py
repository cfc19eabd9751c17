"""Order files: which export it is, what its rows say, and every row that cannot be read, named at once."""
