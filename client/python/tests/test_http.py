import json
import os
import ssl
import subprocess
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, Optional
from unittest import skipUnless

import shearwater
from shearwater._http import Http, Request
from shearwater.project import _url

Reply = Callable[[BaseHTTPRequestHandler, int], None]


class Server:
    """A real server on this machine that answers as a test wants."""

    def __init__(self, reply: Reply, tls: Optional[ssl.SSLContext] = None) -> None:
        self.requests: List[Dict[str, Any]] = []
        self.connections = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                outer.connections += 1
                super().setup()

            def answer(self) -> None:
                body = self.body()
                outer.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
                reply(self, len(outer.requests))

            def body(self) -> bytes:
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                pieces = []
                while True:
                    size = int(self.rfile.readline(), 16)
                    pieces.append(self.rfile.read(size))
                    self.rfile.readline()
                    if not size:
                        return b"".join(pieces)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *nothing: Any) -> None:
                """Says nothing."""

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """Connections that break are what is tested."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, document: Any, **headers: str) -> None:
    content = json.dumps(document).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def refuse(handler: BaseHTTPRequestHandler, status: int, kind: str, **more: Any) -> None:
    send(handler, status, {"detail": "Not now.", "code": "BUSY", "kind": kind, "status": status, **more})


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.close()


class HttpTest(unittest.TestCase):
    def serve(self, reply: Reply, **how: Any) -> Http:
        self.server = Server(reply)
        self.addCleanup(self.server.close)
        http = Http("http://127.0.0.1:%d" % self.server.port, "sw_key", **how)
        self.addCleanup(http.close)
        return http

    def test_one_connection_carries_many_requests_and_the_key(self) -> None:
        http = self.serve(lambda handler, n: send(handler, 200, {"n": n}))
        self.assertEqual([http.json("GET", "/x")["n"] for _ in range(20)], list(range(1, 21)))
        self.assertEqual(self.server.connections, 1)
        self.assertEqual(self.server.requests[0]["headers"]["Authorization"], "Bearer sw_key")

    def test_threads_have_connections_of_their_own(self) -> None:
        http = self.serve(lambda handler, n: send(handler, 200, {"body": handler.path}))
        wrong: List[str] = []

        def ask(i: int) -> None:
            for k in range(20):
                path = "/%d-%d" % (i, k)
                if http.json("GET", path)["body"] != path:
                    wrong.append(path)

        threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertLessEqual(self.server.connections, 8)

    def test_what_is_busy_is_asked_again_after_the_time_that_it_says(self) -> None:
        http = self.serve(
            lambda handler, n: refuse(handler, 503, "unavailable", retry_after=0) if n < 3 else send(handler, 200, {"n": n})
        )
        self.assertEqual(http.json("POST", "/x", {})["n"], 3)

    def test_retry_after_of_the_header_counts_too(self) -> None:
        http = self.serve(
            lambda handler, n: send(handler, 429, {"detail": "x"}, Retry_After="0") if n < 2 else send(handler, 200, n)
        )
        self.assertEqual(http.json("POST", "/x", {}), 2)

    def test_what_may_have_been_done_is_not_asked_again(self) -> None:
        http = self.serve(lambda handler, n: refuse(handler, 503, "unavailable"))
        with self.assertRaises(shearwater.UnavailableError):
            http.json("POST", "/x", {})
        self.assertEqual(len(self.server.requests), 1)

    def test_a_broken_connection_is_no_harm_where_asking_twice_is_none(self) -> None:
        http = self.serve(lambda handler, n: hang_up(handler) if n % 2 else send(handler, 200, {"n": n}))
        self.assertEqual(http.json("GET", "/x")["n"], 2)
        with http.send(Request("POST", "/x", body=[b"ab", b"c"], repeatable=True)) as answer:
            self.assertEqual(answer.json()["n"], 4)
        self.assertEqual([request["body"] for request in self.server.requests[2:]], [b"abc", b"abc"])

    def test_a_broken_connection_is_told_where_asking_twice_is_harm(self) -> None:
        http = self.serve(lambda handler, n: hang_up(handler))
        with self.assertRaisesRegex(shearwater.UnavailableError, "Whether it was done is not known"):
            http.json("POST", "/x", {})
        self.assertEqual(len(self.server.requests), 1)

    def test_a_connection_that_the_server_closed_meanwhile_is_not_used(self) -> None:
        def answer(handler: BaseHTTPRequestHandler, n: int) -> None:
            send(handler, 200, {"n": n})
            hang_up(handler)

        http = self.serve(answer, retries=0)
        for n in range(1, 6):
            self.assertEqual(http.json("GET", "/x")["n"], n)
            threading.Event().wait(0.02)

    def test_repeating_has_an_end(self) -> None:
        http = self.serve(lambda handler, n: refuse(handler, 429, "limited", retry_after=0), retries=2)
        with self.assertRaises(shearwater.LimitedError) as raised:
            http.json("GET", "/x")
        self.assertEqual((len(self.server.requests), raised.exception.code), (3, "BUSY"))

    def test_silence_has_an_end(self) -> None:
        silent = threading.Event()
        self.addCleanup(silent.set)

        def say_nothing(handler: BaseHTTPRequestHandler, n: int) -> None:
            silent.wait(5)
            hang_up(handler)

        http = self.serve(say_nothing, timeout=0.2, retries=0)
        with self.assertRaisesRegex(shearwater.UnavailableError, "silent for 0.2 seconds"):
            http.json("GET", "/x")

    def test_errors_are_exceptions_of_their_kind_with_code_and_request(self) -> None:
        kinds = {
            400: shearwater.UserError,
            401: shearwater.UnauthenticatedError,
            403: shearwater.ForbiddenError,
            404: shearwater.NotFoundError,
            409: shearwater.ConflictError,
            500: shearwater.InternalError,
        }
        for status, kind in kinds.items():
            problem = {"detail": "No.", "code": "X", "kind": kind.kind, "instance": "urn:shearwater:request:r-1"}
            http = self.serve(lambda handler, n, s=status, p=problem: send(handler, s, p))  # type: ignore[misc]
            with self.assertRaises(kind) as raised:
                http.json("DELETE", "/x")
            self.assertEqual((raised.exception.code, raised.exception.request_id), ("X", "r-1"))
            self.assertIs(type(raised.exception), kind)

    def test_what_a_proxy_says_is_an_error_too(self) -> None:
        def answer(handler: BaseHTTPRequestHandler, n: int) -> None:
            handler.send_response(502)
            handler.send_header("Content-Length", "6")
            handler.end_headers()
            handler.wfile.write(b"<html>")

        http = self.serve(answer)
        with self.assertRaisesRegex(shearwater.UnavailableError, "502.*<html>"):
            http.json("GET", "/x")

    def test_a_server_that_is_not_there_is_told(self) -> None:
        http = Http("http://127.0.0.1:1", "k", retries=0)
        with self.assertRaisesRegex(shearwater.UnavailableError, "cannot be reached.*whether the server runs"):
            http.json("GET", "/x")

    def test_after_the_end_nothing_is_asked(self) -> None:
        http = self.serve(lambda handler, n: send(handler, 200, {}))
        http.close()
        with self.assertRaisesRegex(shearwater.UserError, "Log in again"):
            http.json("GET", "/x")


class TrustTest(unittest.TestCase):
    @skipUnless(subprocess.call(["which", "openssl"], stdout=subprocess.DEVNULL) == 0, "openssl is not installed")
    def test_certificates_and_names_are_verified(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            key, certificate = os.path.join(directory, "k.pem"), os.path.join(directory, "c.pem")
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
                + ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                check=True,
                stderr=subprocess.DEVNULL,
            )
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate, key)
            server = Server(lambda handler, n: send(handler, 200, {"principal": "me", "projects": {"p": "observer"}}), tls)
            try:
                how: Dict[str, Any] = {"api_key_value": "sw_k", "retries": 0}
                trusted = shearwater.login("https://localhost:%d" % server.port, ca_file=certificate, **how)
                self.assertEqual((trusted.name, trusted.role), ("p", "observer"))
                trusted.close()
                with self.assertRaisesRegex(shearwater.UnavailableError, "cannot be trusted"):
                    shearwater.login("https://localhost:%d" % server.port, **how)
                with self.assertRaisesRegex(shearwater.UnavailableError, "cannot be trusted"):
                    shearwater.login("https://127.0.0.1:%d" % server.port, ca_file=certificate, **how)
                self.assertEqual(len(server.requests), 1)
            finally:
                server.close()

    def test_a_key_is_not_sent_where_all_can_read_it(self) -> None:
        with self.assertRaisesRegex(shearwater.UserError, "over http"):
            shearwater.login("http://example.com", "p", "sw_k")

    def test_hosts_are_understood_as_people_write_them(self) -> None:
        told = [_url(host, False) for host in ("localhost", "::1".join("[]"), "a.example", "a.example:8", "https://a.example/x/")]
        self.assertEqual(
            told,
            ["http://localhost:7373", "http://[::1]:7373", "https://a.example:7373", "https://a.example:8", "https://a.example:443/x"],
        )
        for odd in ("", "ftp://a", "a:b", "https://"):
            with self.assertRaises(shearwater.UserError):
                _url(odd, False)

    def test_without_a_key_nothing_is_asked(self) -> None:
        before = os.environ.pop("SHEARWATER_API_KEY", None)
        try:
            for how in ({}, {"api_key_value": " "}, {"api_key_file": "/nowhere"}, {"api_key_value": "a\nb"}):
                with self.assertRaises(shearwater.UserError):
                    shearwater.login("localhost", "p", **how)  # type: ignore[arg-type]
        finally:
            if before is not None:
                os.environ["SHEARWATER_API_KEY"] = before
