"""Reads Arabic attributions: «قال فلان إن», «ونقلت صحيفة عن مسؤول», «وفقا لمصادر», «وأضاف»."""

from __future__ import annotations

import re

from bot.extract.lexicon import Hit
from bot.extract.names_ar import (
    QUOTES,
    TO_MEDIA,
    clean,
    cut_accused,
    cut_object,
    end_of_name,
    is_object,
    is_short_quote,
    with_name,
)
from bot.extract.speech import Act, Clause, Span, Speech
from bot.language.names.gazetteer import is_given_name
from bot.language.words import terms

_RELAYED = 9  # words behind «نقلت» among which «عن» stands
_WITH_ARTICLE = 4  # letters of «بال» and one more
_IFAL = re.compile(r"ا\w{2}ا\w|ت\w{1,2}ي\w|ا\wت\w?ا\w|ان\w{2}ا\w|است\w{2}ا\w")  # «إتمام»
_LONGEST = 14  # words before a verb among which its subject is looked for
_LONGEST_FREE = 7  # words of a subject that stands before its verb
_NISBA = re.compile(r"(?!ال)\w{3,}يه?$")
_HONOURS = ("احته", "موه", "عاليه", "امته", "لالته", "عادته")  # «سماحته», «سموه», «معاليه» ...


def read(clause: Clause) -> Speech | None:
    """Return the attribution of an Arabic sentence, ``None`` if it speaks for the outlet."""
    relay = _relay(clause)
    if relay:
        return relay
    medium = _medium(clause) or _outlet(clause)
    named = _named_at_once(clause, medium)
    if named:
        return named
    source = _according(clause)
    if source:
        quoted = _speech(clause, source, Act.SAY, medium)
        if quoted.speaker or quoted.refers:
            return quoted
        medium = medium or quoted.medium
    best: Speech | None = None
    for verb, act in [*_opening(clause), *clause.verbs()]:
        if _relative(clause, verb):
            continue
        found = _said(clause, verb, act, medium)
        if found and (found.speaker or found.refers or found.medium):
            best = found
            break
        best = best or found
    return best


def _named_at_once(clause: Clause, medium: Span | None) -> Speech | None:
    """«وأضافت فالن، وفق المصدر نفسه، أن»: who says it is the subject; the rest is how one knows."""
    verb, act = next(iter(clause.verbs()), (None, None))
    if verb is None or act is None or verb.start > 0:
        return None
    found = _said(clause, verb, act, medium)
    return found if found and found.speaker and not found.refers else None


def _opening(clause: Clause) -> list[tuple[Hit, Act]]:
    """«وبيّن», «وعبّر»: verbs only where they open the sentence, elsewhere "between", "via"."""
    first = clause.tokens[0].form if clause.tokens else ""
    if first in ("وبين", "بين"):
        return [(Hit(0, 1), Act.SAY)]
    return [(Hit(0, 1), Act.JUDGE)] if first in ("وعبر", "عبر") else []


def _relative(clause: Clause, verb: Hit) -> bool:
    """A verb behind «التي», «ما», «الذي كان» says something about a noun, not the sentence."""
    near = [token.form for token in clause.tokens[max(0, verb.start - 3) : verb.start]]
    if near and near[-1] in ("ما", "مما", "بما", "لما", "وما", "حسبما"):
        return True
    return any(form in ("التي", "الذي", "الذين", "والتي", "والذي") for form in near)


def _convicts(clause: Clause, verb: Hit) -> bool:
    """Tell «أدانت المحكمة فلانا», a verdict, from «أدانت الدولة الهجوم»."""
    near = range(max(0, verb.start - 2), min(verb.end + 3, len(clause.tokens)))
    form = clause.tokens[verb.start].form.lstrip("وف")
    courts = any(hit.start in near for hit in clause.hits["people.courts"])
    return courts and form in ("ادان", "ادانت", "تدين", "يدين", "دانت", "دان")


def _says_nothing(clause: Clause, verb: Hit) -> bool:
    """Tell «نقلت الفرق ألف شخص» and «يتوقع إتمام الصفقة» from verbs of saying."""
    form = clause.tokens[verb.start].form.lstrip("وف")
    follows = [token.form for token in clause.tokens[verb.end : verb.end + _RELAYED]]
    if form in ("نقلت", "نقل"):
        return not {"عن", "ان", "انه", "انها"} & set(follows)
    if form not in ("يتوقع", "يرجح") or not follows:
        return False
    at = verb.end
    people = ("people.roles", "people.offices", "people.commentators", "people.officials")
    named = any(clause.hits.starting(name, at) for name in people)
    return bool(_IFAL.fullmatch(follows[0])) and not named and not is_given_name(follows[0])


def _said(clause: Clause, verb: Hit, act: Act, medium: Span | None) -> Speech | None:
    """Return who says the words of one verb, ``None`` where it is none of saying."""
    if _convicts(clause, verb) or _says_nothing(clause, verb):
        return None
    participle = clause.hits.starting("joints.participles", verb.start) is not None
    after = None if participle else _subject_after(clause, verb)
    if after:
        return _speech(clause, after, act, medium)
    before = _subject_before(clause, verb)
    if before:
        return _speech(clause, before, act, medium)
    if participle or _buried(clause, verb):
        return None
    return Speech(act, None, medium, refers=_without_subject(clause, verb))


def _without_subject(clause: Clause, verb: Hit) -> bool:
    """Tell «وأضاف أن», which leaves its subject to the sentence before, from a name not read."""
    at = verb.end
    while at < len(clause.tokens) and clause.tokens[at].form in ("،", ","):
        at += 1
    if at >= len(clause.tokens) or _has_subject_before(clause, verb):
        return False
    form = clause.tokens[at].form
    lists = ("verbs.complementizers", "people.stops", "verbs.sources")
    linked = any(clause.hits.starting(name, at) for name in lists)
    return linked or form in QUOTES or form in ("في", ":")


def _has_subject_before(clause: Clause, verb: Hit) -> bool:
    """Tell «نعته النقابة، وكتبت أن», which has its subject before, from «وردا عليه قال»."""
    words = [at for at in range(verb.start) if clause.tokens[at].is_word]
    if not words:
        return False
    return not clause.hits.starting("people.adverbials", words[0]) and not clause.in_quotes(
        words[0]
    )


def _buried(clause: Clause, verb: Hit) -> bool:
    """Tell a verb deep in a sentence, whose subject stands elsewhere, from one that opens it."""
    words = [at for at in range(verb.start) if clause.tokens[at].is_word]
    return len(words) > 3


def _speech(clause: Clause, np: tuple[int, int], act: Act, medium: Span | None) -> Speech:
    start, end = np
    commentator = clause.any_in("people.commentators", start, min(end, start + 3))
    if _is_medium(clause, start, end):
        return Speech(act, None, clean(clause, start, end))
    if clause.hits.starting("people.papers", start) and end - start <= 2:
        return Speech(act, None, medium, refers=True, paper=True, commentator=commentator)
    if clause.hits.starting("people.pronouns", start):
        return Speech(act, None, medium, refers=True)
    if _refers(clause, start, end):
        if clause.tokens[end - 1].form.endswith(_HONOURS) and end - start == 1:
            return Speech(act, None, medium, refers=True)
        pointer = frozenset(terms(clause.words(start, end), "ar"))
        where = clean(clause, start, end)
        return Speech(act, where, medium, True, pointer, commentator=commentator)
    return Speech(act, clean(clause, start, end), medium, commentator=commentator)


def _refers(clause: Clause, start: int, end: int) -> bool:
    """Tell «المسؤول» or «هو», which point back, from a name."""
    hit = clause.hits.starting("people.roles", start)
    definite = clause.tokens[start].form.lstrip("وفبل").startswith("ال") or end - start == 1
    return hit is not None and hit.end >= end and definite


def _is_medium(clause: Clause, start: int, end: int) -> bool:
    word = clause.hits.starting("media.words", start)
    name = clause.hits.starting("media.names", start)
    return word is not None or name is not None


def _subject_after(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject behind its verb, as Arabic usually has it."""
    at = verb.end
    while at < len(clause.tokens) and clause.tokens[at].form in ("،", ","):
        at += 1
    if at >= len(clause.tokens) or (clause.in_quotes(at) and clause.tokens[at].form in QUOTES):
        return None
    if clause.hits.starting("verbs.complementizers", at) and not _is_named(clause, at):
        return None
    if (
        clause.tokens[at].form in ("في", "ب", "ل", "وهو", "وهي", "وهم")
        or not clause.tokens[at].is_word
    ):
        return None
    if clause.tokens[verb.start].form.lstrip("وف") == "امر" and _NISBA.match(
        clause.tokens[at].form
    ):
        return None  # «أمر ملكي»: an order, not "ordered"
    if clause.tokens[at].form == "بيان":
        at += 1  # «قال بيان الحكومة»: the government speaks
    if at >= len(clause.tokens) or is_object(clause, at):
        return None
    if clause.tokens[at].form.startswith("بال") and len(clause.tokens[at].form) > _WITH_ARTICLE:
        return None  # «رحبت بالقانون»
    end = end_of_name(clause, at)
    if end <= at:
        return None
    end = cut_object(clause, at, with_name(clause, at, end))
    return at, cut_accused(clause, verb.start, at, end)


def _is_named(clause: Clause, at: int) -> bool:
    return clause.hits.starting("people.roles", at) is not None


def _subject_before(clause: Clause, verb: Hit) -> tuple[int, int] | None:
    """Return the subject before its verb: «لكن الرئيس ... يؤكد», «الرياض شددت»."""
    start = 0
    end = verb.start
    while end > 0 and clause.tokens[end - 1].form in (
        "قد",
        "لم",
        "لا",
        "ايضا",
        "من",
        "جهتها",
        "جهته",
    ):
        end -= 1
    if end == 0 or end > _LONGEST:
        return None
    for at in range(end - 1, -1, -1):
        token = clause.tokens[at]
        if not token.is_word and token.form not in QUOTES:
            start = at + 1
            break
        if clause.hits.starting("joints.leaning", at) or token.form in ("ان", "فان", "وان", "انه"):
            start = at + 1
            break
    if start >= end or any(start <= h.start < end for h, _ in clause.verbs()):
        return None
    # «أما جمعية المالكين فرحبت بالقانون»: what is spoken of needs no article
    topic = start > 0 and clause.tokens[start - 1].form in ("اما", "واما")
    was = clause.tokens[start].form.lstrip("وف")
    if was in ("كان", "كانت") and start + 1 < end:
        start += 1  # «وكان المتحدث باسم الوزارة قد صرح أن»
    first = clause.tokens[start].form
    bare = first[1:] if first[:1] in "وف" else first
    noun = topic or bare.startswith("ال") or clause.any_in("people.commentators", start, start + 1)
    return (start, end) if noun and end - start <= _LONGEST_FREE + 1 else None


def _according(clause: Clause) -> tuple[int, int] | None:
    """Return the source of «وفقا لـ», «بحسب», «نقلا عن»."""
    for hit in clause.hits["verbs.sources"]:
        at = hit.end
        if clause.in_quotes(hit.start) or at >= len(clause.tokens):
            continue
        if (
            clause.tokens[hit.end - 1].form.startswith("ل")
            and hit.end - hit.start == 2
            and not (clause.tokens[hit.start].form.endswith("علي"))
        ):
            at -= 1  # «وفقا لمصادر»: the source is written onto the preposition
        if clause.tokens[at].form in ("ما", "لما", "قوله", "وصفه", "تعبيره", "قولها"):
            continue
        if any(verb.start == at for verb, _ in clause.verbs()):
            continue
        end = end_of_name(clause, at)
        if end > at:
            return at, end
    return None


def _relay(clause: Clause) -> Speech | None:
    """Return «ونقلت صحيفة ... عن مسؤول ... قوله»: medium and speaker of one verb."""
    for verb, _ in clause.verbs():
        form = clause.tokens[verb.start].form.lstrip("وف")
        if form not in ("نقلت", "نقل", "نقلته", "نقلا"):
            continue
        about = next(
            (
                at
                for at in range(verb.end, min(verb.end + 9, len(clause.tokens)))
                if clause.tokens[at].form == "عن"
            ),
            None,
        )
        if about is None or about + 1 >= len(clause.tokens):
            continue
        end = _quoting(clause, about + 1) or end_of_name(clause, about + 1)
        if end > about + 1 and about > verb.end:
            medium = clean(clause, verb.end, about)
            found = _speech(clause, (about + 1, end), Act.SAY, medium)
            return Speech(
                Act.SAY, found.speaker, medium, found.refers, commentator=found.commentator
            )
    return None


def _quoting(clause: Clause, at: int) -> int | None:
    """Return where «عن مهندس في المشروع قوله» comes to «قوله», with nothing but words between."""
    for end in range(at, min(at + 12, len(clause.tokens))):
        if clause.tokens[end].form in ("قوله", "قولها", "قولهم"):
            return end
        if not clause.tokens[end].is_word:
            return None
    return None


def _medium(clause: Clause) -> Span | None:
    """Return the outlet or platform that the words went through («لموقع ...», «على تويتر»)."""
    for hit in clause.hits["media.words"]:
        if clause.in_quotes(hit.start) and not is_short_quote(clause, hit.start):
            continue
        form = clause.tokens[hit.start].form
        before = clause.tokens[hit.start - 1].form if hit.start else ""
        through = (
            form.startswith(TO_MEDIA)
            or before in ("مع", "علي", "عبر", "عن")
            or before.startswith(("نقلت", "بثت", "نشرت", "اورد", "ذكرت"))
        )
        if through:
            return _medium_name(clause, hit)
    return None


def _outlet(clause: Clause) -> Span | None:
    """Return an outlet that no list has but whose name ends like one («لنوارس نيوز»)."""
    for hit in clause.hits["media.endings"]:
        at = hit.start - 1
        if at >= 0 and clause.tokens[at].form.startswith("ل") and len(clause.tokens[at].form) > 3:
            low, high = clause.span(at, hit.end)
            return low + 1, high
    return None


def _closes(last: str, follows: str) -> bool:
    """Tell «قناة المدينة الإخبارية | حصلت»: behind «ال...» a name goes on with «ال...» only."""
    return last.startswith("ال") and follows.isalpha() and not follows.startswith("ال")


def _medium_name(clause: Clause, hit: Hit) -> Span | None:
    start, end = hit.start, hit.end
    if clause.tokens[start].form.endswith(("ته", "تها")):
        start = end  # «على منصته تروث سوشال»: the name alone
    while end < len(clause.tokens) and end - hit.end < 4:
        token = clause.tokens[end]
        quoted = token.form in QUOTES and is_short_quote(clause, end)
        if not quoted and (not token.is_word or clause.hits.starting("people.stops", end)):
            break
        if clause.hits.starting("verbs.complementizers", end):
            break
        if any(h.start == end for h, _ in clause.verbs()):
            break
        if end > hit.end and _closes(clause.tokens[end - 1].form, token.form):
            break
        end += 1
    return clean(clause, start, end) if end > hit.end else None
