"""A brief for other desks: plain text for a wire, a record for whoever audits it. Pure."""

from bot.export.audit import audit_record
from bot.export.wire import as_wire

__all__ = ["as_wire", "audit_record"]
