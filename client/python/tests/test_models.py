import os
import tempfile
from typing import Any

import shearwater

from .server import ServerCase


class FilesTest(ServerCase):
    def test_files_go_up_and_come_down(self) -> None:
        files = self.project.get_dataset_api()
        with tempfile.TemporaryDirectory() as directory:
            local = os.path.join(directory, "report ä.html")
            content = os.urandom(3_000_000)
            with open(local, "wb") as opened:
                opened.write(content)
            stored = files.upload(local, "Resources/reports/report ä.html")
            self.assertEqual((stored.path, stored.bytes), ("Resources/reports/report ä.html", len(content)))
            with self.assertRaises(shearwater.ConflictError):
                files.upload(local, stored.path)
            files.upload(local, stored.path, overwrite=True)
            self.assertEqual([file.path for file in files.list("Resources")], [stored.path])
            with self.assertRaises(shearwater.ConflictError):
                files.download(stored.path, directory)
            target = files.download(stored.path, os.path.join(directory, "copy"))
            with open(target, "rb") as opened:
                self.assertEqual(opened.read(), content)
            self.assertEqual(files.read(stored.path), content)
            self.assertTrue(files.exists(stored.path))
            files.remove(stored.path)
            self.assertFalse(files.exists(stored.path))
            with self.assertRaises(shearwater.NotFoundError):
                files.read(stored.path)
            with self.assertRaises(shearwater.UserError):
                files.upload(local, "../outside")
        self.assertEqual(files.list(), [])


class ModelsTest(ServerCase):
    view: shearwater.FeatureView

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.cards()
        payments = cls.payments()
        cards = cls.fs.get_feature_group("cards")
        assert cards is not None
        query = payments.select(["amount", "is_fraud"]).join(cards.select(["limit_left"]))
        cls.view = cls.fs.create_feature_view("fraud", query, labels=["is_fraud"])

    def save(self, name: str, metrics: Any, content: bytes = b"weights") -> shearwater.Model:
        dataset = self.view.create_train_test_split(0.25)
        draft = self.project.get_model_registry().create_model(
            name,
            task="binary",
            label="is_fraud",
            classes=[False, True],
            metrics=metrics,
            description="By hand",
            feature_view=self.view,
            training_dataset_version=dataset.version,
            format="by_hand",
            parameters={"depth": 3},
            libraries={"python": "3"},
        )
        with tempfile.TemporaryDirectory() as directory:
            os.mkdir(os.path.join(directory, "parts"))
            for path in ("model.bin", "parts/more.bin"):
                with open(os.path.join(directory, *path.split("/")), "wb") as opened:
                    opened.write(content)
            return draft.save(directory)

    def test_models_are_registered_found_and_downloaded(self) -> None:
        content = os.urandom(2_500_000)
        first = self.save("risk", {"auc": 0.9}, content)
        second = self.save("risk", {"auc": 0.8})
        registry = self.project.get_model_registry()
        self.assertEqual((first.version, second.version, first.training_metrics), (1, 2, {"auc": 0.9}))
        found = registry.get_model("risk", 1)
        assert found is not None
        self.assertEqual(found.files, ["model.bin", "parts/more.bin"])
        self.assertEqual([one["name"] for one in found.signature["features"]], ["amount", "limit_left"])
        newest = registry.get_model("risk")
        assert newest is not None
        self.assertEqual(newest.version, 2)
        self.assertIsNone(registry.get_model("nothing"))
        self.assertIsNone(registry.get_model("risk", 7))
        self.assertEqual(registry.get_models("nothing"), [])
        best, worst = registry.get_best_model("risk", "auc"), registry.get_best_model("risk", "auc", "min")
        assert best is not None and worst is not None
        self.assertEqual((best.version, worst.version), (1, 2))
        self.assertIsNone(registry.get_best_model("risk", "mae"))
        view = found.get_feature_view()
        assert view is not None
        self.assertEqual((view.name, view.training_dataset_version), ("fraud", found.document["origin"]["training_dataset"]))
        with tempfile.TemporaryDirectory() as directory:
            found.download(directory)
            for path in ("model.bin", "parts/more.bin"):
                with open(os.path.join(directory, *path.split("/")), "rb") as opened:
                    self.assertEqual(opened.read(), content)
            with self.assertRaises(shearwater.ConflictError):
                found.download(directory)

    def test_stages_aliases_cards_and_lineage(self) -> None:
        model = self.save("staged", {"auc": 0.7})
        self.assertEqual(model.stage, "unvalidated")
        self.assertEqual(model.set_stage("validated", "looked at it").stage, "validated")
        model.set_alias("champion")
        registry = self.project.get_model_registry()
        champion = registry.get_model("staged", alias="champion")
        assert champion is not None
        self.assertEqual(champion.version, 1)
        self.assertIsNone(registry.get_model("staged", alias="nobody"))
        self.assertEqual(model.get_lineage()["view"], {"name": "fraud", "version": 1})
        self.assertTrue(model.get_card()["sections"])
        model.delete()
        self.assertIsNone(registry.get_model("staged", 1))

    def test_views_are_deployed_and_answer(self) -> None:
        serving = self.project.get_model_serving()
        deployment = serving.deploy("features", self.view)
        self.assertEqual([one.name for one in serving.get_deployments()], ["features"])
        one = deployment.predict({"cc_num": "card2", "amount": 1.5})
        self.assertEqual([feature["value"] for feature in one["features"]], [1.5, 200.0])
        many = deployment.predict([{"cc_num": "card2"}, {"cc_num": "card0"}], {"amount": 2.5})
        self.assertEqual([[feature["value"] for feature in each["features"]] for each in many], [[2.5, 200.0], [2.5, 0.0]])
        self.assertEqual([key["name"] for key in deployment.schema["serving_keys"]], ["cc_num"])
        self.assertEqual(deployment.report()["failed"], 0)
        with self.assertRaises(shearwater.UserError):
            deployment.predict({"cc_nmu": "card2"})
        deployment.delete()
        self.assertIsNone(serving.get_deployment("features"))
