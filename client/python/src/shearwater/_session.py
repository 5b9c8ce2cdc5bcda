"""A project on a server, as the parts of this library ask it."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, TypeVar

from ._frames import MEDIA_TYPE, FrameReader
from ._http import Answer, Http, Request, path_of
from ._results import Result
from ._rows import Body
from .errors import NotFoundError

_ROOT = ("api", "v1")
_PAGE = 1000

T = TypeVar("T")


def json_bytes(document: Any) -> bytes:
    """A document as it is sent."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode("utf-8")


class Session:
    """Asks for what belongs to one project. Safe for threads."""

    def __init__(self, http: Http, project: str) -> None:
        self.http = http
        self.project = project

    def path(self, *segments: Any) -> str:
        """Where something of the project is."""
        return path_of(*_ROOT, "projects", self.project, *segments)

    def ask(self, method: str, segments: Sequence[Any], body: Any = None, **how: Any) -> Any:
        """The document of an answer."""
        return self.http.json(method, self.path(*segments), body, **how)

    def ask_with(self, body: Body, segments: Sequence[Any], headers: Mapping[str, str]) -> Any:
        """The document of the answer to rows that are sent; with an idempotency key they may be sent twice."""
        request = Request(
            "POST",
            self.path(*segments),
            body=body,
            media_type=MEDIA_TYPE,
            headers=headers,
            repeatable="Idempotency-Key" in headers,
        )
        with self.http.send(request) as answer:
            return answer.json()

    def text(self, method: str, segments: Sequence[Any], body: Any = None) -> str:
        """An answer that is a text."""
        content = None if body is None else json_bytes(body)
        request = Request(method, self.path(*segments), body=content, accept="text/plain", repeatable=True)
        with self.http.send(request) as answer:
            return answer.read().decode("utf-8")

    def rows(self, method: str, segments: Sequence[Any], **how: Any) -> Result:
        """The rows of an answer, all of them."""
        with self.send_for_rows(method, segments, **how) as answer:
            reader = FrameReader(answer.read)
            return Result(reader.schema, list(reader))

    def batches(self, method: str, segments: Sequence[Any], **how: Any) -> Iterator[Result]:
        """The rows of an answer as they come. The connection is given up where the iteration ends early."""
        with self.send_for_rows(method, segments, **how) as answer:
            reader = FrameReader(answer.read)
            for frame in reader:
                yield Result(reader.schema, [frame])

    def send_for_rows(self, method: str, segments: Sequence[Any], **how: Any) -> Answer:
        """An answer with frames. Reading does no harm twice."""
        return self.http.send(Request(method, self.path(*segments), accept=MEDIA_TYPE, repeatable=True, **how))

    def all(self, segments: Sequence[Any], query: Optional[Mapping[str, Any]] = None) -> List[Dict[str, Any]]:
        """All parts of a list."""
        items: List[Dict[str, Any]] = []
        while True:
            page = self.ask("GET", segments, query={**(query or {}), "offset": len(items), "limit": _PAGE})
            items.extend(page["items"])
            if "next_offset" not in page or not page["items"]:
                return items

    def find(self, segments: Sequence[Any], of: Callable[[Dict[str, Any]], T]) -> Optional[T]:
        """What is there, or None."""
        try:
            return of(self.ask("GET", segments))
        except NotFoundError as missing:
            if missing.code in ("NOT_FOUND", "UNKNOWN_GROUP", "UNKNOWN_VIEW", "UNKNOWN_MODEL"):
                return None
            raise


def newest(items: Sequence[Dict[str, Any]], name: str) -> Optional[Dict[str, Any]]:
    """Of things with names and versions the newest of a name."""
    named = [item for item in items if item["name"] == name]
    return max(named, key=lambda item: int(item["version"])) if named else None
