import pathlib
import re
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from shearwater import Feature, FeatureGroup, Query, UserError, folds, random_split, time_split
from shearwater import transformations as t
from shearwater._times import after_text, duration_text, instant_text, parse, up_to_text


def group(name: str = "pay") -> FeatureGroup:
    features = [{"name": one, "type": "double"} for one in ("id", "ts", "card", "amount", "kind")]
    document: Any = {"name": name, "version": 1, "features": features, "primary_key": ["id"], "event_time": {"column": "ts"}}
    return FeatureGroup(None, {**document, "foreign_keys": [{"group": "cards", "columns": ["card"]}]})  # type: ignore[arg-type]


class ConditionsTest(unittest.TestCase):
    def test_conditions_are_texts_that_the_server_reads(self) -> None:
        amount = Feature("amount")
        told = {
            amount > 5: "amount > 5",
            (amount >= 1.5) & ~(Feature("kind") == "a'b"): "(amount >= 1.5) and (not (kind = 'a''b'))",
            (amount < Decimal("0.10")) | amount.is_null(): "(amount < 0.10) or (amount is null)",
            Feature("kind").isin(["x", "y"]): "kind in ('x', 'y')",
            Feature("kind").like("a%"): "kind like 'a%'",
            Feature("ok") == True: "ok = true",  # noqa: E712
            Feature("in") != None: 'not ("in" is null)',  # noqa: E711
            amount == float("nan"): "amount = nan",
            amount > -float("inf"): "amount > -infinity",
            Feature("ts") <= datetime(2024, 1, 1, 12, 0, 0, 7): "ts <= '2024-01-01T12:00:00.000007Z'",
            Feature("day") == date(1969, 12, 31): "day = '1969-12-31'",
        }
        for condition, text in told.items():
            self.assertEqual(str(condition), text)

    def test_and_between_conditions_is_refused(self) -> None:
        with self.assertRaisesRegex(UserError, "with &"):
            bool(Feature("a") > 1 and Feature("b") > 1)

    def test_constants_that_mean_nothing_are_refused(self) -> None:
        with self.assertRaises(UserError):
            Feature("a") == object()  # noqa: B015


class QueriesTest(unittest.TestCase):
    def test_selections_keep_order_and_leave_out_what_is_no_feature(self) -> None:
        pay = group()
        self.assertEqual(pay.select(["kind", pay.amount]).document()["columns"], ["kind", "amount"])
        self.assertEqual(pay.select_features().document()["columns"], ["amount", "kind"])
        self.assertEqual(pay.select_except(["kind"]).document()["columns"], ["id", "ts", "card", "amount"])
        self.assertTrue(pay.select_all().document()["whole_row"])

    def test_a_query_never_changes(self) -> None:
        query = group().select(["amount"])
        query.filter("amount > 1").join(group("cards").select_features()).limit(3)
        self.assertEqual(query.document(), group().select(["amount"]).document())

    def test_joins_say_keys_prefix_and_bounds(self) -> None:
        right = group("cards").select(["amount"]).filter("amount > 1")
        query: Query = group().select(["amount"]).join(
            right, left_on=["card"], right_on=["id"], join_type="inner", prefix="card_", strictly_before=True, within=timedelta(days=1)
        )
        join = query.document()["joins"][0]
        self.assertEqual(join["on"], [{"left": "card", "right": "id"}])
        self.assertEqual((join["prefix"], join["strictly_before"], join["required"], join["lookback"]), ("card_", True, True, "PT86400S"))
        self.assertEqual(join["query"]["filter"], "amount > 1")

    def test_what_cannot_be_meant_is_refused(self) -> None:
        pay, right = group(), group("cards").select(["amount"])
        for odd in (
            lambda: pay.select(["a"]).join(right, join_type="right"),
            lambda: pay.select(["a"]).join(right, on=["a"], left_on=["a"], right_on=["a"]),
            lambda: pay.select(["a"]).join(right, left_on=["a"]),
            lambda: pay.select("amount"),
            lambda: pay.as_of(),
            lambda: pay.get_feature("nothing"),
            lambda: pay.filter(5),  # type: ignore[arg-type]
            lambda: pay.as_of(commit=1).document(),
        ):
            with self.assertRaises(UserError):
                odd()
        with self.assertRaises(AttributeError):
            pay.nothing


class TimesTest(unittest.TestCase):
    def test_days_are_whole_and_moments_are_moments(self) -> None:
        self.assertEqual(after_text("2024-03-01", "s"), "2024-02-29T23:59:59.999999Z")
        self.assertEqual(up_to_text(date(2024, 3, 1), "e"), "2024-03-01T23:59:59.999999Z")
        self.assertEqual(up_to_text("2024-03-01T12:00:00+02:00", "e"), "2024-03-01T10:00:00Z")
        self.assertEqual(instant_text(datetime(1969, 12, 31, 23), "t"), "1969-12-31T23:00:00Z")

    def test_times_come_back_to_the_microsecond(self) -> None:
        for moment in (datetime(1, 1, 1), datetime(1970, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), datetime(2024, 1, 1, 0, 0, 0, 70)):
            aware = moment.replace(tzinfo=timezone.utc)
            self.assertEqual(parse(instant_text(aware, "t") or ""), aware)

    def test_numbers_are_no_times(self) -> None:
        for odd in (1700000000, 0, "yesterday", "2024-13-01", 1.5):
            with self.assertRaises(UserError):
                instant_text(odd, "t")  # type: ignore[arg-type]

    def test_durations(self) -> None:
        told = [duration_text(one, "d") for one in (timedelta(days=30), 0.25, 90, timedelta(microseconds=1))]
        self.assertEqual(told, ["PT2592000S", "PT0.25S", "PT90S", "PT0.000001S"])


class SplitsTest(unittest.TestCase):
    def test_shares_leave_the_rest_for_training(self) -> None:
        split = random_split({"validation": 0.25, "test": 0.25}, 7)["random"]
        self.assertEqual(split["parts"][0], {"name": "train", "share": 0.5})
        self.assertEqual(folds(4, 1)["random"]["parts"][3], {"name": "fold_4", "share": 0.25})
        for odd in ({"test": 0}, {"test": 1}, {"test": "x"}, {"a": 0.6, "b": 0.6}):
            with self.assertRaises(UserError):
                random_split(odd, 1)  # type: ignore[arg-type]

    def test_ranges_of_days(self) -> None:
        part = time_split([("train", "2024-01-01", "2024-01-31"), ("test", None, None)])["by_time"]["parts"]
        self.assertEqual(part[0]["range"], {"after": "2023-12-31T23:59:59.999999Z", "up_to": "2024-01-31T23:59:59.999999Z"})
        self.assertEqual(part[1]["range"], {})


class TransformationsTest(unittest.TestCase):
    def test_every_function_of_the_manual_is_there(self) -> None:
        page = pathlib.Path(__file__).resolve().parents[3] / "docs" / "manual" / "built-in-transformations.md"
        names = re.findall(r"^\| \[`(\w+)`\]", page.read_text("utf-8"), re.MULTILINE)
        self.assertGreater(len(names), 25)
        self.assertEqual([name for name in names if not callable(getattr(t, name, None))], [])

    def test_outputs_are_named_as_the_server_names_them(self) -> None:
        told = {
            t.min_max_scaler("a"): (["a"], []),
            t.one_hot_encoder("a"): (["a"], ["a"]),
            t.target_encoder("a", "y"): (["a"], []),
            t.normalize("a", "b"): (["a", "b"], []),
            t.impute("a", indicator=True): (["a", "a_missing"], []),
            t.cyclic_time("ts", "hour_of_day"): (["ts_hour_of_day_sin", "ts_hour_of_day_cos"], ["ts"]),
            t.feature_hasher("a", 2): (["a_0", "a_1"], ["a"]),
            t.standard_scaler("a").alias("b"): (["b"], []),
            t.forward_fill("a"): (["a"], []),
        }
        for call, expected in told.items():
            document = call.document()
            self.assertEqual((document["outputs"], document["drops"]), expected)
