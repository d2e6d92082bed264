"""The first five minutes: what is asked, what is tried, and what is written then.

steps      what is asked, as data                                  (pure)
walk       the conversation, with whoever asks and tries           (pure)
writing    answers into TOML files as people keep them             (pure)
files      those files, whole or not at all; answers kept meanwhile
trying     an answer tried with the service it is for
"""
