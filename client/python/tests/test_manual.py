import os
import tempfile
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import shearwater

from .server import ServerCase


class ManualTest(ServerCase):
    """The code of docs/manual/python.md, in its order."""

    def test_the_page(self) -> None:
        os.environ["SHEARWATER_PROJECT"] = self.project.name
        try:
            self.run_page()
        finally:
            del os.environ["SHEARWATER_PROJECT"]

    def run_page(self) -> None:
        # region: python.login
        project = shearwater.login()
        fs = project.get_feature_store()
        # end
        # region: python.groups
        cards = fs.get_or_create_feature_group(
            "cards",
            version=1,
            primary_key=["cc_num"],
            event_time="changed",
            online_enabled=True,
            features={"cc_num": "string(16)", "changed": "timestamp", "limit_left": "decimal(10,2)"},
        )
        payments = fs.get_or_create_feature_group(
            "payments",
            primary_key=["t_id"],
            event_time="ts",
            foreign_keys={"cards": "cc_num"},
        )
        # end
        # region: python.insert
        monday = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
        cards.insert(
            [
                {"cc_num": "4000", "changed": monday, "limit_left": Decimal("250.00")},
                {"cc_num": "4001", "changed": monday, "limit_left": None},
            ]
        )
        commit = payments.insert(
            {
                "t_id": list(range(100)),
                "ts": [monday + timedelta(hours=i) for i in range(100)],
                "cc_num": ["4000", "4001"] * 50,
                "amount": [0.5 * i for i in range(100)],
                "is_fraud": [i % 9 == 0 for i in range(100)],
            }
        )
        # end
        self.assertEqual(commit.inserted, 100)
        # region: python.read
        everything = payments.read()
        large = payments.select(["t_id", "amount"]).filter((payments.amount > 40) & ~payments.is_fraud.isin([True])).read()
        tuesday = payments.read(start_time=date(2026, 3, 3), end_time=date(2026, 3, 3))
        then = payments.as_of(commit=commit.id).read(dataframe_type="python")
        totals = fs.sql("SELECT cc_num, sum(amount) AS total FROM payments GROUP BY cc_num")
        # end
        self.assertEqual([len(rows) for rows in (everything, large, tuesday, then, totals)], [100, 16, 24, 100, 2])
        # region: python.view
        from shearwater.transformations import min_max_scaler

        query = payments.select(["amount", "is_fraud"]).join(cards.select(["limit_left"]), strictly_before=True)
        view = fs.get_or_create_feature_view(
            "fraud",
            query,
            labels=["is_fraud"],
            transformation_functions=[min_max_scaler("amount")],
        )
        # end
        # region: python.train
        split = view.train_test_split(test_size=0.2, seed=42)
        X_train, X_test, y_train, y_test = split
        # end
        self.assertEqual((len(X_train) + len(X_test), len(X_train), len(X_test)), (100, len(y_train), len(y_test)))
        # region: python.again
        same = view.get_train_test_split(split.version)
        # end
        self.assertEqual([len(part) for part in same], [len(part) for part in split])
        # region: python.serve
        served = view.with_training_dataset(split.version)
        vector = served.get_feature_vector({"cc_num": "4000"}, passed_features={"amount": 12.5})
        vectors = served.get_feature_vectors([{"cc_num": "4000", "amount": 1.0}, {"cc_num": "4001", "amount": 2.0}])
        batch = served.get_batch_data(start_time=date(2026, 3, 3), end_time=date(2026, 3, 4))
        # end
        self.assertEqual((vector[1], vector.status("limit_left")), (Decimal("250.00"), "PRESENT"))
        self.assertEqual([one.statuses[1] for one in vectors], ["PRESENT", "NULL"])
        self.assertEqual(len(batch), 48)
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "model.pkl"), "wb") as opened:
                opened.write(b"what the library writes")
            # region: python.model
            registry = project.get_model_registry()
            draft = registry.create_model(
                "fraud_model",
                task="binary",
                label="is_fraud",
                classes=[False, True],
                metrics={"roc_auc": 0.91},
                feature_view=served,
                format="sklearn",
            )
            model = draft.save(directory)
            best = registry.get_best_model("fraud_model", "roc_auc", "max")
            # end
            assert best is not None
            self.assertEqual(best.version, model.version)
        # region: python.deploy
        deployment = project.get_model_serving().deploy("fraud_features", served)
        answer = deployment.predict({"cc_num": "4000", "amount": 12.5})
        # end
        self.assertEqual(answer["features"][1]["status"], "PRESENT")
        # region: python.errors
        try:
            payments.filter("amuont > 5").read()
        except shearwater.UserError as error:
            print(error.code, error.detail)
        # end
        project.close()


if __name__ == "__main__":
    unittest.main()
