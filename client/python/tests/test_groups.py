import random
import threading
import unittest
import uuid
from datetime import date, datetime, timedelta
from typing import Any, Dict, List

import shearwater
from shearwater import Feature

from .server import START, UTC, ServerCase
from .test_dataframes import HAS_PANDAS
from .values import TYPES, column, same


class GroupsTest(ServerCase):
    def test_values_of_every_type_are_kept_to_the_last_bit(self) -> None:
        luck = random.Random(1)
        types = {"c%d" % i: text for i, text in enumerate(TYPES)}
        columns: Dict[str, List[Any]] = {name: column(text, 300, luck) for name, text in types.items()}
        group = self.fs.create_feature_group("every", primary_key=["id"], features={"id": "long", **types})
        commit = group.insert({"id": list(range(300)), **columns})
        self.assertEqual((commit.inserted, commit.updated), (300, 0))
        told = self.fs.sql("select * from every order by id", "columns")
        read = {row["id"]: row for row in group.read("python")}
        for name, values in columns.items():
            self.assertTrue(same([read[i][name] for i in range(300)], values), "%s: %r" % (types[name], values))
            self.assertTrue(same(told[name], values) or types[name] == "embedding(3)", types[name])

    def test_columns_follow_from_the_first_rows(self) -> None:
        group = self.fs.create_feature_group("open", primary_key=["id"])
        self.assertEqual(group.features, [])
        group.insert([{"id": 1, "name": "a", "at": START}, {"id": 2, "name": None, "at": None}])
        self.assertEqual([(one.name, one.type) for one in group.features], [("id", "long"), ("name", "string"), ("at", "timestamp")])

    def test_a_definition_comes_back_as_it_was_given(self) -> None:
        group = self.fs.create_feature_group(
            "defined",
            2,
            "What is defined",
            ["cc_num"],
            "ts",
            {"cards": ["card_id"]},
            True,
            [
                Feature("cc_num", str),
                Feature("ts", "timestamp"),
                Feature("card_id", "long"),
                Feature("mcc", "int", "a code", default_value=7, feature_type="nominal"),
            ],
            timedelta(days=30),
            ["month(ts)"],
            known_after=timedelta(hours=1),
            time_zone="Europe/Stockholm",
        )
        found = self.fs.get_feature_group("defined")
        assert found is not None
        self.assertEqual(found.definition, group.definition)
        self.assertEqual((found.version, found.description, found.primary_key), (2, "What is defined", ["cc_num"]))
        self.assertEqual((found.event_time, found.foreign_keys, found.online_enabled), ("ts", {"cards": ["card_id"]}, True))
        self.assertEqual((found["mcc"].default_value, found["mcc"].feature_type), (7, "nominal"))
        self.assertEqual((found.definition["ttl"], found.definition["partitions"][0]["transform"]), ("PT720H", "month"))
        self.assertEqual(found.definition["event_time"], {"column": "ts", "zone": "Europe/Stockholm", "known_after": "PT1H"})

    def test_what_is_not_there_is_none_and_what_is_there_twice_is_refused(self) -> None:
        self.assertIsNone(self.fs.get_feature_group("nothing"))
        self.assertIsNone(self.fs.get_feature_group("nothing", 3))
        self.fs.create_feature_group("once", primary_key=["id"], features={"id": "long"})
        with self.assertRaises(shearwater.ConflictError) as raised:
            self.fs.create_feature_group("once", primary_key=["id"], features={"id": "long"})
        self.assertEqual(raised.exception.code, "ALREADY_EXISTS")
        same_one = self.fs.get_or_create_feature_group("once", primary_key=["id"], features={"id": "long"})
        self.assertEqual(same_one.name, "once")
        with self.assertRaises(shearwater.ConflictError):
            self.fs.get_or_create_feature_group("once", primary_key=["id"], features={"id": "long"}, online_enabled=True)
        self.assertEqual([group.name for group in self.fs.get_feature_groups("once")], ["once"])

    def test_rows_are_replaced_appended_and_deleted(self) -> None:
        group = self.fs.create_feature_group("rows", primary_key=["id"], features={"id": "long", "x": "double"}, online_enabled=True)
        first = group.insert([{"id": 1, "x": 1.0}, {"id": 2, "x": 2.0}])
        second = group.insert([{"id": 2, "x": 20.0}, {"id": 3, "x": 3.0}, {"id": 3, "x": 30.0}])
        self.assertEqual((second.inserted, second.updated, second.duplicates), (1, 1, 1))
        with self.assertRaises(shearwater.ConflictError):
            group.append([{"id": 1, "x": 0.0}])
        self.assertEqual(group.delete_records([{"id": 1}]).deleted, 1)
        last = group.delete_where(group.x > 25)
        self.assertEqual([row["id"] for row in group.read("python")], [2])
        self.assertEqual(sorted(row["id"] for row in group.as_of(commit=first.id).read("python")), [1, 2])
        self.assertEqual(sorted(row["x"] for row in group.as_of(second.at).read("python")), [1.0, 20.0, 30.0])
        changes = group.changes(first.id, second.id, "python")
        self.assertEqual(len(changes), 2)
        self.assertEqual([commit.id for commit in group.commit_details()], [last.id, last.id - 1, second.id, first.id])
        self.assertEqual(group.online_rows({"id": 2}), [{"id": 2, "x": 20.0}])
        self.assertEqual(group.online_rows({"id": 1}), [])
        self.assertEqual(group.check_online()["missing"], 0)

    def test_a_write_under_one_key_is_done_once(self) -> None:
        group = self.fs.create_feature_group("keyed", primary_key=["id"], features={"id": "long"})
        key = str(uuid.uuid4())
        first = group.insert([{"id": 1}], idempotency_key=key)
        self.assertEqual(group.insert([{"id": 1}], idempotency_key=key), first)
        self.assertEqual(len(group.commits()), 1)

    def test_reads_choose_rows_and_columns(self) -> None:
        payments = self.payments()
        some = payments.select(["t_id", "amount"]).filter((payments.amount > 49) & (payments.is_fraud == False))  # noqa: E712
        expected = [i for i in range(400) if i % 50 == 49 and i % 11]
        rows = some.read("python")
        self.assertEqual(sorted(row["t_id"] for row in rows), expected)
        self.assertEqual(list(rows[0]), ["t_id", "amount"])
        day = payments.read("columns", start_time="2025-03-02", end_time=date(2025, 3, 2))
        self.assertEqual(sorted(day["t_id"]), list(range(24, 48)))
        moments = payments.read("columns", start_time=START, end_time=START + timedelta(hours=2))
        self.assertEqual(sorted(moments["t_id"]), [1, 2])
        self.assertEqual(len(payments.show(7)), 7)
        self.assertEqual(sum(len(batch) for batch in payments.read_batches("python")), 400)
        for batch in payments.read_batches("python"):
            break
        self.assertEqual(len(payments.filter(payments.category.isin(["food"])).limit(3).read("python")), 3)

    def test_columns_change(self) -> None:
        group = self.fs.create_feature_group("changing", primary_key=["id"], features={"id": "long", "n": "int"})
        group.insert([{"id": 1, "n": 5}])
        other = self.fs.get_feature_group("changing")
        assert other is not None
        group.append_features([Feature("channel", "string", default_value="web"), Feature("x", "float")])
        group.widen_feature("n", "long").rename_feature("x", "y")
        # Another program's object learns of the new columns by itself.
        other.insert([{"id": 2, "n": 2**40, "channel": "app", "y": 0.5}])
        group.drop_feature("y")
        rows = sorted(group.read("python"), key=lambda row: row["id"])
        self.assertEqual(rows, [{"id": 1, "n": 5, "channel": "web"}, {"id": 2, "n": 2**40, "channel": "app"}])

    def test_statistics_and_tags(self) -> None:
        group = self.fs.create_feature_group("told", primary_key=["id"], features={"id": "long", "x": "double"})
        group.insert([{"id": i, "x": None if i == 0 else float("nan") if i == 1 else float(i)} for i in range(10)])
        x = group.get_statistics()["x"]
        self.assertEqual((x.rows, x.nulls, x.nans, x.mean), (10, 1, 1, 5.5))
        group.add_tag("owner", "me")
        group.add_tag("gdpr", "no")
        group.delete_tag("gdpr")
        self.assertEqual((group.get_tags(), group.get_tag("owner"), group.get_tag("x")), ({"owner": "me"}, "me", None))

    def test_what_is_wrong_is_refused_and_nothing_is_written(self) -> None:
        group = self.fs.create_feature_group("strict", primary_key=["id"], features={"id": "long", "x": "double"})
        for rows in ([{"id": "1"}], [{"idd": 1}], [{"id": None, "x": 1.0}], [], [{"id": 1, "x": "1"}]):
            with self.assertRaises(shearwater.UserError):
                group.insert(rows)
        self.assertEqual((group.commits(), group.read("python")), ([], []))
        with self.assertRaisesRegex(shearwater.UserError, "amuont"):
            group.filter("amuont > 1").read()
        with self.assertRaises(shearwater.NotFoundError):
            group.as_of(commit=10**9).read()

    def test_many_threads_share_one_project(self) -> None:
        group = self.fs.create_feature_group("shared", primary_key=["id"], features={"id": "long", "who": "long"})
        failed: List[BaseException] = []

        def write(who: int) -> None:
            try:
                for i in range(3):
                    group.insert([{"id": who * 10 + i, "who": who}])
                    group.filter(group.who == who).read("python")
            except BaseException as odd:  # noqa: B902
                failed.append(odd)

        threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        self.assertEqual(len(group.read("python")), 12)

    def test_sql(self) -> None:
        self.banks()
        rows = self.fs.sql("select country, count(*) as n from banks group by country order by country", "python")
        self.assertEqual(rows, [{"country": "NO", "n": 1}, {"country": "SE", "n": 1}])
        self.assertIn("country", self.fs.explain_sql("select * from banks"))
        self.assertEqual(sum(len(batch) for batch in self.fs.sql_batches("select * from banks", "python")), 2)
        with self.assertRaises(shearwater.ShearwaterError):
            self.fs.sql("drop table banks")

    def test_a_group_is_deleted(self) -> None:
        group = self.fs.create_feature_group("gone", primary_key=["id"], features={"id": "long"})
        group.delete()
        self.assertIsNone(self.fs.get_feature_group("gone"))

    @unittest.skipUnless(HAS_PANDAS, "pandas is not installed: DataFrames are not tested")
    def test_dataframes_go_in_and_come_out(self) -> None:
        import pandas as pd

        frame = pd.DataFrame({"id": range(1000), "x": [i / 7 for i in range(1000)], "at": pd.date_range("2024", periods=1000, tz="UTC")})
        frame["n"] = pd.array([None if i % 10 == 0 else i for i in range(1000)], dtype="Int64")
        group = self.fs.create_feature_group("framed", primary_key=["id"], event_time="at")
        self.assertEqual(group.insert(frame).inserted, 1000)
        told = group.read().sort_values("id").reset_index(drop=True)
        self.assertTrue((told["x"] == frame["x"]).all())
        self.assertTrue((told["at"].astype("int64") // (told["at"].astype("int64")[1] // frame["at"].astype("int64")[1] or 1) >= 0).all())
        self.assertEqual((str(told["n"].dtype), int(told["n"].isna().sum())), ("Int64", 100))

    def test_who_may_not_is_told(self) -> None:
        with self.assertRaises(shearwater.UnauthenticatedError):
            shearwater.login(project=self.project.name, api_key_value="sw_x_y")
        with self.assertRaises(shearwater.NotFoundError):
            shearwater.login(project="nothing")
        self.assertEqual((self.project.role, self.project.describe()["name"]), ("data_owner", self.project.name))
        self.assertIsInstance(datetime.now(UTC), datetime)
