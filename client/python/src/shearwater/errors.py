"""What goes wrong: one exception with a stable code, and a class for each kind of failure."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Type


class ShearwaterError(Exception):
    """A failure that says what, where, the value, and what to do.

    Attributes:
        code: what it is, as a stable name such as ``UNKNOWN_COLUMN``.
        kind: whose fault it is: user, unauthenticated, forbidden, not_found, conflict, limited, unavailable or internal.
        detail: the text for people.
        status: the status of the response; None if there was none.
        request_id: by which the server's log knows the request; None if there was none.
        retry_after: the seconds after which the same request may succeed; None if that is not known.
    """

    kind = "internal"

    def __init__(
        self,
        detail: str,
        *,
        code: str = "INTERNAL",
        status: Optional[int] = None,
        request_id: Optional[str] = None,
        retry_after: Optional[float] = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.status = status
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        known_as = "" if self.request_id is None else " [%s]" % self.request_id
        return "%s: %s%s" % (self.code, self.detail, known_as)


class UserError(ShearwaterError):
    """The request is wrong, and will be wrong again."""

    kind = "user"


class UnauthenticatedError(ShearwaterError):
    """Who asks did not prove who it is: the API key is missing, wrong, expired or revoked."""

    kind = "unauthenticated"


class ForbiddenError(ShearwaterError):
    """Who asks may not."""

    kind = "forbidden"


class NotFoundError(ShearwaterError):
    """There is none, or who asks may not know of it."""

    kind = "not_found"


class ConflictError(ShearwaterError):
    """It contradicts how things are: is there already, is still needed, is locked."""

    kind = "conflict"


class LimitedError(ShearwaterError):
    """A limit of size, rate or memory."""

    kind = "limited"


class UnavailableError(ShearwaterError):
    """Something behind failed, or cannot be reached; later it may work."""

    kind = "unavailable"


class InternalError(ShearwaterError):
    """A defect, of the server or of this client."""

    kind = "internal"


_BY_KIND: Mapping[str, Type[ShearwaterError]] = {
    error.kind: error
    for error in (
        UserError,
        UnauthenticatedError,
        ForbiddenError,
        NotFoundError,
        ConflictError,
        LimitedError,
        UnavailableError,
        InternalError,
    )
}

_KIND_OF_STATUS = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 409: "conflict", 429: "limited"}


def bad_use(detail: str, code: str = "BAD_REQUEST") -> UserError:
    """A call that cannot be meant, found before anything was sent."""
    return UserError(detail, code=code)


def of_problem(problem: Any, status: Optional[int] = None) -> ShearwaterError:
    """The error that a problem document (RFC 9457) tells of; also of what a proxy made of it."""
    if not isinstance(problem, dict) or "detail" not in problem:
        return _kind(None, status)("The server answered %s: %s" % (status, problem), code="BAD_ANSWER", status=status)
    told = problem.get("status", status)
    retry_after = problem.get("retry_after")
    instance = problem.get("instance")
    return _kind(problem.get("kind"), status)(
        str(problem["detail"]),
        code=str(problem.get("code", "INTERNAL")),
        status=told if isinstance(told, int) else status,
        request_id=None if instance is None else str(instance).rsplit(":", 1)[-1],
        retry_after=float(retry_after) if isinstance(retry_after, (int, float)) else None,
    )


def _kind(kind: Any, status: Optional[int]) -> Type[ShearwaterError]:
    if isinstance(kind, str) and kind in _BY_KIND:
        return _BY_KIND[kind]
    if status is None or status >= 500:
        return UnavailableError if status in (502, 503, 504) else InternalError
    return _BY_KIND[_KIND_OF_STATUS.get(status, "user")]
