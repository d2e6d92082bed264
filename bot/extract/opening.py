"""Takes the link to the sentence before off a sentence that now stands alone.

«في المقابل، قالت ...», «وأكد ...», "However, Quill said ..." are links in an article and riddles
in a list. What is left is word for word the source's; a cut that would leave a small letter at the
head of an English sentence is not made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extract.lexicon import Token, forms, lexicon, tokenize
from bot.extract.passages import is_future
from bot.language.names.gazetteer import is_ordinary
from bot.language.names.tokens import tokenize as name_tokens

_PAST = re.compile(r"ا(?:ن\w{3}|[^ل]ت\w{2}|ست\w{3})ت?")  # «اندلع», «اعتقلت», «استقبل»
_COMMAS = ("،", ",")
_STATEMENT = "تصريح"  # «في تصريح صحافي إن»: words of saying beside the verb
_SHORTEST = 3  # letters of a word with a preposition written onto it
_SAYING = ("verbs.announce", "verbs.say", "verbs.judge", "verbs.deny", "verbs.allege")
_VERBS = (*_SAYING, "news.acts")
_OPENERS = ("joints.opening_verbs", "verbs.sources")


def cut(text: str, language: str) -> int:
    """Return how many characters of ``text`` only link it to the sentence before."""
    tokens = tokenize(text)
    at = _link(tokens, language)
    if at >= len(tokens) or (language == "ar" and _says_more(tokens, at)):
        return 0
    start = tokens[at].start
    if language == "ar":
        return start + _written_on(tokens[at].form)
    first = text[start : start + 1]
    return start if first.isupper() or first.isdigit() else 0


def _link(tokens: Sequence[Token], language: str) -> int:
    """Return the token that follows the links at the head of a sentence."""
    found = lexicon(language).find(tokens[:8])
    at = 0
    while (hit := found.starting("joints.links", at)) is not None:
        at = hit.end
        while at < len(tokens) and tokens[at].form in _COMMAS:
            at += 1
    link = found.starting("joints.verb_links", at)
    says = link and any(found.starting(name, link.end) for name in _VERBS)
    return link.end if link and says else at


def _says_more(tokens: Sequence[Token], first: int) -> bool:
    """Tell «وقال ...، وطالب بنشره»: who says the second is told by the whole sentence only.

    A verb before its subject, or before what is said («مشيرا إلى», «وصفه بأنه»), does no harm.
    """
    if any(token.form == _STATEMENT for token in tokens):
        return True
    found = lexicon("ar").find(tokens)
    verbs = [hit for name in _SAYING for hit in found[name] if hit.start > first]
    return any(hit.end < len(tokens) and _is_phrase(tokens[hit.end].form) for hit in verbs)


def _is_phrase(form: str) -> bool:
    """Tell «بنشره», «خلال»: what is asked for or when, where a subject might stand."""
    if form in forms("ar", "verbs.complementizers"):
        return False
    return form in forms("ar", "people.stops") or (form.startswith("ب") and len(form) > _SHORTEST)


def _written_on(form: str) -> int:
    """Return 1 where an Arabic word is a verb or preposition behind a conjunction («وأكد»)."""
    if form[:1] not in ("و", "ف") or len(form) < 4:
        return 0
    bare = form[1:]
    known = any(bare in forms("ar", name) for name in (*_VERBS, *_OPENERS))
    whole = any(form in forms("ar", name) for name in _VERBS)
    return int((known and not whole) or (form[0] == "و" and _is_verb(bare)))


def _is_verb(form: str) -> bool:
    """Tell by its shape a verb that no list has: «اندلع», «استقبلت», «يحتاج», «سيبدأ»."""
    imperfect = form[0] in "يت" and len(form) > 3 and form != "تيره"  # «وتيرة», a pace
    ordinary = imperfect and all(is_ordinary(token) for token in name_tokens(form))
    return ordinary or is_future(form) or bool(_PAST.fullmatch(form))
