"""Answers to specific questions on a brief, from what it and its sources say: no model. Pure."""
