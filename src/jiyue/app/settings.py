"""Django's settings. What a bureau may choose comes from the environment (docs/reference/settings.md)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from jiyue.app.env import PROFILES, Environment, secret
from jiyue.foundation.messages.adapters import mail, webhook
from jiyue.foundation.policy import security

os.umask(0o077)
env = Environment()
DATA = env.data_folder()
PROFILE = env.choice("JIYUE_PROFILE", PROFILES)
DEBUG = env.flag("JIYUE_DEBUG")
SECRET_KEY = secret(DATA, "session.key")
FIELD_KEY = secret(DATA, "field.key")
DIGEST_KEY = secret(DATA, "digest.key")
ALLOWED_HOSTS = env.words("JIYUE_HOSTS", "127.0.0.1,localhost,[::1]")
BASE_DIR = Path(__file__).resolve().parent

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "jiyue.foundation.ui",
    "jiyue.foundation.audit",
    "jiyue.foundation.units",
    "jiyue.foundation.people",
    "jiyue.foundation.documents",
    "jiyue.foundation.disclosure",
    "jiyue.foundation.messages",
    "jiyue.foundation.referrals",
    "jiyue.foundation.duties",
    "jiyue.foundation.jobs",
    "jiyue.foundation.imports",
    "jiyue.registry",
    "jiyue.mechanisms.office",
    "jiyue.foundation.files",
    "jiyue.indicators",
    "jiyue.indicators.upper",
    "jiyue.mechanisms.baseline",
    "jiyue.app",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jiyue.foundation.ui.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiyue.foundation.ui.language.SpeakLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiyue.foundation.people.sessions.KnowActor",
    "jiyue.foundation.pages.AskPermission",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jiyue.app.urls"
WSGI_APPLICATION = "jiyue.app.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiyue.app.frame.frame",
            ],
            "builtins": ["jiyue.foundation.ui.templatetags.kit"],
        },
    }
]
DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CRYPTO_PROVIDER = env.text("JIYUE_CRYPTO", "jiyue.foundation.crypto.fields.SoftwareSM4")

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jiyue.foundation.people.backend.Accounts",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign-in"
OIDC = env.oidc()
OIDC_ORGANISATION = env.text("JIYUE_OIDC_ORGANISATION")

SESSION_COOKIE_NAME = "jiyue"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("JIYUE_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("JIYUE_HTTPS") else None
PROXIES = env.words("JIYUE_PROXIES")
CSRF_FAILURE_VIEW = "jiyue.app.pages.forged"
CSRF_TRUSTED_ORIGINS = env.words("JIYUE_ORIGINS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AXES_FAILURE_LIMIT = security("lock_after")
AXES_COOLOFF_TIME = timedelta(minutes=security("lock_minutes"))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "jiyue.foundation.people.pages.sign.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "old", "new", "again", "code"]
AXES_USERNAME_CALLABLE = "jiyue.foundation.people.backend.counted_name"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "Chinese"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("JIYUE_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
ADAPTERS = {
    "mail": mail.parse(env.text("JIYUE_MAIL_URL")),
    "webhook": webhook.parse(env.text("JIYUE_WEBHOOK_URL"), env.text("JIYUE_WEBHOOK_SECRET")),
}
SITE = env.text("JIYUE_SITE").rstrip("/")

FONT_FOLDERS = env.words("JIYUE_FONTS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(DATA / "staging")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "jiyue.foundation.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

UPLOAD_FILES = env.number("JIYUE_UPLOAD_FILES", 60, least=1)
JOB_LEASE = env.number("JIYUE_JOB_LEASE", 60, least=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"no-keys": {"()": "jiyue.app.logs.NoKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "no-keys"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
