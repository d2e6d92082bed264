"""Which of the articles' titles stands over the brief, and how late each article came out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.lexicon import lexicon, tokenize
from bot.extract.pairs import marks, says
from bot.extract.speech import quoted_spans
from bot.language import folded
from bot.language.words import terms
from bot.model import Article

_FIRST = 3  # claims of the announcement that the headline should agree with
_STALE = 0.3  # what a title counts whose figure no other article leads with
_UNBORNE = 0.5  # and one whose figure or quotation the announcement does not have
_KIND = 0.3  # and one that tells what kind of page it stands over
_NEWEST = 0.05  # what the last title gains over the first


def headline(articles: Sequence[Article], claims: Sequence[str] = ()) -> str | None:
    """Return the title that agrees best with the other titles, the leads and ``claims``, verbatim.

    ``claims`` are the texts of the announcement, the main news first. A title with a figure or
    quotation that they do not bear, or a figure that no other article has in its title or lead,
    gives way; of titles as good as each other the newest article's is taken.
    """
    titled = [a for a in articles if a.title.strip() and a.copy_of is None]
    titled = titled or [a for a in articles if a.title.strip()]
    if not titled:
        return None
    words = {a.id: set(terms(a.title, a.language)) for a in titled}
    heads = {a.id: set(terms(_lead(a), a.language)) for a in articles}
    told = [set(terms(text, articles[0].language)) for text in claims[:_FIRST]]
    late = lateness(articles)

    def worth_of(article: Article) -> float:
        own = words[article.id]
        if not own or article.title.rstrip().endswith(("?", "؟")):
            return -1.0
        others = [words[a.id] for a in titled if a is not article] + [*heads.values(), *told]
        share = sum(len(own & other) for other in others) / (len(own) + 3) / max(1, len(others))
        rest = [words.get(a.id, set()) | heads[a.id] for a in articles if a is not article]
        share *= _STALE if rest and _alone(own, set().union(*rest)) else 1.0
        share *= _KIND if _tells_its_kind(article) else 1.0
        share *= _UNBORNE if claims and not _borne(article, claims) else 1.0
        return share + _NEWEST * late[article.id]

    return max(titled, key=worth_of).title.strip()


def _lead(article: Article) -> str:
    return " ".join(p.text for p in article.paragraphs[:2])


def _tells_its_kind(article: Article) -> bool:
    """Tell "Five things to know about ...", «بالأرقام», from a title that tells the news."""
    cues = lexicon(article.language).find(tokenize(article.title))
    return bool(cues["junk.titles"])


def _alone(own: set[str], rest: set[str]) -> bool:
    """Tell whether a title has a figure of two digits and more that nobody else leads with."""
    return any(len(word) > 1 and word.isdigit() and word not in rest for word in own)


def _borne(article: Article, claims: Sequence[str]) -> bool:
    """Tell whether the claims have the figures and quotations of a title."""
    title, language = article.title, article.language
    known = [figure for text in claims for figure in marks(text, language, None).figures]
    figures = marks(title, language, None).figures
    everything = folded(" ".join(claims))
    quoted = [folded(title[low + 1 : high - 1]).strip() for low, high in quoted_spans(title)]
    return all(any(says(f, k) for k in known) for f in figures) and all(
        words in everything for words in quoted
    )


def lateness(articles: Sequence[Article]) -> dict[str, float]:
    """Return for each article how late it came out, 0 (first, or undated) to 1 (last)."""
    days = {a.id: a.published.day.toordinal() for a in articles if a.published}
    first, last = min(days.values(), default=0), max(days.values(), default=0)
    return {a.id: (days.get(a.id, first) - first) / max(1, last - first) for a in articles}
