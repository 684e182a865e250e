"""Mail through an SMTP server."""

from jiyue.foundation.messages.adapters.mail.send import send
from jiyue.foundation.messages.adapters.mail.settings import MailSettings, parse

__all__ = ["MailSettings", "parse", "send"]
