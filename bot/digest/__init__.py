"""Digests: when one is due, what people type for it, what it tells, what is new in it. Pure."""
