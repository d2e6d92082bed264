"""Measurements: ``python -m bench`` runs them all, ``python -m bench.check`` one of them.

``claims/`` holds labelled claims of our own writing; nothing here is needed to run Isnad.
"""
