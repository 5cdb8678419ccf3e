"""A mail server on this machine that takes letters, refuses them, or breaks off."""

import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from socket import create_connection

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guatu.site.ports import LOOPBACK, free_port

PASSWORD = "pass/word@1"


class PostOffice:
    """What became of the letters; `says` are answers to give instead, by the command of the protocol."""

    def __init__(self):
        self.letters = []
        self.says = {}
        self.users = []
        self.break_off = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "DATA" in self.says:
            return self.says["DATA"]
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.users.append(session.auth_data)
        if self.break_off:
            server.transport.abort()
        return "250 taken as 1"


class Server(Controller):
    """With TLS from the start (`smtps`), on request (`starttls`), or none."""

    def __init__(self, office, *, tls="", context=None, password=""):
        self.tls, self.context, self.password = tls, context, password
        super().__init__(
            office,
            hostname=LOOPBACK,
            port=free_port(20_000),
            ssl_context=context if tls == "smtps" else None,
        )

    def factory(self):
        starttls = self.context if self.tls == "starttls" else None
        return SMTP(
            self.handler,
            authenticator=self._check if self.password else None,
            auth_required=starttls is not None,
            auth_require_tls=starttls is not None,  # it does not see that smtps is TLS
            tls_context=starttls,
            require_starttls=starttls is not None,
        )

    def _trigger_server(self):
        if self.tls != "smtps":
            return super()._trigger_server()
        # The parent's own trial takes the server's context for a client's.
        trusting = ssl._create_unverified_context()
        with create_connection((self.hostname, self.port), 5) as plain, trusting.wrap_socket(plain) as line:
            return line.recv(1024)

    def _check(self, server, session, envelope, mechanism, data):
        right = data.password.decode() == self.password
        return AuthResult(success=right, auth_data=data.login.decode())


def make_certificate(folder):
    """A certificate for this machine that vouches for itself; returns the files of it and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
