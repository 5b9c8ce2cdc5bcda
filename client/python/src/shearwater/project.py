"""Logging in to a server, and what a project there has."""

from __future__ import annotations

import os
import ssl
from typing import Any, Dict, List, Optional
from urllib.parse import urlsplit

from ._http import Http
from ._session import Session
from .deployments import ModelServing
from .errors import NotFoundError, bad_use
from .feature_store import FeatureStore
from .files import ProjectFiles
from .models import ModelRegistry

_PORT = 7373
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Project:
    """A project on a server, as one user sees it. Safe for threads; ``close`` it, or use it in a ``with`` block."""

    def __init__(self, session: Session, who: Dict[str, Any]) -> None:
        """A project; get one with :func:`shearwater.login`."""
        self._session = session
        self._who = who

    @property
    def name(self) -> str:
        """Its name."""
        return self._session.project

    @property
    def url(self) -> str:
        """The server that it is on."""
        return self._session.http.url

    @property
    def user(self) -> str:
        """Whose key it is."""
        return str(self._who["principal"])

    @property
    def role(self) -> Optional[str]:
        """What one is in the project: data_owner, data_scientist, observer or restricted."""
        role: Optional[str] = self._who["projects"].get(self.name)
        return role

    def describe(self) -> Dict[str, Any]:
        """One's role, and how much there is of what."""
        return dict(self._session.ask("GET", ()))

    def get_feature_store(self) -> FeatureStore:
        """The feature store of the project."""
        return FeatureStore(self._session)

    def get_model_registry(self) -> ModelRegistry:
        """The models of the project."""
        return ModelRegistry(self._session)

    def get_model_serving(self) -> ModelServing:
        """What answers requests."""
        return ModelServing(self._session)

    def get_dataset_api(self) -> ProjectFiles:
        """The files that the project keeps beside its features."""
        return ProjectFiles(self._session)

    def close(self) -> None:
        """Closes the connections to the server."""
        self._session.http.close()

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *failed: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return "the project '%s' at %s" % (self.name, self.url)


def login(
    host: Optional[str] = None,
    project: Optional[str] = None,
    api_key_value: Optional[str] = None,
    api_key_file: Optional[str] = None,
    *,
    ca_file: Optional[str] = None,
    timeout: float = 60.0,
    retries: int = 4,
    plain_http: bool = False,
) -> Project:
    """Proves to a server who one is, and gives a project there.

    Args:
        host: ``https://features.example.com``, or a name with a port, else SHEARWATER_HOST, else this machine. TLS is used, and the
            server's certificate and name are verified, but for this machine, where http is meant unless https is said.
        project: its name, else SHEARWATER_PROJECT, else the only project that one is a member of.
        api_key_value: the API key, else what is in ``api_key_file``, else SHEARWATER_API_KEY.
        api_key_file: a file with the API key.
        ca_file: certificates (PEM) of the authorities to trust, instead of those of the system.
        timeout: how long the server may be silent, in seconds.
        retries: how often at most a request is repeated, where that does no harm.
        plain_http: whether a key may be sent over http to another machine, where all between can read it.

    Raises:
        UnauthenticatedError: the key is not valid.
        NotFoundError: there is no such project, or one is no member of it.
        UnavailableError: the server cannot be reached.
    """
    http = _connected(host, api_key_value, api_key_file, ca_file, plain_http, timeout=timeout, retries=retries)
    try:
        who = http.json("GET", "/api/v1/whoami")
        wanted = project or os.environ.get("SHEARWATER_PROJECT")
        return Project(Session(http, _project(wanted, sorted(who["projects"]))), who)
    except BaseException:
        http.close()
        raise


def create_project(
    name: str,
    owner: Optional[str] = None,
    host: Optional[str] = None,
    api_key_value: Optional[str] = None,
    api_key_file: Optional[str] = None,
    *,
    ca_file: Optional[str] = None,
    plain_http: bool = False,
) -> None:
    """Makes a project, as administrators of a server may.

    Args:
        name: lower-case letters, digits and ``_``.
        owner: the user whose it is; by default who asks.
        host: as of :func:`login`, like all that follow.
    """
    http = _connected(host, api_key_value, api_key_file, ca_file, plain_http)
    try:
        http.json("POST", "/api/v1/projects", {"name": name, **({} if owner is None else {"owner": owner})})
    finally:
        http.close()


def _connected(
    host: Optional[str], value: Optional[str], file: Optional[str], ca_file: Optional[str], plain: bool, **how: Any
) -> Http:
    url = _url(host or os.environ.get("SHEARWATER_HOST") or "localhost", plain)
    context = None if ca_file is None else ssl.create_default_context(cafile=ca_file)
    return Http(url, _key(value, file), context=context, **how)


def _url(host: str, plain_http: bool) -> str:
    parts = urlsplit(host if "://" in host else "//" + host)
    try:
        name, port = parts.hostname, parts.port
    except ValueError:
        name, port = None, None
    if not name or parts.scheme not in ("", "http", "https") or parts.query or parts.username:
        raise bad_use("'%s' is no host; say https://features.example.com or features.example.com:7373." % host)
    near = name in _THIS_MACHINE
    scheme = parts.scheme or ("http" if near else "https")
    if scheme == "http" and not near and not plain_http:
        raise bad_use(
            "An API key would be sent to %s over http, where all between can read it. Use https, or say plain_http=True." % name,
            code="NOT_SAFE",
        )
    usual = port or (_PORT if not parts.scheme or near else {"http": 80, "https": 443}[scheme])
    shown = "[%s]" % name if ":" in name else name
    return "%s://%s:%d%s" % (scheme, shown, usual, parts.path.rstrip("/"))


def _key(value: Optional[str], file: Optional[str]) -> str:
    if value is None and file is not None:
        try:
            with open(file, encoding="utf-8") as opened:
                value = opened.read()
        except (OSError, UnicodeDecodeError) as failed:
            raise bad_use("The API key cannot be read from '%s': %s." % (file, failed)) from None
    key = (value or os.environ.get("SHEARWATER_API_KEY") or "").strip()
    if not key:
        raise bad_use("There is no API key. Give api_key_value or api_key_file, or set SHEARWATER_API_KEY.", "NO_KEY")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise bad_use("The API key has characters that no key has; it looks like sw_… (it is not shown here).", "NO_KEY")
    return key


def _project(wanted: Optional[str], known: List[str]) -> str:
    if wanted is None:
        if len(known) == 1:
            return known[0]
        raise bad_use(
            "Which project? Name it with project=… or SHEARWATER_PROJECT; you are a member of %s."
            % (", ".join(known) or "none yet")
        )
    if wanted not in known:
        raise NotFoundError(
            "There is no project '%s', or you are no member of it; you are a member of %s."
            % (wanted, ", ".join(known) or "none yet"),
            code="NOT_FOUND",
        )
    return wanted
