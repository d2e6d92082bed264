"""The nouns of Isnad: plain frozen data, closed enums, nothing else.

Every other module speaks in these. A noun carries no behaviour beyond small
properties that any reader would compute the same way. Collections are tuples;
language sides are mappings from a language code ("ar", "en") to text, where
``None`` means that the side could not be made (never a copy of another side).
"""

from bot.model.read import (
    Article,
    Completeness,
    Paragraph,
    ParagraphKind,
    Problem,
    ProblemKind,
    Published,
    Reading,
    Source,
    SourceKind,
    Story,
)
from bot.model.said import (
    Basis,
    Brief,
    Check,
    Citation,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Engine,
    Finding,
    Label,
    Name,
    Number,
    Position,
    Section,
    Status,
    Usage,
    Verdict,
    When,
)
from bot.model.talk import (
    Block,
    BlockKind,
    Chat,
    Message,
    Post,
    Ref,
    Span,
    Style,
)
from bot.model.words import (
    Note,
    Sides,
)

__all__ = [
    "Article",
    "Basis",
    "Block",
    "BlockKind",
    "Brief",
    "Chat",
    "Check",
    "Citation",
    "Claim",
    "Completeness",
    "Disagreement",
    "Draft",
    "Dropped",
    "Engine",
    "Finding",
    "Label",
    "Message",
    "Name",
    "Note",
    "Number",
    "Paragraph",
    "ParagraphKind",
    "Position",
    "Post",
    "Problem",
    "ProblemKind",
    "Published",
    "Reading",
    "Ref",
    "Section",
    "Sides",
    "Source",
    "SourceKind",
    "Span",
    "Status",
    "Story",
    "Style",
    "Usage",
    "Verdict",
    "When",
]
