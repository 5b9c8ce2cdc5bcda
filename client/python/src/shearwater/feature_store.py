"""The feature store of a project: its feature groups, its feature views, and SQL over the groups."""

from __future__ import annotations

from typing import Any, Iterator, List, Mapping, Optional, Sequence, Union

from ._definitions import Features, group_document, view_document
from ._session import Session, json_bytes, newest
from .feature_group import FeatureGroup
from .feature_view import FeatureView
from .query import Query
from .transformations import Transformation


class FeatureStore:
    """What a project's groups and views are made and found in. Safe for threads."""

    def __init__(self, session: Session) -> None:
        """A store; get one from a project."""
        self._session = session

    @property
    def name(self) -> str:
        """The project that it belongs to."""
        return self._session.project

    # Feature groups

    def create_feature_group(
        self,
        name: str,
        version: int = 1,
        description: str = "",
        primary_key: Sequence[str] = (),
        event_time: Optional[str] = None,
        foreign_keys: Optional[Mapping[str, Union[str, Sequence[str]]]] = None,
        online_enabled: bool = False,
        features: Features = (),
        ttl: Any = None,
        partition_key: Sequence[str] = (),
        *,
        known_after: Any = None,
        time_zone: str = "UTC",
        online_only: bool = False,
        entity: Optional[str] = None,
        statistics: Optional[Mapping[str, Any]] = None,
        transformation_functions: Sequence[Transformation] = (),
    ) -> FeatureGroup:
        """Makes a feature group; fails if this name and version exist.

        Args:
            name: lower-case letters, digits and ``_``.
            version: a changed meaning is a new version, with rows of its own.
            description: what it is, for people.
            primary_key: the columns that say which entity a row is of.
            event_time: the column that says when a row's values became valid. Without one it is a table of the present.
            foreign_keys: columns by the group whose key they are: ``{"banks": "bank_id"}``.
            online_enabled: whether the newest row of each entity is served.
            features: the columns, as :class:`Feature` or as types by name; those of the first rows if there are none.
            ttl: how long after its event time a row counts, as a timedelta or in seconds.
            partition_key: how the table is divided: ``day(ts)``, ``month(ts)``, ``bucket(16, card)`` or a key column.
            known_after: how long after its event time a row is known, as a timedelta or in seconds.
            time_zone: of the event time, where it is a day.
            online_only: whether only the newest rows are kept, and no history.
            entity: what the primary key identifies; groups of one entity lie side by side online.
            statistics: which are computed of what is written, ``{"parts": […], "columns": […]}``.
            transformation_functions: what is computed of rows while they are written and of requests, on demand.
        """
        document = group_document(
            name,
            version,
            description=description,
            keys=(primary_key, foreign_keys, partition_key, entity),
            time=(event_time, time_zone, known_after, ttl),
            storage="online" if online_only else "offline_and_online" if online_enabled else "offline",
            features=features,
            statistics=statistics,
            transformation_functions=transformation_functions,
        )
        return FeatureGroup(self._session, self._session.ask("POST", ("feature-groups",), document))

    def get_or_create_feature_group(
        self,
        name: str,
        version: int = 1,
        description: str = "",
        primary_key: Sequence[str] = (),
        event_time: Optional[str] = None,
        foreign_keys: Optional[Mapping[str, Union[str, Sequence[str]]]] = None,
        online_enabled: bool = False,
        features: Features = (),
        ttl: Any = None,
        partition_key: Sequence[str] = (),
        *,
        known_after: Any = None,
        time_zone: str = "UTC",
        online_only: bool = False,
        entity: Optional[str] = None,
        statistics: Optional[Mapping[str, Any]] = None,
        transformation_functions: Sequence[Transformation] = (),
    ) -> FeatureGroup:
        """As :meth:`create_feature_group`; where the group is there it is given back, and it fails if it is defined otherwise."""
        document = group_document(
            name,
            version,
            description=description,
            keys=(primary_key, foreign_keys, partition_key, entity),
            time=(event_time, time_zone, known_after, ttl),
            storage="online" if online_only else "offline_and_online" if online_enabled else "offline",
            features=features,
            statistics=statistics,
            transformation_functions=transformation_functions,
        )
        query = {"if_absent": True}
        made = self._session.ask("POST", ("feature-groups",), document, query=query, repeatable=True)
        return FeatureGroup(self._session, made)

    def get_feature_group(self, name: str, version: Optional[int] = None) -> Optional[FeatureGroup]:
        """A feature group, its newest version if none is said; None if there is none."""
        if version is None:
            found = newest(self._session.all(("feature-groups",)), name)
            return None if found is None else FeatureGroup(self._session, found)
        return self._session.find(("feature-groups", name, version), lambda one: FeatureGroup(self._session, one))

    def get_feature_groups(self, name: Optional[str] = None) -> List[FeatureGroup]:
        """The feature groups, or the versions of one."""
        every = [FeatureGroup(self._session, one) for one in self._session.all(("feature-groups",))]
        return [group for group in every if name is None or group.name == name]

    # Feature views

    def create_feature_view(
        self,
        name: str,
        query: Query,
        version: int = 1,
        description: str = "",
        labels: Sequence[str] = (),
        inference_helper_columns: Sequence[str] = (),
        training_helper_columns: Sequence[str] = (),
        transformation_functions: Sequence[Transformation] = (),
    ) -> FeatureView:
        """Makes a feature view: what a model reads; fails if this name and version exist.

        Args:
            name: lower-case letters, digits and ``_``.
            query: the features in their order, with what is joined.
            version: a changed meaning is a new version.
            description: what it is, for people.
            labels: which of the features are to be predicted.
            inference_helper_columns: which of them only inference needs, beside the model.
            training_helper_columns: which of them only training needs, beside the model.
            transformation_functions: what is done to features before the model sees them; see :mod:`shearwater.transformations`.
        """
        document = view_document(
            name,
            version,
            description=description,
            query=query,
            roles=(labels, training_helper_columns, inference_helper_columns),
            transformation_functions=transformation_functions,
        )
        return FeatureView(self._session, self._session.ask("POST", ("feature-views",), document))

    def get_or_create_feature_view(
        self,
        name: str,
        query: Query,
        version: int = 1,
        description: str = "",
        labels: Sequence[str] = (),
        inference_helper_columns: Sequence[str] = (),
        training_helper_columns: Sequence[str] = (),
        transformation_functions: Sequence[Transformation] = (),
    ) -> FeatureView:
        """As :meth:`create_feature_view`; where the view is there it is given back, and it fails if it is defined otherwise."""
        document = view_document(
            name,
            version,
            description=description,
            query=query,
            roles=(labels, training_helper_columns, inference_helper_columns),
            transformation_functions=transformation_functions,
        )
        made = self._session.ask("POST", ("feature-views",), document, query={"if_absent": True}, repeatable=True)
        return FeatureView(self._session, made)

    def get_feature_view(self, name: str, version: Optional[int] = None) -> Optional[FeatureView]:
        """A feature view, its newest version if none is said; None if there is none."""
        if version is None:
            found = newest(self._session.all(("feature-views",)), name)
            if found is None:
                return None
            version = int(found["version"])
        return self._session.find(("feature-views", name, version), lambda one: FeatureView(self._session, one))

    def get_feature_views(self, name: Optional[str] = None) -> List[FeatureView]:
        """The feature views, or the versions of one."""
        every = [one for one in self._session.all(("feature-views",)) if name is None or one["name"] == name]
        return [FeatureView(self._session, one) for one in every]

    # SQL

    def sql(self, query: str, dataframe_type: str = "default") -> Any:
        """The rows of a ``SELECT`` whose tables are feature groups: ``cards`` is the newest version of a group, ``cards__2`` its
        version 2, ``cards@17`` its state after commit 17. All are read at one moment, and nothing can be changed."""
        return self._session.rows("POST", ("sql",), body=json_bytes({"sql": query})).to(dataframe_type)

    def sql_batches(self, query: str, dataframe_type: str = "default") -> Iterator[Any]:
        """As :meth:`sql`, in pieces as they come, for more rows than memory holds."""
        for batch in self._session.batches("POST", ("sql",), body=json_bytes({"sql": query})):
            yield batch.to(dataframe_type)

    def explain_sql(self, query: str) -> str:
        """How a statement would be run, for people."""
        return self._session.text("POST", ("sql", "explain"), {"sql": query})

    def __repr__(self) -> str:
        return "the feature store of the project '%s'" % self.name
