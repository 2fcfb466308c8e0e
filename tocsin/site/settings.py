"""Django's settings, made from `tocsin.site.config`: nothing here is set by hand for one place."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from tocsin.core.keyring import Keyring
from tocsin.site import config, logs

TOCSIN = config.load()
KEYS = Keyring(TOCSIN.keys)
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
# The tools (type checks, catalogues) sign nothing and open nothing, so they need no secret.
SECRET_KEY = "tools" if TOCSIN.process in ("tools", "owner") else KEYS.raw("django_secret")[1].decode()
ALLOWED_HOSTS = [str(urlsplit(TOCSIN.desk_url).hostname), "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [TOCSIN.desk_url]
WAGTAILADMIN_BASE_URL = TOCSIN.desk_url

ROOMS = [
    *("core", "front", "accounts", "supporters", "intake", "cases", "disclosure"),
    *("campaigns", "mailings", "delivery", "pages", "desk"),
]
INSTALLED_APPS = [
    # The desk first: its templates override Wagtail's and allauth's.
    *(f"tocsin.{room}" for room in reversed(ROOMS)),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tocsin.accounts.middleware.staff_language",
    "tocsin.accounts.middleware.require_second_factor",
    "tocsin.desk.doors.SideDoors",
    "tocsin.pages.middleware.TellRefusals",
]
ROOT_URLCONF = "tocsin.site.urls"
WSGI_APPLICATION = "tocsin.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": TOCSIN.database.host,
        "PORT": TOCSIN.database.port,
        "NAME": TOCSIN.database.name,
        "USER": TOCSIN.database.role,
        "PASSWORD": TOCSIN.database.password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "sslmode": TOCSIN.database.tls,
            "connect_timeout": 10,
            "application_name": f"tocsin-{TOCSIN.process}",
        },
    }
}
TOCSIN_KEYS = TOCSIN.keys
TOCSIN_PUBLIC_URL = TOCSIN.public_url
TOCSIN_CASE_REVIEW_MONTHS = TOCSIN.case_review_months
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Time and languages
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS: list[str] = []  # each room's own `locale` folder is found by Django
LANGUAGE_COOKIE_HTTPONLY = True

# Staff and their sessions
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
SESSION_ENGINE = "tocsin.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

TOCSIN_DEMO = TOCSIN.demo  # in the demo nobody must set up a second factor
ACCOUNT_ADAPTER = "tocsin.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(TOCSIN.desk_url).scheme
MFA_ADAPTER = "tocsin.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = TOCSIN.organisation
MFA_TOTP_TOLERANCE = 1  # one step of clock drift either way (RFC 6238, 5.2)
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TOCSIN.demo

# Wagtail: nothing that calls a third party
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address of the window is ASCII
WAGTAIL_SITE_NAME = TOCSIN.organisation
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt", "csv", "odt", "docx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = TOCSIN.home / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = TOCSIN.home / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TOCSIN.process in ("tests", "tools")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
# In memory alone: what is to be sealed must never lie on a disk, in /tmp neither. A larger form has no files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Mail to staff (supporters' mail goes through the worker)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = TOCSIN.smtp.host
EMAIL_PORT = TOCSIN.smtp.port
EMAIL_HOST_USER = TOCSIN.smtp.user
EMAIL_HOST_PASSWORD = TOCSIN.smtp.password
EMAIL_USE_TLS = TOCSIN.smtp.security == "starttls"
EMAIL_USE_SSL = TOCSIN.smtp.security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f"desk@{TOCSIN.sender_domain}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What browsers are told
_HTTPS = urlsplit(TOCSIN.desk_url).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "__Host-desk" if _HTTPS else "desk"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],  # Wagtail's editor sets style attributes
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}

# Logs name neither people nor addresses: no request lines with queries, no SQL, no mail reports of errors.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": logs.SilentFormatter, "format": logs.FORMAT}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.db.backends": {"level": "ERROR", "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "tocsin": {"level": "INFO"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "tocsin.site.reports.SilentReporter"
SILENCED_SYSTEM_CHECKS: list[str] = []
