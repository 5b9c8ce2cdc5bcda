"""The files that a project keeps beside its features: models, reports, notebooks."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterator, List, Mapping, Optional, Union

from ._http import Answer, Request
from ._session import Session
from ._times import parse
from .errors import ConflictError, bad_use

PIECE = 1 << 20
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class StoredFile:
    """A file of a project.

    Attributes:
        path: where it is, such as ``Resources/report.html``.
        bytes: its size.
        modified: when it was written, in UTC.
    """

    path: str
    bytes: int
    modified: datetime

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> "StoredFile":
        """A file as the server describes it."""
        return cls(str(document["path"]), int(document["bytes"]), parse(document["modified"]))


class FileBody:
    """A file on this machine as the body of a request; each iteration reads it anew."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with open(self._path, "rb") as opened:
            while True:
                piece = opened.read(PIECE)
                if not piece:
                    return
                yield piece


class ProjectFiles:
    """The files of a project. Each is there whole or not at all. Safe for threads."""

    def __init__(self, session: Session) -> None:
        """The files; get them from a project."""
        self._session = session

    def list(self, directory: Optional[str] = None) -> List[StoredFile]:
        """All files, or those in a directory and below, by path."""
        return [StoredFile.of_document(one) for one in self._session.all(("files",), query={"directory": directory})]

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return any(file.path == path for file in self.list(path.rpartition("/")[0] or None))

    def upload(self, local_path: Union[str, "os.PathLike[str]"], upload_path: str, overwrite: bool = False) -> StoredFile:
        """Copies a file into the project; fails where one is, unless it is to be overwritten."""
        local = os.fspath(local_path)
        if not os.path.isfile(local):
            raise bad_use("There is no file '%s' on this machine." % local, code="NOT_FOUND")
        request = Request(
            "PUT",
            self._session.path("files", *upload_path.split("/")),
            query={"replace": True if overwrite else None},
            body=FileBody(local),
            media_type=BYTES,
            repeatable=overwrite,
        )
        with self._session.http.send(request) as answer:
            return StoredFile.of_document(answer.json())

    def download(
        self, path: str, local_path: Union[None, str, "os.PathLike[str]"] = None, overwrite: bool = False
    ) -> str:
        """Copies a file out of the project, into a directory or to a file; gives where it is. One in the way is not touched."""
        local = os.fspath(local_path) if local_path is not None else "."
        if os.path.isdir(local):
            local = os.path.join(local, path.rpartition("/")[2])
        if os.path.exists(local) and not overwrite:
            raise ConflictError("'%s' is there already. Say overwrite=True, or another place." % local, code="ALREADY_EXISTS")
        request = Request("GET", self._session.path("files", *path.split("/")), accept=BYTES)
        with self._session.http.send(request) as answer:
            save(answer, local)
        return local

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        request = Request("GET", self._session.path("files", *path.split("/")), accept=BYTES)
        with self._session.http.send(request) as answer:
            return answer.read()

    def remove(self, path: str) -> None:
        """Deletes a file."""
        self._session.ask("DELETE", ("files", *path.split("/")))


def save(answer: Answer, local: str) -> None:
    """Writes an answer to a file, which is there whole or not at all."""
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(local)), prefix=".download-")
    try:
        with os.fdopen(handle, "wb") as opened:
            while True:
                piece = answer.read(PIECE)
                if not piece:
                    break
                opened.write(piece)
        os.replace(beside, local)
    except BaseException:
        os.unlink(beside)
        raise

