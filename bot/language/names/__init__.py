"""Names across spellings and scripts: finding them, and telling whether a text has them."""

from bot.language.names.finding import NameKind, NameMention, names_in
from bot.language.names.matching import missing, name_in, same_name

__all__ = ["NameKind", "NameMention", "missing", "name_in", "names_in", "same_name"]
