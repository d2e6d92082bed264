"""Doing tasks: ``local`` in one process on SQLite, ``postgres`` on any number of machines.

``attempts`` does one attempt of a task and decides what comes of a failure, ``crew`` holds the
attempts of one process, ``alone`` keeps a second process from an SQLite file.
"""
