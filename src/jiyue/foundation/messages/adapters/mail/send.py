"""One letter by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import NOT_SENT, Letter
from jiyue.foundation.messages.adapters.mail.settings import MailSettings
from jiyue.foundation.policy import policy


def send(settings: MailSettings, letter: Letter) -> str:
    """The Message-ID. Refused (MESSAGE_NOT_SENT) with the kind of failure and the code of the server."""
    mail = EmailMessage()
    domain = settings.sender.rpartition("@")[2]
    mail["Message-ID"] = make_msgid(idstring=f"jiyue-{letter.key}", domain=domain)
    mail["Date"] = formatdate(localtime=True)
    mail["From"], mail["To"] = settings.sender, letter.to
    mail["Subject"] = " ".join(letter.subject.split())
    mail.set_content("\n\n".join(part for part in (letter.body, letter.link) if part))
    try:
        _hand_over(settings, mail)
    except (OSError, smtplib.SMTPException) as error:
        what = type(error).__name__
        if isinstance(error, smtplib.SMTPResponseException):
            what = f"{what} {error.smtp_code}"
        raise Refused(NOT_SENT(field="mail", value=settings.host, what=what)) from None
    return str(mail["Message-ID"])


def _hand_over(settings: MailSettings, mail: EmailMessage) -> None:
    seconds = policy("messages.timeout")
    safe = ssl.create_default_context()
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=seconds, context=safe)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=seconds)
    with server:
        if settings.security == "starttls":
            server.starttls(context=safe)
        if settings.user:
            server.login(settings.user, settings.password)
        server.send_message(mail)
