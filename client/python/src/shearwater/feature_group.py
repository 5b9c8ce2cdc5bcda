"""Feature groups: tables of features of one entity, with their whole history."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Union

from ._rows import Rows, rows_of
from ._session import Session, json_bytes
from ._times import Time, instant_text, parse
from ._types import DataType
from ._types import parse as parse_type
from .errors import UserError, bad_use
from .query import Feature, Query, Where, condition_text, json_value, names_of
from .statistics import Statistics


@dataclass(frozen=True)
class Commit:
    """A change of a feature group that happened as a whole.

    Attributes:
        id: its number, which rises with each commit of the store.
        operation: what was done, such as ``insert`` or ``delete``.
        at: when, in UTC.
        inserted: rows that were new.
        updated: rows that took the place of others.
        deleted: rows that are gone.
        duplicates: rows of the input that others of the same identity replaced.
    """

    id: int
    operation: str
    at: datetime
    inserted: int
    updated: int
    deleted: int
    duplicates: int

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> "Commit":
        """A commit as the server describes it."""
        counts = {name: int(document[name]) for name in ("inserted", "updated", "deleted", "duplicates")}
        return cls(int(document["id"]), str(document["operation"]), parse(document["at"]), **counts)


class FeatureGroup:
    """A feature group. A feature is an attribute too, to write conditions with: ``fg.amount > 10``. Safe for threads."""

    def __init__(self, session: Session, document: Dict[str, Any]) -> None:
        """A group as the server describes it; get one from a feature store."""
        self.session = session
        self._document = document

    # What it is

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._document["name"])

    @property
    def version(self) -> int:
        """Its version; each has rows of its own."""
        return int(self._document["version"])

    @property
    def description(self) -> str:
        """What it is, for people."""
        return str(self._document.get("description", ""))

    @property
    def features(self) -> List[Feature]:
        """Its columns in their order; none before the first rows of a group that takes them from these."""
        return [Feature.of_document(feature) for feature in self._document["features"]]

    @property
    def primary_key(self) -> List[str]:
        """The columns that say which entity a row is of."""
        return list(self._document["primary_key"])

    @property
    def event_time(self) -> Optional[str]:
        """The column that says when a row's values became valid; None for a table of the present."""
        time = self._document.get("event_time")
        return None if time is None else str(time["column"])

    @property
    def foreign_keys(self) -> Dict[str, List[str]]:
        """Columns by the group whose key they are."""
        return {key["group"]: list(key["columns"]) for key in self._document.get("foreign_keys", [])}

    @property
    def online_enabled(self) -> bool:
        """Whether the newest row of each entity is served."""
        return str(self._document.get("storage", "offline")) != "offline"

    @property
    def definition(self) -> Dict[str, Any]:
        """All that is defined, as the server describes it."""
        return dict(self._document)

    def get_feature(self, name: str) -> Feature:
        """One of the columns."""
        for feature in self._document["features"]:
            if feature["name"] == name:
                return Feature.of_document(feature)
        raise UserError(
            "The feature group '%s' version %d has no column '%s'; it has %s."
            % (self.name, self.version, name, ", ".join(self._names()) or "none yet"),
            code="UNKNOWN_COLUMN",
        )

    def __getitem__(self, name: str) -> Feature:
        return self.get_feature(name)

    def __getattr__(self, name: str) -> Feature:
        if name.startswith("_") or name not in self._names():
            raise AttributeError("The feature group has neither a feature nor anything else that is called '%s'." % name)
        return self.get_feature(name)

    def _names(self) -> List[str]:
        return [str(feature["name"]) for feature in self.__dict__.get("_document", {}).get("features", [])]

    def _place(self, *more: Any) -> Sequence[Any]:
        return ("feature-groups", self.name, self.version, *more)

    def refresh(self) -> "FeatureGroup":
        """Looks again what it is: others may have changed its columns."""
        self._document = self.session.ask("GET", self._place())
        return self

    # Writing

    def insert(
        self,
        features: Any,
        operation: str = "upsert",
        *,
        idempotency_key: Optional[str] = None,
        nan_as_null: bool = False,
    ) -> Commit:
        """Writes rows. When it returns they are durable, readable and served.

        Args:
            features: the rows: a list of dictionaries, a dictionary of columns, a pandas DataFrame or a pyarrow Table.
            operation: ``upsert`` replaces rows of the same identity; ``append`` fails where one is there.
            idempotency_key: a write that is repeated under its key is not done twice and gives the earlier commit. One is made for
                each call, so that a broken connection does no harm; give your own where a program may run twice.
            nan_as_null: whether NaN in columns of numbers means that there is no value. NaN is a value otherwise, except in
                columns of whole numbers, where pandas can write nothing else for what is missing.
        """
        rows = rows_of(features, nan_as_null)
        if not rows.count:
            raise bad_use("There are no rows to insert.", "BAD_ROWS")
        if operation not in ("upsert", "append"):
            raise bad_use("operation is '%s'; there are upsert and append." % operation)
        where = self._place("rows") if operation == "upsert" else self._place("rows", "append")
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        commit = Commit.of_document(self._write(where, rows, self._known(rows), headers))
        if not self._document["features"]:
            self.refresh()
        return commit

    def append(self, features: Any, **how: Any) -> Commit:
        """As :meth:`insert`, but fails where a row of the same identity is there."""
        return self.insert(features, "append", **how)

    def _write(self, where: Sequence[Any], rows: Rows, known: Mapping[str, DataType], headers: Mapping[str, str]) -> Any:
        schema = rows.schema(known, str(self))
        body = rows.body(schema)
        return self.session.ask_with(body, where, headers)

    def _known(self, rows: Rows) -> Dict[str, DataType]:
        """The types by name, with what functions read that is no column."""
        if not self._document["features"]:
            self.refresh()
        elif any(name not in self._names() for name in rows.names):
            self.refresh()
        known = {feature["name"]: parse_type(feature["type"]) for feature in self._document["features"]}
        if not known:
            return known
        read = {name for call in self._document.get("on_demand", []) for name in call["inputs"]}
        beside = [name for name in rows.names if name in read and name not in known]
        return {**known, **dict(rows.only(beside).schema({}, str(self)))} if beside else known

    def delete_records(self, keys: Any) -> Commit:
        """Deletes the rows of these keys: rows with the primary key, or with the whole identity if they have the event time too."""
        rows = rows_of(keys)
        known = self._known(rows)
        identity = {name: known[name] for name in [*self.primary_key, *([self.event_time] if self.event_time else [])]}
        return Commit.of_document(self._write(self._place("rows", "delete"), rows, identity, {}))

    def delete_where(self, condition: Where) -> Commit:
        """Deletes the rows for which a condition holds."""
        how = {"query": {"where": condition_text(condition)}, "repeatable": True}
        return Commit.of_document(self.session.ask("DELETE", self._place("rows"), **how))

    # Reading

    def select(self, features: Sequence[Union[str, Feature]]) -> Query:
        """These features, in this order."""
        return Query(self, names_of(features))

    def select_features(self) -> Query:
        """All that are features: no keys, no event time."""
        index = {*self.primary_key, self.event_time, *(name for key in self.foreign_keys.values() for name in key)}
        index |= {partition["column"] for partition in self._document.get("partitions", [])}
        return Query(self, [name for name in self._names() if name not in index])

    def select_all(self) -> Query:
        """All columns. In a view the keys and the event time among them are no features."""
        return Query(self, self._names(), whole_row=True)

    def select_except(self, features: Sequence[Union[str, Feature]]) -> Query:
        """All columns but these."""
        without = names_of(features)
        for name in without:
            self.get_feature(name)
        return Query(self, [name for name in self._names() if name not in without], whole_row=True)

    def filter(self, condition: Where) -> Query:
        """All columns of the rows for which a condition holds."""
        return self.select_all().filter(condition)

    def as_of(self, wallclock_time: Optional[Time] = None, *, commit: Optional[int] = None) -> Query:
        """All columns of the rows as they were known at a moment, or after a commit."""
        return self.select_all().as_of(wallclock_time, commit=commit)

    def read(
        self,
        dataframe_type: str = "default",
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
        *,
        wallclock_time: Optional[Time] = None,
    ) -> Any:
        """All rows: see :meth:`Query.read`; with ``wallclock_time`` as they were known at that moment."""
        query = self.select_all() if wallclock_time is None else self.as_of(wallclock_time)
        return query.read(dataframe_type, start_time, end_time)

    def read_batches(self, dataframe_type: str = "default", **how: Any) -> Iterator[Any]:
        """All rows in pieces as they come: see :meth:`Query.read_batches`."""
        return self.select_all().read_batches(dataframe_type, **how)

    def show(self, n: int = 5) -> Any:
        """The first rows."""
        return self.select_all().show(n)

    def changes(self, from_commit: int, to_commit: int, dataframe_type: str = "default") -> Any:
        """What the commits after one and up to another inserted, updated and deleted."""
        query = {"from": from_commit, "to": to_commit}
        return self.session.rows("GET", self._place("changes"), query=query).to(dataframe_type)

    def online_rows(self, key: Mapping[str, Any], limit: int = 100, dataframe_type: str = "python") -> Any:
        """The rows of one entity as they are served, the newest first."""
        body = json_bytes(json_value(key))
        rows = self.session.rows("POST", self._place("online-rows"), body=body, query={"limit": limit})
        return rows.to(dataframe_type)

    # Looking after it

    def commits(self) -> List[Commit]:
        """Its commits, the first first."""
        return [Commit.of_document(commit) for commit in self.session.all(self._place("commits"))]

    def commit_details(self, limit: Optional[int] = None) -> List[Commit]:
        """The commits, the newest first."""
        return self.commits()[::-1][:limit]

    def get_statistics(self, commit: Optional[int] = None) -> Statistics:
        """What the rows are like, now or after a commit."""
        document = self.session.ask("GET", self._place("statistics"), query={"commit": commit})
        return Statistics(document)

    compute_statistics = get_statistics

    def append_features(self, features: Union[Feature, Sequence[Feature]]) -> "FeatureGroup":
        """Appends features: rows that are there have their default values, or null."""
        new = [features] if isinstance(features, Feature) else list(features)
        body = {"features": [feature.document() for feature in new]}
        self._document = self.session.ask("POST", self._place("features"), body)
        return self

    def widen_feature(self, name: str, type: Any) -> "FeatureGroup":
        """Gives a feature a wider type: int to long, float to double, a longer text, more digits."""
        self._document = self.session.ask("PATCH", self._place("features", name), {"type": Feature(name, type).type})
        return self

    def rename_feature(self, name: str, new_name: str) -> "FeatureGroup":
        """Gives a feature another name, if nothing needs it."""
        self._document = self.session.ask("PATCH", self._place("features", name), {"name": new_name})
        return self

    def drop_feature(self, name: str) -> "FeatureGroup":
        """Drops a feature that nothing needs."""
        self._document = self.session.ask("DELETE", self._place("features", name))
        return self

    def get_tags(self) -> Dict[str, str]:
        """Its tags."""
        return dict(self.refresh()._document.get("tags", {}))

    def get_tag(self, name: str) -> Optional[str]:
        """The value of a tag; None if it is not there."""
        return self.get_tags().get(name)

    def add_tag(self, name: str, value: str) -> None:
        """Puts a tag on it, or changes one."""
        self.session.ask("PUT", self._place("tags", name), {"value": value}, repeatable=True)

    def delete_tag(self, name: str) -> None:
        """Takes a tag off it."""
        self.session.ask("DELETE", self._place("tags", name))

    def compact(self) -> Commit:
        """Puts small files together."""
        return Commit.of_document(self.session.ask("POST", self._place("compact")))

    def materialize(self) -> int:
        """Writes what is not online yet; gives the number of commits. Only needed after a failure: rows are served when
        :meth:`insert` returns."""
        return int(self.session.ask("POST", self._place("materialize"))["commits"])

    def rebuild_online(self) -> int:
        """Writes everything online anew; gives the number of rows."""
        return int(self.session.ask("POST", self._place("rebuild-online"))["rows"])

    def purge_expired(self) -> int:
        """Removes online rows whose time to live is over; gives their number."""
        return int(self.session.ask("POST", self._place("purge-expired"))["rows"])

    def expire_commits(self, older_than: Time) -> int:
        """Gives up states that were replaced before a moment; gives the number of commits."""
        query = {"older_than": instant_text(older_than, "older_than")}
        return int(self.session.ask("POST", self._place("expire-commits"), query=query)["commits"])

    def check_online(self) -> Dict[str, Any]:
        """Whether the rows that are served are those of the table."""
        return dict(self.session.ask("GET", self._place("online-check")))

    def delete(self) -> None:
        """Deletes the group with its rows, if nothing needs it."""
        self.session.ask("DELETE", self._place())

    def __repr__(self) -> str:
        return "the feature group '%s' version %d" % (self.name, self.version)

