import math
import unittest
from datetime import date, timedelta
from typing import Any

import shearwater
from shearwater import transformations as t

from .server import START, ServerCase
from .test_dataframes import HAS_PANDAS


class ViewsTest(ServerCase):
    view: shearwater.FeatureView
    learning: shearwater.FeatureView

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        banks, cards, payments = cls.banks(), cls.cards(), cls.payments()
        query = payments.select(["cc_num", "amount", "category", "is_fraud"]).join(
            cards.select(["limit_left"]).join(banks.select_features(), prefix="bank_"), strictly_before=True
        )
        helpers: Any = {"labels": ["is_fraud"], "training_helper_columns": ["cc_num"]}
        cls.view = cls.fs.create_feature_view("fraud", query, **helpers)
        calls = [t.min_max_scaler("amount"), t.one_hot_encoder("category")]
        cls.learning = cls.fs.create_feature_view("learnt", query, transformation_functions=calls, **helpers)

    def test_views_are_found(self) -> None:
        found = self.fs.get_feature_view("fraud")
        assert found is not None
        self.assertEqual((found.version, found.labels, found.serving_keys), (1, ["is_fraud"], ["cc_num"]))
        self.assertIsNone(self.fs.get_feature_view("nothing"))
        self.assertIsNone(self.fs.get_feature_view("fraud", 9))
        self.assertEqual([view.name for view in self.fs.get_feature_views()], ["fraud", "learnt"])
        self.assertIn("payments", found.explain())
        names = [feature["name"] for feature in found.feature_schema]
        self.assertEqual(names, ["amount", "category", "limit_left", "bank_country"])

    def test_training_data_is_correct_in_time(self) -> None:
        features, labels = self.view.training_data(dataframe_type="columns")
        self.assertEqual(list(features), ["amount", "category", "limit_left", "bank_country"])
        self.assertEqual((len(labels["is_fraud"]), sum(labels["is_fraud"])), (400, 37))
        # The card's change at hour 100 is seen by payments after it and by none before.
        limits = dict(zip(self._ids(), features["limit_left"]))
        self.assertEqual((limits[97], limits[101]), (100.0, 5.0))

    def _ids(self) -> Any:
        return self.fs.sql("select t_id from payments order by t_id", "columns")["t_id"]

    def test_splits_by_chance_are_the_same_for_the_same_seed(self) -> None:
        one = self.view.train_test_split(0.25, seed=7, dataframe_type="python")
        two = self.view.train_test_split(0.25, seed=7, dataframe_type="python")
        train, test, train_labels, test_labels = one
        self.assertEqual(list(one), list(two))
        self.assertEqual((len(train) + len(test), len(train), len(test)), (400, len(train_labels), len(test_labels)))
        self.assertTrue(60 < len(test) < 140, len(test))
        again = self.view.get_train_test_split(one.version, "python")
        self.assertEqual(list(again), list(one))
        parts = self.view.train_validation_test_split(0.2, 0.1, exact=True, dataframe_type="python")
        self.assertEqual([len(part) for part in parts], [280, 80, 40, 280, 80, 40])

    def test_splits_by_time_have_whole_days(self) -> None:
        split = self.view.train_test_split(
            train_start="2025-03-02", train_end=date(2025, 3, 3), test_start="2025-03-05", test_end="2025-03-05", dataframe_type="python"
        )
        self.assertEqual([len(part) for part in split], [48, 24, 48, 24])
        following = self.view.create_train_test_split(train_end="2025-03-03", test_end="2025-03-04")
        self.assertEqual(following.parts, {"train": 72, "test": 24})

    def test_a_version_reads_the_same_whatever_happens(self) -> None:
        before = self.view.training_data(extra_filter="amount > 10", dataframe_type="python")
        cards = self.fs.get_feature_group("cards")
        assert cards is not None
        cards.insert([{"cc_num": "card3", "changed": START - timedelta(hours=12), "bank_id": 1, "limit_left": -1.0}])
        after = self.view.get_training_data(before.version, "python")
        self.assertEqual(list(after), list(before))
        self.assertNotEqual(list(self.view.training_data(extra_filter="amount > 10", dataframe_type="python")), list(before))
        cards.delete_where(cards.limit_left < 0)
        versions = [dataset.version for dataset in self.view.get_training_datasets()]
        self.view.delete_training_dataset(before.version)
        self.assertEqual([one.version for one in self.view.get_training_datasets()], [one for one in versions if one != before.version])

    def test_folds(self) -> None:
        dataset = self.view.create_training_data(split=shearwater.folds(4, 1, stratify_by=["is_fraud"]))
        self.assertEqual(list(dataset.parts), ["fold_1", "fold_2", "fold_3", "fold_4"])
        self.assertEqual(sum(dataset.parts.values()), 400)

    def test_vectors_are_in_the_order_of_their_entries(self) -> None:
        passed = {"amount": 1.5, "category": "food"}
        vector = self.view.get_feature_vector({"cc_num": "card1"}, passed)
        self.assertEqual(vector, [1.5, "food", 5.0, "SE"])
        self.assertEqual(vector.names, ["amount", "category", "limit_left", "bank_country"])
        self.assertEqual(vector.event_times[2], START + timedelta(hours=100))
        entries = [{"cc_num": "card0"}, {"cc_num": "unknown"}, {"cc_num": "card1"}]
        vectors = self.view.get_feature_vectors(entries, [passed] * 3)
        self.assertEqual([one.status("limit_left") for one in vectors], ["PRESENT", "NOT_FOUND", "PRESENT"])
        self.assertEqual([one.to_dict()["limit_left"] for one in vectors], [0.0, None, 5.0])
        self.assertEqual(self.view.get_feature_vector({"cc_num": "card0"}, passed, "dict")["bank_country"], "SE")
        many = self.view.get_feature_vectors([{"cc_num": "card%d" % (i % 4)} for i in range(12_000)], [passed] * 12_000)
        self.assertEqual([many[i][2] for i in (0, 1, 11_999)], [0.0, 5.0, 300.0])

    def test_what_a_request_says_wins(self) -> None:
        passed = {"amount": 1.5, "category": "food", "limit_left": 7.0}
        self.assertEqual(self.view.get_feature_vector({"cc_num": "card1"}, passed)[2], 7.0)
        both = self.view.get_feature_vector({"cc_num": "card1"}, passed, request_parameters={"limit_left": 8.0})
        self.assertEqual(both[2], 8.0)
        self.assertEqual(passed["limit_left"], 7.0)
        with self.assertRaises(shearwater.UserError):
            self.view.get_feature_vector({"cc_nmu": "card1"})
        with self.assertRaisesRegex(shearwater.UserError, "one for each"):
            self.view.get_feature_vectors([{}, {}], [passed])

    def test_why_names_the_row_behind_a_value(self) -> None:
        told = self.view.why({"cc_num": "card1", "amount": 1.0, "category": "food"}, "limit_left")
        self.assertEqual(told["rows"][0]["group"]["name"], "cards")

    def test_batches_of_days_of_keys_and_of_now(self) -> None:
        day = self.view.get_batch_data("2025-03-02", "2025-03-02", dataframe_type="columns")
        self.assertEqual(len(day["amount"]), 24)
        spine = [{"cc_num": "card1", "ts": START + timedelta(hours=h), "amount": 1.0, "category": "food"} for h in (99, 100, 101)]
        rows = self.view.get_batch_data(spine=spine, dataframe_type="python")
        self.assertEqual([row["limit_left"] for row in rows], [100.0, 100.0, 5.0])
        self.assertEqual(len(self.view.get_latest("python")), 400)

    def test_what_transformations_learnt_is_the_same_everywhere(self) -> None:
        features, labels = self.learning.training_data(dataframe_type="columns")
        version = self.learning.get_training_datasets()[-1].version
        self.assertEqual((min(features["amount"]), max(features["amount"])), (0.0, 1.0))
        fitted = self.learning.with_training_dataset(version)
        self.assertEqual(list(features)[:4], ["amount", "category_cash", "category_food", "category_travel"])
        self.assertEqual([one["name"] for one in fitted.feature_schema], list(features))
        vector = fitted.get_feature_vector({"cc_num": "card1"}, {"amount": 24.75, "category": "food"}, "dict")
        self.assertTrue(math.isclose(vector["amount"], 0.5), vector)
        self.assertEqual((vector["category_food"], vector["category_cash"]), (1, 0))
        raw = fitted.get_feature_vector({"cc_num": "card1"}, {"amount": 24.75, "category": "food"}, "dict", transformed=False)
        self.assertEqual((raw["amount"], raw["category"]), (24.75, "food"))
        batch = fitted.get_batch_data("2025-03-02", "2025-03-02", dataframe_type="columns")
        self.assertTrue(all(0 <= value <= 1 for value in batch["amount"]))
        with self.assertRaises(shearwater.ShearwaterError):
            self.learning.get_feature_vector({"cc_num": "card1"}, {"amount": 1.0, "category": "food"})

    def test_a_query_is_read(self) -> None:
        payments, cards = self.fs.get_feature_group("payments"), self.fs.get_feature_group("cards")
        assert payments is not None and cards is not None
        rows = payments.select(["t_id", "amount"]).filter("t_id >= 97").filter("t_id <= 101").join(cards.select(["limit_left"]))
        told = {row["t_id"]: row["limit_left"] for row in rows.read("python")}
        self.assertEqual(told, {97: 100.0, 98: 200.0, 99: 300.0, 100: 0.0, 101: 5.0})

    def test_logged_vectors_are_those_of_the_history(self) -> None:
        for card in range(4):
            self.view.get_feature_vector({"cc_num": "card%d" % card}, {"amount": 1.0, "category": "food"}, logged=True)
        report = self.view.verify_skew()
        self.assertEqual(report.get("different", 0), 0)

    def test_tags_and_deleting(self) -> None:
        payments = self.fs.get_feature_group("payments")
        assert payments is not None
        view = self.fs.get_or_create_feature_view("short", payments.select(["amount"]))
        view.add_tag("use", "test")
        self.assertEqual(view.get_tags(), {"use": "test"})
        view.delete_tag("use")
        self.assertIsNone(view.get_tag("use"))
        view.delete()
        self.assertIsNone(self.fs.get_feature_view("short"))

    @unittest.skipUnless(HAS_PANDAS, "pandas is not installed: DataFrames are not tested")
    def test_dataframes(self) -> None:
        features, test, labels, _ = self.view.train_test_split(0.25)
        self.assertEqual(str(features["amount"].dtype), "float64")
        self.assertEqual(str(labels["is_fraud"].dtype), "bool")
        self.assertEqual(len(features) + len(test), 400)
        vectors = self.view.get_feature_vectors(
            features.head(3)[["amount", "category"]].assign(cc_num=["card0", "card1", "card2"]), return_type="pandas"
        )
        self.assertEqual(list(vectors["limit_left"]), [0.0, 5.0, 200.0])
