"""Isnad: sourced bilingual news briefs."""

__version__ = "0.1.0"
