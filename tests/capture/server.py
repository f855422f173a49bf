"""A server on 127.0.0.1 that says exactly the bytes it is told to, right or wrong as HTTP."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

PEM = Path(__file__).with_name("localhost.pem")  # key and self-signed certificate, for tests only
Script = bytes | Callable[[socket.socket], None]


class Server:
    """Answers each path with its script: bytes to send before closing, or a function to drive the socket."""

    def __init__(self, host: str = "127.0.0.1", tls: bool = False) -> None:
        self.scripts: dict[str, Script] = {}
        self.requests: list[bytes] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, 0), family=family)
        self._tls = None
        if tls:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(PEM)
        self.port = self._socket.getsockname()[1]
        self.netloc = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def says(self, path: str, script: Script) -> str:
        """Set what `path` is answered with; return its URL."""
        self.scripts[path] = script
        return f"{'https' if self._tls else 'http'}://{self.netloc}{path}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection:
            request = b""
            while not request.endswith(b"\r\n\r\n") and (data := connection.recv(65536)):
                request += data
            if not request:
                return
            self.requests.append(request)
            script = self.scripts[request.split()[1].decode()]
            if callable(script):
                script(connection)
            else:
                connection.sendall(script)
            if self._tls:
                connection.unwrap()
