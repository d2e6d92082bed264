"""Tells where an Arabic name ends: no capitals mark it, so what follows must."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extract.lexicon import forms
from bot.extract.speech import Clause, Span
from bot.language.names import NameKind, names_in
from bot.language.names.gazetteer import is_given_name, is_ordinary, is_title
from bot.language.names.tokens import Token as NameToken
from bot.language.names.tokens import tokenize

_OF_FAMILY = frozenset(("ال", "بن", "ابن", "بنت", "ابو", "ام", "بو", "ولد", "ذو", "عبد"))
QUOTES = frozenset("\"“”«»'‘’")
TO_MEDIA = ("لل", "ل", "بال", "ب")  # prepositions that are written onto «موقع», «صحيفة» ...
_POSSESSED = ("ته", "تها", "تهم")  # «إعادته», «كلمتها»
_TWO = 2
_NEAR = 3  # words of an office before its «لدى»
_LONGEST = 22  # words of a speaker's name with their office
# Verbal nouns that begin an object, not a name: «اعتبرت توسيع ...», «أدان استهداف ...».
_MASDAR = re.compile(r"ت\w{1,2}ي\w$|است\w{2}ا\w$|ان\w{2}ا\w$|ا[فقعجخ]ت\w\w?ا\w?$")
_ADJECTIVE = re.compile(r"ال\w+(?:ي|يه)$")
_BY_MASDAR = re.compile(r"[بل](?:ال)?(?:ت\w{2}ي\w|ا\w{1,2}ا\w{1,2}|ات\w{2}ق\w{0,2}|قرار|خطو\w)$")


def with_name(clause: Clause, start: int, end: int) -> int:
    """Return where «الرئيس الأمريكي، دونالد ترامب، ...» ends: behind the name between commas."""
    if (
        not _is_office(clause, start)
        or end >= len(clause.tokens)
        or clause.tokens[end].form not in ("،", ",")
    ):
        return end
    close = end + 1
    while close < len(clause.tokens) and clause.tokens[close].is_word:
        verb = any(h.start == close for h, _ in clause.verbs())  # «روي» is a name as well
        if is_stop(clause, close) or (verb and close == end + 1):
            return end
        close += 1
    bounded = close < len(clause.tokens) and clause.tokens[close].form in ("،", ",")
    return close if bounded and 2 <= close - end - 1 <= 4 else end


def cut_object(clause: Clause, start: int, end: int) -> int:
    """Return where a known name ends that runs on into its verb's object without a mark.

    «الولايات المتحدة إمهال ...», «السعودية التعرض له»: only an adjective or a second name follows a
    name that is known.
    """
    low, high = clause.span(start, end)
    names = names_in(clause.text[low:high], "ar")
    if not names or names[0].start > 0 or names[0].kind is not NameKind.KNOWN:
        return end
    last = next(n for n in range(start, end) if clause.tokens[n].end - low >= names[0].end)
    follows = clause.tokens[last + 1].form if last + 1 < end else ""
    goes_on = not follows or follows[0] in 'و،,("«' or _ADJECTIVE.match(follows)
    return end if goes_on else last + 1


def cut_accused(clause: Clause, verb: int, start: int, end: int) -> int:
    """Return where a speaker ends whose verb has a person or body for its object without a mark.

    «اتهم النائب سامي طرخان الحكومة بـ...»: of a verb that needs an object, a definite noun at the
    end is that. Of any other, only an ordinary word behind a given and a family name.
    """
    needs = clause.tokens[verb].form.lstrip("وف") in forms("ar", "verbs.accuse")
    end = _before_by(clause, start, end) if needs else end
    tokens = clause.tokens[start:end]
    names = tokenize(clause.text[slice(*clause.span(start, end))])
    given = _given_part(names)
    if given is not None and len(names) == len(tokens):
        for at in range(given + _TWO, len(tokens)):
            if _begins_object(names, at):
                return start + at
    last, least = len(tokens), 1 if given is None else given + _TWO + 1
    while last > least and _ADJECTIVE.match(tokens[last - 1].form):
        last -= 1
    if last < _TWO or not tokens[last - 1].form.startswith("ال"):
        return end
    if tokens[last - 2].form in _OF_FAMILY:
        return end
    named = given is not None and len(names) == len(tokens) and last - 1 >= given + _TWO
    ordinary = len(names) == len(tokens) and is_ordinary(names[last - 1])
    body = len(tokens) > _TWO or bool(clause.hits.starting("people.roles", start + last - 1))
    body = body or tokens[0].form in forms("ar", "people.bodies")
    bare = given is None and tokens[last - 2].form.startswith("ال") and body
    if needs and (named or bare):
        return start + last - 1
    return start + last - 1 if named and ordinary and last == len(tokens) else end


def _given_part(names: Sequence[NameToken]) -> int | None:
    """Return where the last part of the first given name stands; «عبد الله» has two."""
    for at, token in enumerate(names):
        if is_given_name(token.form) and not is_title(token):
            return at + 1 if token.form == "عبد" and at + 1 < len(names) else at
    return None


def _begins_object(names: Sequence[NameToken], at: int) -> bool:
    """Tell the ordinary noun in «انتقد سامي الجندي قرار الحكم» from a further part of a name."""
    token, before = names[at], names[at - 1].form
    form = token.form
    if form.startswith("ال") or before in _OF_FAMILY or form in _OF_FAMILY:
        return False
    return is_ordinary(token) and not (is_given_name(form) or is_title(token))


def _before_by(clause: Clause, start: int, end: int) -> int:
    """Return where «طالب اتحاد التجار الحكومة بدعم ...» has named both: before its «ب»."""
    for at in range(start + 2, end):
        form = clause.tokens[at].form
        if form[0] in "بل" and len(form) > 3 and clause.tokens[at - 1].form.startswith("ال"):
            return at
    return end


def is_object(clause: Clause, at: int) -> bool:
    """Tell a verbal noun, which begins an object, from a name («رفع الأسعار», «التوصل إلى»)."""
    form = clause.tokens[at].form
    if _MASDAR.match(form) or _BY_MASDAR.match(form):
        return True
    known = any(
        hit.start == at
        for name in ("people.roles", "people.offices", "media.words")
        for hit in clause.hits[name]
    )
    if form.endswith(_POSSESSED):
        return not known and not clause.hits.starting("people.kin", at)
    bare = form.removeprefix("ال")
    return bare != form and not known and bool(_MASDAR.match(bare))


def end_of_name(clause: Clause, at: int) -> int:
    """Return where a name that begins at ``at`` ends."""
    end, closed = at, False
    while end < len(clause.tokens) and end - at < _LONGEST:
        token = clause.tokens[end]
        sign = not token.is_word and not _slashed(clause, end)
        if sign and not (token.form in QUOTES and is_short_quote(clause, end)):
            if token.form == "." and len(clause.tokens[end - 1].form) == 1:
                end += 1  # «م. عبدالله», «د. شوقي»
                continue
            closed = token.form != "." or end == len(clause.tokens) - 1
            break
        stop = clause.hits.starting("people.stops", end)
        if _at_employer(clause, at, end):
            end += 1
            continue
        if end > at and _before_sign(clause, end):
            closed = True
            break
        belongs = _of_many(clause, at, end) or _of_office(clause, at, end)
        if token.is_word and stop and is_stop(clause, end) and not belongs:
            closed = True
            break
        if end > at and (_behind_quoted(clause, end) or _behind_body(clause, at, end)):
            closed = True
            break
        if end > at and any(hit.start == end + 1 for hit in clause.hits["media.endings"]):
            closed = True
            break
        if end > at and (_reaches_medium(clause, end) or _opens_place(clause, at, end)):
            closed = True
            break
        verb = any(h.start == end for h, _ in clause.verbs())
        if end > at and (verb or _BY_MASDAR.match(token.form)):
            closed = True
            break
        end += 1
    return end if closed or end == len(clause.tokens) else at


def _behind_quoted(clause: Clause, at: int) -> bool:
    """Tell the object in «انتقدت جمعية «الشجرة» الخطة» from an adjective of the name in marks."""
    token = clause.tokens[at]
    if not token.form.startswith("ال") or _ADJECTIVE.match(token.form):
        return False
    before = clause.tokens[at - 1]
    return before.form in QUOTES and any(high == before.end for _, high in clause.quoted)


def _behind_body(clause: Clause, start: int, at: int) -> bool:
    """Tell the object in «أعلنت البلدية موعد الحفل»: no adjective, for it has no article."""
    token = clause.tokens[at]
    if at != start + 1 or not token.is_word or not token.form.isalpha():
        return False
    if token.form.startswith(("ال", "لل", "و")):
        return False
    form = clause.tokens[start].form
    return (form[1:] if form[0] in "وف" else form) in forms("ar", "people.bodies")


def _slashed(clause: Clause, at: int) -> bool:
    """Tell the strokes that agencies put around a name («حركة /الفجر/») from any other sign."""
    if clause.tokens[at].form != "/":
        return False
    near = [n for n in (at - 2, at - 3, at - 4, at + 2, at + 3, at + 4) if n >= 0]
    return any(n < len(clause.tokens) and clause.tokens[n].form == "/" for n in near)


def _of_many(clause: Clause, start: int, at: int) -> bool:
    """«عدد من الدول», «كثير من الخبراء»: «من» belongs to the name."""
    many = clause.tokens[start].form.lstrip("وف") in forms("ar", "people.many")
    return many and clause.tokens[at].form == "من" and at == start + 1


def _of_office(clause: Clause, start: int, at: int) -> bool:
    """«وزير العمل», «كتلة العمل»: a noun with its article right behind an office is part of it."""
    if at == start or not clause.tokens[at].form.startswith("ال"):
        return False
    lists = ("people.offices", "people.officials", "people.parties")
    before = clause.tokens[at - 1].form
    return not before.startswith("ال") and any(clause.hits.starting(n, at - 1) for n in lists)


def _before_sign(clause: Clause, at: int) -> bool:
    """«لـ"صوت الشمال"», «بـ112 صوتا»: a preposition before what is no Arabic word ends a name."""
    follows = clause.tokens[at + 1].form if at + 1 < len(clause.tokens) else ""
    form = clause.tokens[at].form
    apart = form in ("ل", "ب") and (follows in QUOTES or follows.isdigit())
    return apart or (form[0] in "بل" and form[1:].lstrip("ـ").isdigit())


def is_stop(clause: Clause, at: int) -> bool:
    """A stop counts as it stands or behind a conjunction, not without its article."""
    form = clause.tokens[at].form
    if form == "عن" and at and clause.tokens[at - 1].form in forms("ar", "grammar.take_about"):
        return False
    whole = (form, form[1:]) if form[:1] in ("و", "ف") else (form,)
    stops = forms("ar", "people.stops")
    for hit in clause.hits["people.stops"]:
        if hit.start == at:
            rest = [token.form for token in clause.tokens[at + 1 : hit.end]]
            if any(" ".join([first, *rest]) in stops for first in whole):
                return True
    return False


def is_short_quote(clause: Clause, at: int) -> bool:
    """Tell the marks around one or two words of a name from those of a quotation."""
    start = clause.tokens[at].start
    return any(
        low <= start < high and clause.text.count(" ", low, high) <= 1
        for low, high in clause.quoted
    )


def _reaches_medium(clause: Clause, at: int) -> bool:
    """«لموقع ...», «لصحيفة ...» ends the speaker and begins the medium."""
    form = clause.tokens[at].form
    return form.startswith(TO_MEDIA) and clause.hits.starting("media.words", at) is not None


def _opens_place(clause: Clause, start: int, at: int) -> bool:
    """«في» ends a name unless it belongs to an office («الباحث في الشؤون العسكرية»)."""
    if clause.tokens[at].form != "في":
        return False
    office = _is_office(clause, start)
    return not (office and (at - start <= 2 or _name_follows(clause, at + 1)))


def _at_employer(clause: Clause, start: int, at: int) -> bool:
    """Tell «المحلل لدى شركة المدى سامي الكيلاني» from «لدى» that begins a phrase of time."""
    if clause.tokens[at].form != "لدي" or at - start > _NEAR:
        return False
    return _is_office(clause, start) and _name_follows(clause, at + 1)


def _is_office(clause: Clause, at: int) -> bool:
    return any(
        hit.start == at
        for name in ("people.roles", "people.commentators", "people.offices")
        for hit in clause.hits[name]
    )


def _name_follows(clause: Clause, at: int) -> bool:
    """Tell «في دار الحكومة سالم الكاتب»: a place and then a name, one part without an article."""
    end = at
    while end < len(clause.tokens) and clause.tokens[end].is_word and end - at < 6:
        verb = any(hit.start == end for hit, _ in clause.verbs())
        if verb or is_stop(clause, end) or _BY_MASDAR.match(clause.tokens[end].form):
            break
        end += 1
    last = [token.form for token in clause.tokens[max(at, end - 2) : end]]
    return end - at >= 3 and not all(form.startswith("ال") for form in last)


def clean(clause: Clause, start: int, end: int) -> Span:
    """Return the span of a name without a written-on preposition and quotation marks around it."""
    while start < end - 1 and clause.tokens[start].form in QUOTES:
        start += 1
    if end - start > 1 and clause.tokens[end - 1].form in QUOTES:
        inside = clause.text[clause.tokens[start].start : clause.tokens[end - 2].end]
        if not any(mark in inside for mark in QUOTES):
            end -= 1
    low, high = clause.span(start, end)
    word = clause.tokens[start].form
    if word.startswith("لل") and clause.hits.starting("media.words", start):
        return low, high
    written_on = clause.hits.starting("media.words", start) or (
        start > 0 and clause.tokens[start - 1].form in ("وفقا", "ووفقا", "طبقا", "نقلا", "استنادا")
    )
    if word[:1] in "لب" and written_on and len(word) > 3:
        low += 1
    return low, high
