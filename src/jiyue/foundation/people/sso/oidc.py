"""OpenID Connect: authorization code with PKCE, state and nonce; the token's signature and claims checked."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from jiyue.engine.problems import Refused
from jiyue.foundation.people.sso import SSO_DOWN, SSO_FORGED, SSO_REFUSED, Identity

SCOPE = "openid profile email"
WELL_KNOWN = "/.well-known/openid-configuration"
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
"""Signatures by a key pair only: a provider's public key must never pass as a shared secret."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SECONDS, LEEWAY, KEEP, LONGEST = 10, 60, 3600, 400
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Oidc:
    """One provider, as the settings describe it."""

    issuer: str
    client_id: str
    client_secret: str
    title: str

    def start(self, back: str) -> tuple[str, dict[str, str]]:
        remembered = {
            "state": secrets.token_urlsafe(24),
            "nonce": secrets.token_urlsafe(24),
            "verifier": secrets.token_urlsafe(48),
        }
        address = prepare_grant_uri(
            self.metadata()["authorization_endpoint"],
            self.client_id,
            "code",
            redirect_uri=back,
            scope=SCOPE,
            state=remembered["state"],
            nonce=remembered["nonce"],
            code_challenge=create_s256_code_challenge(remembered["verifier"]),
            code_challenge_method="S256",
        )
        return str(address), remembered

    def finish(self, back: str, answer: Mapping[str, str], remembered: Mapping[str, str]) -> Identity:
        state = answer.get("state", "")
        if not hmac.compare_digest(state.encode(), remembered.get("state", secrets.token_hex()).encode()):
            raise Refused(SSO_FORGED(reason="state"))
        if answer.get("iss", self.issuer) != self.issuer:
            raise Refused(SSO_FORGED(reason="iss"))
        if answer.get("error") or not answer.get("code"):
            raise Refused(SSO_REFUSED(reason=answer.get("error", "code")[:80]))
        claims = self.claims(self._redeem(back, answer["code"], remembered["verifier"]), remembered["nonce"])
        subject = f"{self.issuer} {claims['sub']}"
        if len(subject) > LONGEST:
            raise Refused(SSO_FORGED(reason="sub"))
        return Identity(
            subject=subject,
            username=str(claims.get("preferred_username") or ""),
            name=str(claims.get("name") or ""),
            email=str(claims.get("email") or ""),
        )

    def _redeem(self, back: str, code: str, verifier: str) -> str:
        """The identity token for ``code``, which the provider gives once and to the right verifier only."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": self.client_id,
        }
        known = self.metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = None
        if self.client_secret and "client_secret_basic" in known:
            basic = httpx.BasicAuth(quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
        elif self.client_secret:
            form["client_secret"] = self.client_secret
        found = _spoken(
            lambda: httpx.post(self.metadata()["token_endpoint"], data=form, auth=basic, timeout=SECONDS)
        )
        if "error" in found:
            raise Refused(SSO_REFUSED(reason=str(found["error"])[:80]))
        if not isinstance(found.get("id_token"), str):
            raise Refused(SSO_FORGED(reason="id_token"))
        return str(found["id_token"])

    def claims(self, token: str, nonce: str) -> dict[str, Any]:
        """What the token says, when its signature, issuer, audience, times and nonce hold."""
        wanted = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        try:
            found = self._decoded(token)
            wanted.validate(found.claims)
        except (JoseError, ValueError) as error:
            reason = getattr(error, "claim", None) or getattr(error, "error", None) or type(error).__name__
            raise Refused(SSO_FORGED(reason=reason)) from None
        claims: dict[str, Any] = found.claims
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            raise Refused(SSO_FORGED(reason="azp"))
        return claims

    def _decoded(self, token: str) -> jwt.Token:
        """The token with its signature checked; a key that is not known yet is asked for once."""
        try:
            return jwt.decode(token, self._keys(), algorithms=SIGNATURES)
        except InvalidKeyIdError:
            _kept.pop(self.metadata()["jwks_uri"], None)
            return jwt.decode(token, self._keys(), algorithms=SIGNATURES)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(fetched(self.metadata()["jwks_uri"]))  # type: ignore[arg-type]

    def metadata(self) -> dict[str, Any]:
        """What the provider publishes of itself; it must speak of the issuer that we asked."""
        found = fetched(self.issuer.rstrip("/") + WELL_KNOWN)
        if found.get("issuer") != self.issuer:
            raise Refused(SSO_FORGED(reason="issuer"))
        for name in NEEDED:
            if not str(found.get(name, "")).startswith(self.issuer.partition("://")[0] + "://"):
                raise Refused(SSO_DOWN(reason=name))
        return found


def fetched(address: str) -> dict[str, Any]:
    """A JSON object of the provider, kept for an hour."""
    at, found = _kept.get(address, (0.0, {}))
    if time.monotonic() - at < KEEP and found:
        return found
    found = _spoken(lambda: httpx.get(address, timeout=SECONDS).raise_for_status())
    _kept[address] = (time.monotonic(), found)
    return found


def _spoken(call: Callable[[], httpx.Response]) -> dict[str, Any]:
    """The JSON object that the provider answers with; :class:`Refused` when there is none."""
    try:
        found = call().json()
    except (httpx.HTTPError, ValueError) as error:
        raise Refused(SSO_DOWN(reason=type(error).__name__)) from None
    if not isinstance(found, dict):
        raise Refused(SSO_DOWN(reason="JSON"))
    return found
