"""A brief as one language side of its page shows it: citations with their cards, lines, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.model import Block, BlockKind, Brief, Citation, Span, Style
from bot.page.markup import Html, anchor, join, runs, spoken, tag
from bot.render.brief import link, marked_off
from bot.render.sources import dated, outlet
from bot.render.why import spans_at
from bot.render.words import field as name_field
from prompts import text

SHOWN = 6  # items of a list before the rest is folded away


@dataclass(frozen=True)
class View:
    """One side of a page: the brief, the side's language, citation numbers by paragraph."""

    brief: Brief
    language: str
    numbers: Mapping[str, int]
    _ids: Iterator[int] = field(default_factory=count, repr=False)

    def say(self, key: str, **values: object) -> str:
        """Return a text of ``prompts/lang`` in the side's language."""
        return text(key, self.language, **values)

    def line(self, words: str) -> Html:
        """Return a line that was made ready to show, its foreign runs as elements."""
        return runs(words, self.brief.languages)

    def name(self, words: str) -> Html:
        """Return a name or title, set apart where it runs the other way."""
        return self.line(name_field(words, self.language))

    # --- citations ---------------------------------------------------------

    def cites(self, citations: Iterable[Citation]) -> Html:
        """Return a mark for each cited paragraph, once, with the card that it opens."""
        own: dict[str, list[Citation]] = {}
        for citation in citations:
            own.setdefault(citation.paragraph, []).append(citation)
        order = sorted(own, key=lambda cited: self.numbers.get(cited, len(self.numbers) + 1))
        return join((self._cite(id, own[id]) for id in order), " ")

    def label(self, paragraph: str) -> str:
        """Return what the brief calls a paragraph: its number, else its id."""
        return str(self.numbers.get(paragraph, paragraph))

    def _cite(self, id: str, own: Sequence[Citation]) -> Html:
        card = f"{self.language}-e{next(self._ids)}"
        label = self.label(id)
        named = self.say(
            "page.cite", n=label, outlet=outlet(self.brief.story.article(id), self.language)
        )
        opener = tag(
            "button",
            label,
            type="button",
            popovertarget=card,
            popovertargetaction="show",
            aria_label=named,
        )
        close = tag(
            "button",
            Html("&#215;"),
            type="button",
            class_="close",
            popovertarget=card,
            popovertargetaction="hide",
            aria_label=self.say("page.close"),
        )
        body = tag(
            "span",
            close,
            self.evidence(id, own),
            id=card,
            class_="card",
            popover="auto",
            role="group",
            aria_label=named,
        )
        return tag("span", opener, body, class_="cite")

    def evidence(self, id: str, own: Sequence[Citation]) -> Html:
        """Return a paragraph, verbatim, its cited words marked: where it stands, and its link."""
        story = self.brief.story
        article = story.article(id)
        head = join(
            (
                tag("b", self.line(outlet(article, self.language))),
                self.line(f" · {dated(article, self.language)} · "),
                self.say("brief.paragraph", n=story.paragraphs[id].n),
            )
        )
        words = tag("span", self._marked(id, own), class_="verbatim", **spoken(article.language))
        opened = anchor(link(story, own[0]), self.say("brief.open"), class_="deep")
        reach = tag("span", opened, class_="reach") if opened.startswith("<a") else Html("")
        return join((tag("span", head, class_="place"), words, reach))

    def _marked(self, id: str, own: Sequence[Citation]) -> Html:
        words = self.brief.story.paragraphs[id].text
        found = [(c.start, c.end) for c in own if c.start is not None and c.end is not None]
        if not found:
            places = ((words.find(c.quote), c.quote) for c in own if c.quote)
            found = [(at, at + len(quote)) for at, quote in places if at >= 0]
        return join(
            tag("mark", span.text) if span.style is Style.STRONG else span.text
            for span in spans_at(words, found)
        )

    def verbatim(self, citation: Citation, most: str | None = None) -> Html:
        """Return words of a source as a quotation in its language."""
        article = self.brief.story.article(citation.paragraph)
        whole = most or marked_off(citation, self.brief.story.paragraphs[citation.paragraph])
        return tag("q", whole, **spoken(article.language))

    def quoted(self, citation: Citation, words: str, cites: Html) -> Html:
        """Return a quotation with its marks as a paragraph that runs as its source does."""
        code = self.brief.story.article(citation.paragraph).language
        own = {} if code == self.language else {"class_": "foreign", **spoken(code)}
        cited = tag("span", cites, **spoken(self.language)) if own else cites
        return tag("p", self.verbatim(citation, words), " ", cited, **own)

    # --- what is laid out elsewhere ------------------------------------------

    def spans(self, spans: Iterable[Span]) -> Html:
        """Return spans of a post as markup."""
        return join(self._span(span) for span in spans)

    def _span(self, span: Span) -> Html:
        lines = [self.line(part) for part in span.text.split("\n")]
        words = join(lines, tag("br"))
        if span.href:
            words = anchor(span.href, words)
        if span.style is Style.STRONG:
            return tag("b", words)
        return tag("span", words, class_="soft") if span.style is Style.SOFT else words

    def block(self, block: Block) -> Html:
        """Return a block of a post: a list item where it is one, else a paragraph."""
        name = "li" if block.kind in (BlockKind.ITEM, BlockKind.CLAIM) else "p"
        return tag(name, self.spans(block.spans))

    # --- parts ---------------------------------------------------------------

    def part(self, name: str, heading: str, *content: str) -> Html:
        """Return a section with its heading, a landmark of that name."""
        id = f"{self.language}-{name}"
        head = tag("h2", heading, id=id)
        return tag("section", head, *content, class_=name, aria_labelledby=id)

    def listed(self, items: Sequence[Html], kind: str = "ul", **attributes: str) -> Html:
        """Return a list whose later items are folded away."""
        first, rest = items[:SHOWN], items[SHOWN:]
        if len(rest) == 1:
            first, rest = items, []
        shown = tag(kind, *first, **attributes)
        if not rest:
            return shown
        more = tag("summary", self.say("page.more", n=len(rest)))
        start = {"start": str(len(first) + 1)} if kind == "ol" else {}
        return join((shown, tag("details", more, tag(kind, *rest, **start, **attributes))))
