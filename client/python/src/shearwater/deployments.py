"""Deployments: models and views that answer requests under a name."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

from ._rows import records_of
from ._session import Session
from ._times import duration_text
from .errors import bad_use
from .query import json_value

_MOST_ENTRIES = 10_000


class Prediction(Dict[str, Any]):
    """An answer: ``prediction``, ``scores``, ``probabilities``, ``features`` … by name, as the server says it."""

    @property
    def value(self) -> Any:
        """What was predicted: a class, a number, or what logic made of it."""
        return self.get("prediction")

    @property
    def scores(self) -> List[float]:
        """The scores of the model."""
        return list(self.get("scores", []))

    @property
    def probabilities(self) -> Dict[str, float]:
        """The probability of each class."""
        return dict(self.get("probabilities", {}))

    @property
    def model_version(self) -> Optional[int]:
        """Which version of the model answered; None without a model."""
        return self.get("model_version")

    @property
    def request_id(self) -> str:
        """By which the prediction is known in the log."""
        return str(self["request_id"])


class Deployment:
    """What answers under a name. Safe for threads."""

    def __init__(self, session: Session, document: Dict[str, Any]) -> None:
        """A deployment as the server describes it; get one from the serving of a project."""
        self._session = session
        self._document = document

    @property
    def name(self) -> str:
        """Its name, by which clients call it."""
        return str(self._document["name"])

    @property
    def definition(self) -> Dict[str, Any]:
        """What it serves, as the server describes it."""
        return dict(self._document)

    def _place(self, *more: Any) -> Sequence[Any]:
        return ("deployments", self.name, *more)

    @property
    def schema(self) -> Dict[str, Any]:
        """What it takes and gives."""
        return dict(self._session.ask("GET", self._place("schema")))

    def predict(
        self,
        inputs: Any,
        passed_features: Optional[Mapping[str, Any]] = None,
        *,
        explain: bool = False,
    ) -> Any:
        """Asks for predictions.

        Args:
            inputs: an entry (a dictionary of serving keys, passed features and request parameters), or a list or DataFrame of them.
            passed_features: what each entry has too.
            explain: whether to say what each feature contributed.

        Returns:
            A :class:`Prediction` for one entry, else a list of them in the order of the entries.
        """
        single = isinstance(inputs, Mapping)
        entries = [{**one, **(passed_features or {})} for one in records_of(inputs)]
        predictions: List[Prediction] = []
        for at in range(0, len(entries), _MOST_ENTRIES):
            body = {"entries": [json_value(one) for one in entries[at : at + _MOST_ENTRIES]], "explain": explain}
            # A prediction is logged: asked twice, it would be there twice.
            answer = self._session.ask("POST", self._place("predict"), body)
            predictions.extend(Prediction(one) for one in answer["predictions"])
        return predictions[0] if single else predictions

    def report(self) -> Dict[str, Any]:
        """How it does: latencies, shares, its log."""
        return dict(self._session.ask("GET", self._place("report")))

    def rollback(self) -> "Deployment":
        """Goes back to what was deployed before."""
        self._document = self._session.ask("POST", self._place("rollback"))
        return self

    def delete(self) -> None:
        """Removes it."""
        self._session.ask("DELETE", self._place())

    def __repr__(self) -> str:
        return "the deployment '%s'" % self.name


class ModelServing:
    """The deployments of a project. Safe for threads."""

    def __init__(self, session: Session) -> None:
        """The serving; get it from a project."""
        self._session = session

    def get_deployment(self, name: str) -> Optional[Deployment]:
        """A deployment; None if there is none."""
        return self._session.find(("deployments", name), lambda one: Deployment(self._session, one))

    def get_deployments(self) -> List[Deployment]:
        """All deployments."""
        return [Deployment(self._session, one) for one in self._session.all(("deployments",))]

    def deploy(
        self,
        name: str,
        what: Any = None,
        *,
        shares: Optional[Sequence[Any]] = None,
        shadows: Sequence[Any] = (),
        by: str = "request",
        timeout: Any = None,
        fallbacks: Optional[Mapping[str, Any]] = None,
        logging: bool = True,
    ) -> Deployment:
        """Lets a model or a view answer under a name, or changes what answers.

        Args:
            name: by which clients call it.
            what: a model or a feature view.
            shares: instead, several with their shares of the requests: ``[(one, 0.9), (other, 0.1)]``.
            shadows: what is asked too, without being answered with.
            by: what decides which one is asked: ``request`` or ``entity``.
            timeout: after how long a request is given up, as a timedelta or in seconds.
            fallbacks: what stands for a feature that is missing: ``{"amount": ["mean", 0.0]}``, tried in this order: ``mean``,
                ``median``, ``mode``, ``last_known``, or a constant.
            logging: whether predictions are logged.
        """
        if (what is None) == (shares is None):
            raise bad_use("Say what to deploy: a model or a view, or shares=[(one, 0.9), (other, 0.1)].")
        arms = [(what, 1.0)] if shares is None else shares
        document: Dict[str, Any] = {
            "name": name,
            "routing": {
                "arms": [{"share": float(share), "variant": _variant(one)} for one, share in arms],
                "by": by,
                "shadows": [_variant(one) for one in shadows],
            },
            "fallbacks": {feature: [_fallback(one) for one in _chain(chain)] for feature, chain in (fallbacks or {}).items()},
            "logging": "on" if logging else "off",
        }
        if timeout is not None:
            document["timeout"] = duration_text(timeout, "timeout")
        return Deployment(self._session, self._session.ask("PUT", ("deployments", name), document))

    create_deployment = deploy


def _variant(what: Any) -> Dict[str, Any]:
    variant = getattr(what, "variant", None)
    if variant is None:
        raise bad_use("%r cannot be deployed; a model or a feature view can." % (what,))
    document: Dict[str, Any] = variant()
    return document


def _chain(chain: Any) -> Sequence[Any]:
    return chain if isinstance(chain, (list, tuple)) else [chain]


def _fallback(one: Union[str, Any]) -> Dict[str, Any]:
    if one in ("mean", "median", "mode", "last_known"):
        return {"take": one}
    return {"take": "constant", "value": str(one)}
