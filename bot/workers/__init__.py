"""Work on strangers' bytes in processes that can be killed: ``pool`` is our side, ``serve`` theirs.

Through the pipes go, one document after the other: four bytes of length, a JSON header with the
``size`` of the document, the document; back come four bytes of length and the answer.
"""
