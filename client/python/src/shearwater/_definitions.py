"""Definitions of groups and views as the server takes them."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ._times import duration_text
from .errors import bad_use
from .query import Feature, Query, names_of
from .transformations import Transformation

#: Columns of a group: features, or types by name.
Features = Union[Sequence[Feature], Mapping[str, Any]]

_PARTITION = re.compile(r"(day|month|bucket)\((?:(\d+), *)?(\w+)\)\Z")


def group_document(
    name: str,
    version: int,
    *,
    description: str,
    keys: Tuple[Sequence[str], Any, Sequence[str], Optional[str]],
    time: Tuple[Optional[str], str, Any, Any],
    storage: str,
    features: Features,
    statistics: Optional[Mapping[str, Any]],
    transformation_functions: Sequence[Transformation],
) -> Dict[str, Any]:
    """The definition of a group.

    Args:
        keys: primary, foreign and partition keys, and the name of the entity.
        time: the column of the event time, its zone, after what time rows are known, and how long they live.
    """
    primary, foreign, partitions, entity = keys
    column, zone, known_after, ttl = time
    document: Dict[str, Any] = {
        "name": name,
        "version": version,
        "description": description,
        "features": [feature.document() for feature in _features(features)],
        "primary_key": _listed(primary),
        "foreign_keys": [{"group": group, "columns": _listed(those)} for group, those in _foreign(foreign).items()],
        "partitions": [_partition(one) for one in _listed(partitions)],
        "storage": storage,
        "entity": entity,
        "statistics": statistics,
        "on_demand": [call.document() for call in transformation_functions],
    }
    if column is not None:
        document["event_time"] = {"column": column, "zone": zone}
        if known_after is not None:
            document["event_time"]["known_after"] = duration_text(known_after, "known_after")
    if ttl is not None:
        document["ttl"] = duration_text(ttl, "ttl")
    return document


def _foreign(keys: Any) -> Mapping[str, Any]:
    if keys is None:
        return {}
    if isinstance(keys, Mapping):
        return keys
    raise bad_use("foreign_keys is %r; say whose key it is, such as {'cards': 'cc_num'}." % (keys,))


def _features(features: Features) -> List[Feature]:
    if isinstance(features, Mapping):
        return [Feature(name, of) for name, of in features.items()]
    return list(features)


def _listed(names: Any) -> List[str]:
    return [names] if isinstance(names, str) else names_of(names)


def _partition(text: str) -> Dict[str, Any]:
    told = _PARTITION.match(text)
    if told is None:
        return {"column": text, "transform": "identity"}
    transform, buckets, column = told.groups()
    document: Dict[str, Any] = {"column": column, "transform": transform}
    return {**document, "buckets": int(buckets)} if buckets else document


def view_document(
    name: str,
    version: int,
    *,
    description: str,
    query: Query,
    roles: Tuple[Sequence[str], Sequence[str], Sequence[str]],
    transformation_functions: Sequence[Transformation],
) -> Dict[str, Any]:
    """The definition of a view.

    Args:
        roles: labels, training helpers and inference helpers.
    """
    if not isinstance(query, Query):
        raise bad_use("query is %r; make one with fg.select([...])." % (query,))
    labels, training_helpers, inference_helpers = map(names_of, roles)
    return {
        "name": name,
        "version": version,
        "description": description,
        "query": query.document(),
        "labels": labels,
        "training_helpers": training_helpers,
        "inference_helpers": inference_helpers,
        "transformations": [call.document() for call in transformation_functions],
    }
