"""Requests over HTTP: connections that are kept, time limits, retries, and errors as exceptions."""

from __future__ import annotations

import http.client
import json
import random
import select
import socket
import ssl
import threading
import time
import uuid
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union
from urllib.parse import quote, urlencode, urlsplit

from ._version import VERSION
from .errors import ShearwaterError, UnavailableError, bad_use, of_problem

_RETRIED_STATUS = (429, 503)
_LONGEST_WAIT = 60.0
_MOST_IDLE = 16
_IDLE_SECONDS = 15.0
_JSON = "application/json"

Body = Union[bytes, Iterable[bytes]]


class Request:
    """What is asked for.

    Attributes:
        method: of HTTP.
        path: below the server's address, escaped.
        query: what stands behind the question mark; None leaves a name out.
        body: bytes, or what gives pieces of them anew with each iteration; None for nothing.
        repeatable: whether asking twice is as good as asking once, so that it is asked again when the connection breaks.
    """

    def __init__(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Mapping[str, Any]] = None,
        body: Optional[Body] = None,
        media_type: str = _JSON,
        accept: str = _JSON,
        repeatable: Optional[bool] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        self.method = method
        self.path = path + _query(query or {})
        self.body = body
        self.headers: Dict[str, str] = {"Accept": "%s, application/problem+json" % accept, **(headers or {})}
        if body is not None:
            self.headers["Content-Type"] = media_type
        self.repeatable = method == "GET" if repeatable is None else repeatable


def _query(parameters: Mapping[str, Any]) -> str:
    pairs = [(name, _plain(value)) for name, value in parameters.items() if value is not None]
    return "?" + urlencode(pairs) if pairs else ""


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def path_of(*segments: Any) -> str:
    """A path of these segments, each escaped."""
    return "/" + "/".join(quote(str(segment), safe="") for segment in segments)


class Answer:
    """An answer that is read as it comes; its connection is kept once it was read to the end. For one thread."""

    def __init__(self, response: http.client.HTTPResponse, connection: http.client.HTTPConnection, of: "Http") -> None:
        self._response = response
        self._connection: Optional[http.client.HTTPConnection] = connection
        self._of = of
        self.status = response.status
        self.media_type = (response.getheader("Content-Type") or "").split(";")[0].strip().lower()

    def header(self, name: str) -> Optional[str]:
        """What a header says; None where it is not there."""
        return self._response.getheader(name)

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer at the end; all by default."""
        try:
            content = self._response.read() if size < 0 else self._response.read(size)
        except (OSError, http.client.HTTPException) as broken:
            self.close()
            raise UnavailableError(
                "The answer broke off: %s. Ask again." % (broken or type(broken).__name__), code="CONNECTION_LOST"
            ) from broken
        if self._response.isclosed():
            self._release()
        return content

    def json(self) -> Any:
        """The answer as a document; None where it is empty."""
        content = self.read()
        if not content:
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise of_problem(content[:200].decode("utf-8", "replace"), self.status) from None

    def _release(self) -> None:
        if self._connection is not None:
            self._of.keep(self._connection)
            self._connection = None

    def close(self) -> None:
        """Gives the connection up, if the answer was not read to its end."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *failed: Any) -> None:
        self.close()


class Http:
    """A server as its callers see it. Safe for threads."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout: float = 60.0,
        retries: int = 4,
        context: Optional[ssl.SSLContext] = None,
    ) -> None:
        """Connects to nothing yet.

        Args:
            url: ``https://host:port``, or with http for this machine.
            key: the API key.
            timeout: how long the server may be silent, in seconds.
            retries: how often at most a request is repeated.
            context: how TLS is done; by default certificates and names are verified by what the system trusts.
        """
        parts = urlsplit(url)
        self.url = url
        self._host = parts.hostname or ""
        self._port = parts.port
        self._base = parts.path.rstrip("/")
        self._context = None if parts.scheme == "http" else (context or ssl.create_default_context())
        self._headers = {"Authorization": "Bearer " + key, "User-Agent": "shearwater-python/" + VERSION}
        self._timeout = timeout
        self._retries = retries
        self._lock = threading.Lock()
        self._idle: List[Tuple[float, http.client.HTTPConnection]] = []
        self._closed = False

    def json(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """Asks with a document, and gives the document of the answer."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8")
        with self.send(Request(method, path, body=content, **how)) as answer:
            return answer.json()

    def send(self, request: Request) -> Answer:
        """Asks; repeats it where that does no harm.

        Raises:
            ShearwaterError: what the server refused, or UnavailableError if it cannot be reached.
        """
        attempt = 0
        while True:
            failed = None
            try:
                answer = self._once(request)
                if answer.status < 400:
                    return answer
                failed = self._failure(answer)
                again = answer.status in _RETRIED_STATUS and (request.repeatable or failed.retry_after is not None)
            except _NotSent as unsent:
                failed, again = self._unreachable(unsent.cause), not isinstance(unsent.cause, ssl.SSLError)
            except (OSError, http.client.HTTPException) as broken:
                failed, again = self._lost(request, broken), request.repeatable
            if not again or attempt >= self._retries:
                raise failed
            time.sleep(_wait(attempt, failed.retry_after))
            attempt += 1

    def _once(self, request: Request) -> Answer:
        connection = self._connection()
        headers = {**self._headers, "X-Request-Id": str(uuid.uuid4()), **request.headers}
        try:
            try:
                connection.request(request.method, self._base + request.path, body=request.body, headers=headers)
            except (BrokenPipeError, ConnectionResetError):
                # The server may have answered, and closed, before it had read everything.
                pass
            return Answer(connection.getresponse(), connection, self)
        except BaseException:
            connection.close()
            raise

    def _connection(self) -> http.client.HTTPConnection:
        """One that was kept, as long as the server has not closed it, or a new one."""
        while True:
            with self._lock:
                if self._closed:
                    raise bad_use("The connection to %s was closed. Log in again." % self.url, code="CLOSED")
                since, connection = self._idle.pop() if self._idle else (0.0, None)
            if connection is None:
                return self._connect()
            if time.monotonic() - since < _IDLE_SECONDS and _is_quiet(connection):
                return connection
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection
        if self._context is None:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        else:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout, context=self._context
            )
        try:
            connection.connect()
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as failed:
            connection.close()
            raise _NotSent(failed) from failed
        return connection

    def keep(self, connection: http.client.HTTPConnection) -> None:
        """Takes a connection back that is free for the next request."""
        with self._lock:
            if not self._closed and connection.sock is not None and len(self._idle) < _MOST_IDLE:
                self._idle.append((time.monotonic(), connection))
                return
        connection.close()

    def close(self) -> None:
        """Closes the connections that are kept; requests that run come to their end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _failure(self, answer: Answer) -> ShearwaterError:
        with answer:
            after = answer.header("Retry-After")
            content = answer.read()
        try:
            failed = of_problem(json.loads(content), answer.status)
        except (ValueError, RecursionError):
            failed = of_problem(content[:300].decode("utf-8", "replace"), answer.status)
        if failed.retry_after is None and after is not None and after.isascii() and after.isdigit():
            failed.retry_after = float(after)
        return failed

    def _unreachable(self, cause: BaseException) -> UnavailableError:
        if isinstance(cause, ssl.SSLError):
            return UnavailableError(
                "The server at %s cannot be trusted: %s. If its certificate is signed by an authority of your own, name that"
                " authority's file with ca_file." % (self.url, cause),
                code="NOT_TRUSTED",
            )
        return UnavailableError(
            "The server at %s cannot be reached: %s. Check the host and the port, and whether the server runs."
            % (self.url, cause),
            code="UNREACHABLE",
        )

    def _lost(self, request: Request, cause: BaseException) -> UnavailableError:
        is_silent = isinstance(cause, (TimeoutError, socket.timeout))
        why = "it was silent for %g seconds" % self._timeout if is_silent else str(cause) or repr(cause)
        done = "Ask again." if request.repeatable else "Whether it was done is not known: look before you ask again."
        return UnavailableError(
            "The server at %s did not answer %s %s: %s. %s" % (self.url, request.method, request.path, why, done),
            code="CONNECTION_LOST",
        )


class _NotSent(Exception):
    """There was no connection, so that nothing was asked."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _is_quiet(connection: http.client.HTTPConnection) -> bool:
    """Whether nothing came since the last answer: what is to be read then is the end of the connection."""
    try:
        return not select.select([connection.sock], [], [], 0)[0]
    except (OSError, ValueError, TypeError):
        return False


def _wait(attempt: int, told: Optional[float]) -> float:
    """How long to wait before asking again: at least as long as was told, else longer each time, and never all at once."""
    usual = min(5.0, 0.1 * 2.0**attempt) * random.uniform(0.5, 1.0)
    return min(_LONGEST_WAIT, told + usual if told is not None else usual)
