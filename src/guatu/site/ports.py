"""Which port is free?"""

import socket

LOOPBACK = "127.0.0.1"
TRIED = 50


def free_port(wanted: int, *, taken: int | None = None) -> int:
    """Returns the first port from `wanted` upwards on which nobody listens on this machine."""
    for port in range(wanted, min(wanted + TRIED, 65536)):
        if port != taken and _is_free(port):
            return port
    raise OSError(f"no port is free between {wanted} and {wanted + TRIED}")


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        # Connections of a server that ended a moment ago linger; they do not keep a new one from listening.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
