"""How is this installation set up? What differs between installations comes from the environment."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from guatu.site.database_url import read_database_url
from guatu.site.folders import BUILD, PACKAGE, VAR, keep_secret
from guatu.site.identity import read_identity_provider
from guatu.site.ledger_policy import POLICY
from guatu.site.lesser_role import role_options, role_wanted
from guatu.site.trouble import TroubleError


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _secret_key() -> str:
    given = os.environ.get("GUATU_SECRET_KEY", "")
    if given:
        return given
    VAR.mkdir(mode=0o711, parents=True, exist_ok=True)
    return keep_secret(VAR / "secret-key", secrets.token_urlsafe(50))


DEBUG = os.environ.get("GUATU_DEBUG") == "1"
HTTPS = os.environ.get("GUATU_HTTPS") == "1"
SECRET_KEY = _secret_key()
# Former keys, while a new one is taken into use.
SECRET_KEY_FALLBACKS = _list("GUATU_SECRET_KEY_FALLBACKS", "")
# AES (256 bits, GCM), or SM4 where 密评 asks for it.
SECRETS_CIPHER = os.environ.get("GUATU_CIPHER", "AES")
if SECRETS_CIPHER not in ("AES", "SM4"):
    raise TroubleError(f"GUATU_CIPHER must be AES or SM4, not {SECRETS_CIPHER}.")
ALLOWED_HOSTS = _list("GUATU_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("GUATU_ORIGINS", "")
# Where the pages find the stream of changes; empty: pages ask again now and then instead.
LIVE_URL = os.environ.get("GUATU_LIVE_URL", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "guatu.kernel.ledger",
    "guatu.kernel.jobs",
    "guatu.kernel.mail",
    "guatu.kernel.health",
    "guatu.kernel.access",
    "guatu.kernel.access.signing_in",
    "guatu.kernel.registry",
    "guatu.kernel.burden",
    "guatu.kernel.documents",
    "guatu.kernel.measures",
    "guatu.kernel.notifying",
    "guatu.plan",
    "guatu.plan.reports",
    "guatu.zone.statistics",
    "guatu.zone.enterprises",
    "guatu.surfaces.desk",
    "guatu.surfaces.wall",
    "guatu.surfaces.public",
    "guatu.surfaces.portal",
    "guatu.surfaces.api",
    "guatu.site.demo",
]

MIDDLEWARE = [
    "guatu.site.alive.Alive",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guatu.site.language.SwitchedLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "guatu.kernel.access.signing_in.sittings.Attendance",
    "guatu.kernel.access.signing_in.duties.DutiesFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guatu.kernel.ledger.requests.Origins",
    "guatu.kernel.access.viewing.ViewingAs",
    "guatu.kernel.access.gate.ClosedByDefault",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "guatu.site.urls"
WSGI_APPLICATION = "guatu.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guatu.kernel.access.context.rights",
            ],
        },
    }
]

_DATABASE = read_database_url(os.environ.get("DATABASE_URL") or "postgresql:///guatu")
# Pages and jobs work in a role that owns no table; migrations and the command line as the address says.
_DATABASE["OPTIONS"]["options"] = role_options(role_wanted(), str(_DATABASE["OPTIONS"].get("options", "")))
# One small pool a process: granian runs a few threads in each of its workers.
_DATABASE["OPTIONS"].setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 10})
DATABASES = {"default": {**_DATABASE, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The ledger's checkpoints are worth most on another machine: mount one here, or have them fetched.
LEDGER_ORIGIN = os.environ.get("GUATU_LEDGER_ORIGIN", "guatu")
LEDGER_KEY = Path(os.environ.get("GUATU_LEDGER_KEY") or VAR / "ledger-key")
LEDGER_CHECKPOINTS = Path(os.environ.get("GUATU_LEDGER_CHECKPOINTS") or VAR / "checkpoints")
# SHA-256, or SM3 where 密评 asks for it; a ledger stays with the one it was begun with.
LEDGER_HASH = os.environ.get("GUATU_LEDGER_HASH", "SHA-256")
# Ed25519. SM2 is refused at the start: the cryptographic library has none.
LEDGER_SIGNATURE = os.environ.get("GUATU_LEDGER_SIGNATURE", "Ed25519")
LEDGER_POLICY = POLICY

# smtps://user:password@host, smtp+starttls://…, smtp://host; empty: letters wait in the outbox.
SMTP_URL = os.environ.get("GUATU_SMTP_URL", "")
SMTP_CA = os.environ.get("GUATU_SMTP_CA", "")  # the authority of an inner network, a file
EMAIL_BACKEND = "guatu.kernel.mail.backend.Outbox"
DEFAULT_FROM_EMAIL = os.environ.get("GUATU_MAIL_FROM", "guatu@localhost")
# Under which name people reach the site, for the links in letters; empty: letters have none.
SITE_ADDRESS = os.environ.get("GUATU_SITE") or next(iter(CSRF_TRUSTED_ORIGINS), "")
# Under which licence open data may be used, as a line for people ("CC BY 4.0"), and where it stands.
OPEN_LICENCE = os.environ.get("GUATU_OPEN_LICENCE", "")
OPEN_LICENCE_URL = os.environ.get("GUATU_OPEN_LICENCE_URL", "")
# Holidays, and weekends that are worked for them (调休), as the State Council announces them each year.
REST_DAYS = _list("GUATU_REST_DAYS", "")
MADE_UP_DAYS = _list("GUATU_MADE_UP_DAYS", "")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "guatu.site.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "collected"
STATICFILES_DIRS = [BUILD / "static"] if (BUILD / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guatu.site.assets.Assets"},
}
MEDIA_ROOT = VAR / "uploads"
# The free typefaces that reports are set in: Noto Sans SC and Noto Serif SC, regular and bold.
FONTS = Path(os.environ.get("GUATU_FONTS") or BUILD / "fonts")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "guatu.kernel.access.signing_in.accounts.Accounts",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "guatu.kernel.access.signing_in.passwords.LongEnough"},
    {"NAME": "guatu.kernel.access.signing_in.passwords.Mixed"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "guatu.kernel.access.signing_in.passwords.NotUsedBefore"},
]
# After so many days a password must be changed at the next sign-in; 0: never.
PASSWORD_DAYS = int(os.environ.get("GUATU_PASSWORD_DAYS", "90"))
# A link in a letter is good for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60
# The roles (kernel.access.rights.Role) whose accounts must set up a second factor before anything else.
SECOND_FACTOR_ROLES = _list("GUATU_SECOND_FACTOR", "system_admin,security_admin,auditor,supervision")
# A session ends after so many minutes without a request. A leader changes nothing and has the wall open.
IDLE_MINUTES = int(os.environ.get("GUATU_IDLE_MINUTES", "30"))
IDLE_MINUTES_OF = {"leader": 12 * 60}
# Said to somebody who is locked out: whom to ask, in the zone's own words.
ACCESS_HELP = os.environ.get("GUATU_ACCESS_HELP", "")

ACCOUNT_ADAPTER = "guatu.kernel.access.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# What lockout, which counts an account at one address, leaves open: one address that tries many accounts, and
# many addresses that try one. A zone's offices may all come from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,60/h/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "guatu.kernel.access.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The code before and the one after count too: clocks differ, and typing takes a while (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "guatu.kernel.access.signing_in.forms.CodeForm",
    "reauthenticate": "guatu.kernel.access.signing_in.forms.CodeAgainForm",
}
_IDENTITY_PROVIDER = read_identity_provider(os.environ)
OIDC_NAME = _IDENTITY_PROVIDER["name"] if _IDENTITY_PROVIDER else ""
OIDC_ISSUER = str(_IDENTITY_PROVIDER["settings"]["server_url"]) if _IDENTITY_PROVIDER else ""
SOCIALACCOUNT_ADAPTER = "guatu.kernel.access.signing_in.adapters.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {"zone": {"APPS": [_IDENTITY_PROVIDER] if _IDENTITY_PROVIDER else []}}

AXES_HANDLER = "guatu.kernel.access.signing_in.lockout.Failures"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=20)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "guatu.kernel.access.signing_in.lockout.show_locked"
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "login",
    "code",
    "credential",
    "csrfmiddlewaretoken",
    "next",
    "state",
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

# Counts of attempts, known to all processes; the table is a model of signing in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signing_in_remembered",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# A plan of 40,000 characters is 120 kB; a scanned pdf or a workbook of figures stays well below 30 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "guatu.site.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_BYTES = 30 * 1024 * 1024


# Maps draw their own ground. An address of tiles (…/{z}/{x}/{y}.png; CGCS2000 or WGS 84) lays those under it.
MAP_TILES = os.environ.get("GUATU_TILES", "")
MAP_CREDIT = os.environ.get("GUATU_TILES_CREDIT", "")
# The zone's outline on the maps: a file of GeoJSON.
MAP_OUTLINE = Path(os.environ["GUATU_MAP_OUTLINE"]) if os.environ.get("GUATU_MAP_OUTLINE") else None


def _origin(address: str) -> list[str]:
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_origin(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF, *_origin(LIVE_URL), *_origin(MAP_TILES)],
        "worker-src": [SELF],
        # The identity provider's sign-in page is reached by a form of ours.
        "form-action": [SELF, *_origin(OIDC_ISSUER)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
