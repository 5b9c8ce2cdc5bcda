"""The model registry: versions of files that never change, with what they read, where they come from and how good they are."""

from __future__ import annotations

import hashlib
import operator
import os
import tempfile
import zipfile
from datetime import datetime
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Union

from ._http import Request
from ._session import Session, json_bytes
from ._times import parse
from .deployments import Deployment, ModelServing
from .errors import ConflictError, InternalError, NotFoundError, UserError, bad_use
from .feature_view import FeatureView
from .files import PIECE
from .query import json_value

_ZIP = "application/zip"
_DIRECTIONS = {"max": operator.gt, "maximize": operator.gt, "min": operator.lt, "minimize": operator.lt}


class Model:
    """A version of a model.

    Attributes:
        document: all that is known, as the server says it.
    """

    def __init__(self, session: Session, document: Dict[str, Any]) -> None:
        """A version as the server describes it; get one from the registry."""
        self._session = session
        self.document = document

    @property
    def name(self) -> str:
        """The name of the model."""
        return str(self.document["name"])

    @property
    def version(self) -> int:
        """Its version."""
        return int(self.document["version"])

    @property
    def description(self) -> str:
        """What it is, for people."""
        return str(self.document.get("description", ""))

    @property
    def created(self) -> datetime:
        """When it was registered, in UTC."""
        return parse(self.document["created"])

    @property
    def training_metrics(self) -> Dict[str, float]:
        """What its test measured, by name."""
        return {name: float(value) for name, value in self.document.get("metrics", {}).items()}

    @property
    def stage(self) -> str:
        """How far it is: unvalidated, validated, production or archived."""
        return str(self.document["stage"])

    @property
    def signature(self) -> Dict[str, Any]:
        """What it reads, in order, and what its scores mean."""
        return dict(self.document["signature"])

    @property
    def files(self) -> List[str]:
        """The paths of its files."""
        return [file["path"] for file in self.document["files"]]

    def _place(self, *more: Any) -> Sequence[Any]:
        return ("models", self.name, "versions", self.version, *more)

    def download(self, local_path: Union[str, "os.PathLike[str]"]) -> str:
        """Copies its files to a directory that is empty or not there; gives the directory."""
        directory = os.fspath(local_path)
        if os.path.isdir(directory) and os.listdir(directory):
            raise ConflictError("'%s' is not empty. Name a directory that is, or is not there." % directory, code="ALREADY_EXISTS")
        request = Request("GET", self._session.path(*self._place("files")), accept=_ZIP)
        with tempfile.TemporaryFile() as packed:
            with self._session.http.send(request) as answer:
                for piece in iter(lambda: answer.read(PIECE), b""):
                    packed.write(piece)
            with zipfile.ZipFile(packed) as archive:
                for file in self.document["files"]:
                    _unpack(archive, file, os.path.join(directory, *_safe(file["path"])))
        return directory

    def get_feature_view(self) -> Optional[FeatureView]:
        """The view that it was trained on, with its version of the training data; None if that is not known."""
        origin = self.document.get("origin", {})
        view = origin.get("view")
        if view is None:
            return None
        document = self._session.ask("GET", ("feature-views", view["name"], view["version"]))
        return FeatureView(self._session, document, origin.get("training_dataset"))

    def set_stage(self, stage: str, comment: str = "") -> "Model":
        """Moves it to another stage; who asks approves it. To production it takes a comment."""
        self.document = self._session.ask("PUT", self._place("stage"), {"stage": stage, "comment": comment})
        return self

    def set_alias(self, alias: str) -> None:
        """Lets an alias, such as ``champion``, name this version and none else."""
        self._session.ask("PUT", ("models", self.name, "aliases", alias), {"version": self.version}, repeatable=True)

    def get_card(self) -> Dict[str, Any]:
        """The model card."""
        return dict(self._session.ask("GET", self._place("card")))

    def get_lineage(self) -> Dict[str, Any]:
        """Where it comes from, and what serves it."""
        return dict(self._session.ask("GET", self._place("lineage")))

    def deploy(self, name: Optional[str] = None, **how: Any) -> Deployment:
        """Lets it answer under a name, by default its own. See :meth:`ModelServing.deploy`."""
        return ModelServing(self._session).deploy(name or self.name, self, **how)

    def variant(self) -> Dict[str, Any]:
        """The model as deployments name it."""
        return {"model": {"name": self.name, "version": self.version}}

    def delete(self) -> None:
        """Deletes it, if no deployment serves it. Its number is not used again."""
        self._session.ask("DELETE", self._place())

    def __repr__(self) -> str:
        return "the model '%s' version %d" % (self.name, self.version)


def _safe(path: str) -> List[str]:
    """The names of a path that leads nowhere else, whatever the server says."""
    names = path.split("/")
    if any(name in ("", ".", "..") or "\\" in name or ":" in name for name in names):
        raise UserError("The model has a file '%s', which cannot be written here." % path, code="BAD_NAME")
    return names


def _unpack(archive: zipfile.ZipFile, file: Mapping[str, Any], target: str) -> None:
    """Writes a file of a model, if it is as it was registered."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    digest = hashlib.sha256()
    with archive.open("files/" + file["path"]) as packed, open(target, "xb") as opened:
        for piece in iter(lambda: packed.read(PIECE), b""):
            digest.update(piece)
            opened.write(piece)
    if digest.hexdigest() != file["sha256"]:
        os.unlink(target)
        raise InternalError("The file '%s' is not as it was registered. Download it again." % file["path"], code="BAD_MODEL")


class DraftModel:
    """A model that is to be registered with :meth:`save`."""

    def __init__(self, session: Session, name: str, draft: Dict[str, Any]) -> None:
        """A draft; get one from the registry."""
        self._session = session
        self.name = name
        self._draft = draft

    def save(self, model_path: Union[str, "os.PathLike[str]"]) -> Model:
        """Registers the files of a directory, or a single file, as the next version of the model."""
        path = os.fspath(model_path)
        request = Request(
            "POST",
            self._session.path("models", self.name, "versions"),
            body=_Archive(self._draft, _files(path)),
            media_type=_ZIP,
        )
        with self._session.http.send(request) as answer:
            return Model(self._session, answer.json())

    def __repr__(self) -> str:
        return "the model '%s', not registered yet" % self.name


def _files(path: str) -> Dict[str, str]:
    """Files on this machine by what they are called in the model."""
    if os.path.isfile(path):
        return {os.path.basename(path): path}
    found = {}
    for directory, _, names in os.walk(path):
        for name in names:
            file = os.path.join(directory, name)
            found[os.path.relpath(file, path).replace(os.sep, "/")] = file
    if not found:
        raise bad_use("There are no files in '%s'." % path, code="NOT_FOUND")
    return dict(sorted(found.items()))


class _Archive:
    """A draft and its files in one body, packed while it is sent; each iteration packs it anew."""

    def __init__(self, draft: Dict[str, Any], files: Mapping[str, str]) -> None:
        self._draft = draft
        self._files = files

    def __iter__(self) -> Iterator[bytes]:
        out = _Pieces()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]
            archive.writestr("draft.json", json_bytes(self._draft))
            for name, file in self._files.items():
                with open(file, "rb") as opened, archive.open("files/" + name, "w", force_zip64=False) as entry:
                    while True:
                        piece = opened.read(PIECE)
                        if not piece:
                            break
                        entry.write(piece)
                        yield from out.taken()
        yield from out.taken()


class _Pieces:
    """What is written, until it is taken."""

    def __init__(self) -> None:
        self._pieces: List[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> List[bytes]:
        pieces, self._pieces = self._pieces, []
        return [b"".join(pieces)] if pieces else []


class ModelRegistry:
    """The models of a project. Safe for threads."""

    def __init__(self, session: Session) -> None:
        """The registry; get it from a project."""
        self._session = session

    def get_model(self, name: str, version: Optional[int] = None, alias: Optional[str] = None) -> Optional[Model]:
        """A version of a model: by its number or an alias, the newest if none is said; None if there is none."""
        if version is not None:
            return self._session.find(("models", name, "versions", version), lambda one: Model(self._session, one))
        registered = self._session.find(("models", name), lambda one: one)
        if registered is None:
            return None
        if alias is not None:
            version = registered["aliases"].get(alias)
        else:
            version = max(registered["versions"], default=None)
        return None if version is None else self.get_model(name, version)

    def get_models(self, name: Optional[str] = None) -> List[Model]:
        """The versions of a model, or of all, ascending."""
        names = [name] if name is not None else [one["name"] for one in self._session.all(("models",))]
        try:
            return [Model(self._session, one) for of in names for one in self._session.all(("models", of, "versions"))]
        except NotFoundError:
            return []

    def get_best_model(self, name: str, metric: str, direction: str = "max") -> Optional[Model]:
        """The version with the best value of a metric, of equal ones the newest; archived ones are left out. None if there is none.

        Args:
            direction: ``max`` where greater values are better, ``min`` where smaller ones are.
        """
        if direction not in _DIRECTIONS:
            raise bad_use("direction is '%s'; it is max or min." % direction)
        measured = [model for model in self.get_models(name) if metric in model.training_metrics and model.stage != "archived"]
        best: Optional[Model] = None
        for model in sorted(measured, key=lambda one: -one.version):
            value = model.training_metrics[metric]
            if value == value and (best is None or _DIRECTIONS[direction](value, best.training_metrics[metric])):
                best = model
        return best

    def create_model(
        self,
        name: str,
        *,
        task: str,
        label: str,
        features: Union[None, Sequence[Mapping[str, str]], Mapping[str, str]] = None,
        classes: Sequence[Any] = (),
        metrics: Optional[Mapping[str, float]] = None,
        description: str = "",
        feature_view: Optional[FeatureView] = None,
        training_dataset_version: Optional[int] = None,
        format: Optional[str] = None,
        parameters: Optional[Mapping[str, Any]] = None,
        libraries: Optional[Mapping[str, str]] = None,
        card: Optional[Mapping[str, str]] = None,
    ) -> DraftModel:
        """A model that is to be registered; ``save`` its files.

        Args:
            name: lower-case letters, digits and ``_``.
            task: ``binary``, ``multiclass``, ``regression``, ``quantiles`` or ``ranking``.
            label: what it predicts.
            features: what it reads in order, as types by name; those of the view if none are said.
            classes: of a classification, in the order of the scores.
            metrics: what its test measured.
            description: what it is, for people.
            feature_view: the view that it was trained on.
            training_dataset_version: with which version of its training data; that which the view was chosen with, if none is said.
            format: of its files, where no runtime of the server recognises them, such as ``sklearn``.
            parameters: of the learner.
            libraries: with which it was made: versions by name.
            card: sections of the model card by title.
        """
        version = training_dataset_version
        if version is None and feature_view is not None:
            version = feature_view.training_dataset_version
        if features is None:
            if feature_view is None:
                raise bad_use("Say what the model reads: features={'amount': 'double'}, or feature_view=….")
            features = (feature_view if version is None else feature_view.with_training_dataset(version)).feature_schema
        if isinstance(features, Mapping):
            features = [{"name": one, "type": str(of)} for one, of in features.items()]
        draft: Dict[str, Any] = {
            "name": name,
            "description": description,
            "signature": {"features": list(features), "task": task, "label": label, "classes": [_class(one) for one in classes]},
            "metrics": {one: json_value(float(value)) for one, value in (metrics or {}).items()},
            "card": dict(card or {}),
            "format": format,
            "origin": {
                "parameters": {one: str(value) for one, value in (parameters or {}).items()},
                "libraries": dict(libraries or {}),
            },
        }
        if feature_view is not None:
            draft["origin"]["view"] = {"name": feature_view.name, "version": feature_view.version}
            draft["origin"]["training_dataset"] = version
        return DraftModel(self._session, name, draft)

    @property
    def python(self) -> "ModelRegistry":
        """The registry itself: models are of no library here."""
        return self


def _class(value: Any) -> str:
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    return str(value).lower() if isinstance(value, bool) else str(value)
