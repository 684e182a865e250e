"""An OpenID Connect provider on loopback, with real RS256 tokens, that can be told to misbehave."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "jiyue", "a-secret-of-the-house"


@dataclass
class House:
    """What the provider knows, and the ways in which it may lie."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))
    people: dict[str, str] = field(default_factory=lambda: {"sub": "u-1001", "name": "李敏"})
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims that differ from the true ones; None leaves one out."""
    sign_with: Any = None
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        }

    def authorize(self, address: str) -> str:
        """What a browser would do there: the person agrees; the address that the browser is sent back to."""
        said = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert said["response_type"] == "code"
        assert said["client_id"] == CLIENT
        assert said["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = said
        return f"{said['redirect_uri']}?code={code}&state={said['state']}"

    def token(self, form: dict[str, str], header: str) -> tuple[int, dict[str, Any]]:
        """Redeem a code once, for the right client, with the right verifier."""
        user = base64.b64decode(header.removeprefix("Basic ")).decode()
        if [unquote(part) for part in user.split(":", 1)] != [CLIENT, SECRET]:
            return 401, {"error": "invalid_client"}
        said = self.codes.pop(form.get("code", ""), None)
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        if (
            said is None
            or said["code_challenge"] != challenge
            or said["redirect_uri"] != form["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": secrets.token_urlsafe(8),
            "token_type": "Bearer",
            "id_token": self.id_token(said["nonce"]),
        }

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            **self.people,
            **self.claims,
        }
        claims = {k: v for k, v in claims.items() if v is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.sign_with or self.key)


def confused(signed: str, key: RSAKey) -> str:
    """The same claims, signed with the public key as if it were a shared secret."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').decode().rstrip("=")
    text = f"{head}.{signed.split('.')[1]}"
    mark = hmac.new(key.as_pem(private=False), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


@contextmanager
def running(house: House) -> Iterator[House]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, body: dict[str, Any]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            house.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self.answer(200, house.discovery())
            elif self.path == "/keys":
                self.answer(200, {"keys": [house.key.as_dict(private=False)]})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            house.asked.append(self.path)
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {k: v[0] for k, v in parse_qs(sent).items()}
            self.answer(*house.token(form, self.headers.get("Authorization", "")))

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    house.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
