"""Stand-ins for the world outside: for our tests, and for those of whoever builds on Isnad."""
