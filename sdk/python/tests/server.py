"""A server that misbehaves as a test tells it to."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, List, Optional, Tuple

Reply = Callable[[BaseHTTPRequestHandler], None]


def reply(status: int, body: bytes = b"", length: Optional[int] = None, **headers: str) -> Reply:
    """An answer; ``length`` promises another number of bytes than come."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return send


def drop(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all."""
    handler.close_connection = True


def stall(handler: BaseHTTPRequestHandler) -> None:
    """No answer, on a connection that stays open until the server closes."""
    handler.server.closing.wait()  # type: ignore[attr-defined]
    handler.close_connection = True


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """An answer that always goes on and never ends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.closing.wait(0.02):  # type: ignore[attr-defined]
        try:
            handler.wfile.write(b" ")
        except OSError:
            break
    handler.close_connection = True


class Server:
    """Gives one reply after the other, and remembers the requests.

    Attributes:
        breaks: How many bytes of a body it reads before it closes the connection; of the first requests that have more.
    """

    def __init__(self) -> None:
        self.replies: List[Reply] = []
        self.breaks: List[int] = []
        self.otherwise: Reply = reply(599)
        self.requests: List[Tuple[str, str, bytes]] = []
        self.ranges: List[Optional[str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                if outer.breaks and outer.breaks[0] < length:
                    self.rfile.read(outer.breaks.pop(0))
                    self.close_connection = True
                    return
                body = self.rfile.read(length)
                outer.requests.append((self.command, self.path, body))
                outer.ranges.append(self.headers.get("Range"))
                (outer.replies.pop(0) if outer.replies else outer.otherwise)(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # A client that left.
        self._server.closing = threading.Event()  # type: ignore[attr-defined]
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.closing.set()  # type: ignore[attr-defined]
        self._server.shutdown()
        self._server.server_close()
