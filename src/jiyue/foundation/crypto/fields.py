"""Fields that the database holds encrypted, by a provider that a certified module can replace."""

from __future__ import annotations

import base64
import os
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

VERSION = "1:"
NONCE = 12
TAG = 16


class Provider(Protocol):
    """What encrypts: software here, a certified card or service elsewhere (``JIYUE_CRYPTO``)."""

    def encrypt(self, text: bytes) -> bytes: ...
    def decrypt(self, sealed: bytes) -> bytes: ...


class SoftwareSM4:
    """SM4-GCM (GB/T 32907) with the key of the installation; nonce and tag stand with the text."""

    def __init__(self) -> None:
        self.key = bytes.fromhex(settings.FIELD_KEY)[:16]

    def encrypt(self, text: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        engine = Cipher(algorithms.SM4(self.key), modes.GCM(nonce)).encryptor()
        return nonce + engine.update(text) + engine.finalize() + engine.tag

    def decrypt(self, sealed: bytes) -> bytes:
        nonce, text, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
        engine = Cipher(algorithms.SM4(self.key), modes.GCM(nonce, tag)).decryptor()
        return engine.update(text) + engine.finalize()


def provider() -> Provider:
    made: Provider = import_string(settings.CRYPTO_PROVIDER)()
    return made


def fingerprint(text: str) -> str:
    """A keyed SM3 digest: equal texts are found without being read."""
    mark = HMAC(bytes.fromhex(settings.DIGEST_KEY), SM3())
    mark.update(text.encode())
    return mark.finalize().hex()


class EncryptedText(models.TextField):
    """A text that the database holds only sealed. It cannot be searched; keep a ``fingerprint`` for that."""

    def get_prep_value(self, value: Any) -> Any:
        if value in (None, ""):
            return value
        return VERSION + base64.b64encode(provider().encrypt(str(value).encode())).decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        return provider().decrypt(base64.b64decode(value.removeprefix(VERSION))).decode()


def masked(text: str, keep: tuple[int, int] = (3, 4)) -> str:
    """``138****1234``: how a personal text is shown until somebody reveals it with a reason."""
    head, tail = keep
    if len(text) <= head + tail:
        return text[:1] + "*" * max(len(text) - 1, 0)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
