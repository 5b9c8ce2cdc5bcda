"""A server for tests: SHEARWATER_HOST says where it is and SHEARWATER_API_KEY proves an administrator."""

import os
import unittest
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List

import shearwater

HOST = os.environ.get("SHEARWATER_HOST")

UTC = timezone.utc
START = datetime(2025, 3, 1, tzinfo=UTC)


def payments(count: int = 400) -> List[Dict[str, Any]]:
    """Payments of four cards, some of which are frauds."""
    return [
        {
            "t_id": i,
            "ts": START + timedelta(hours=i),
            "cc_num": "card%d" % (i % 4),
            "amount": float(i % 50) + 0.25,
            "category": ("food", "travel", "cash")[i % 3],
            "is_fraud": i % 11 == 0,
        }
        for i in range(count)
    ]


@unittest.skipUnless(HOST, "SHEARWATER_HOST is not set: nothing is tested that needs a server")
class ServerCase(unittest.TestCase):
    """Tests with a project of their own on a server."""

    project: shearwater.Project
    fs: shearwater.FeatureStore

    @classmethod
    def setUpClass(cls) -> None:
        name = "py_" + uuid.uuid4().hex[:12]
        shearwater.create_project(name)
        cls.project = shearwater.login(project=name)
        cls.fs = cls.project.get_feature_store()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.project.close()

    @classmethod
    def cards(cls, name: str = "cards") -> shearwater.FeatureGroup:
        """Four cards, online, one of them changed."""
        group = cls.fs.get_or_create_feature_group(
            name,
            primary_key=["cc_num"],
            event_time="changed",
            online_enabled=True,
            foreign_keys={"banks": "bank_id"},
            features={"cc_num": "string(16)", "changed": "timestamp", "bank_id": "long", "limit_left": "double"},
        )
        before = START - timedelta(days=1)
        rows = [{"cc_num": "card%d" % i, "changed": before, "bank_id": i % 2, "limit_left": 100.0 * i} for i in range(4)]
        rows.append({"cc_num": "card1", "changed": START + timedelta(hours=100), "bank_id": 0, "limit_left": 5.0})
        group.insert(rows)
        return group

    @classmethod
    def banks(cls) -> shearwater.FeatureGroup:
        """Two banks, online."""
        group = cls.fs.get_or_create_feature_group("banks", primary_key=["bank_id"], online_enabled=True)
        group.insert({"bank_id": [0, 1], "country": ["SE", "NO"]})
        return group

    @classmethod
    def payments(cls) -> shearwater.FeatureGroup:
        """The payments, offline."""
        group = cls.fs.get_or_create_feature_group(
            "payments", primary_key=["t_id"], event_time="ts", foreign_keys={"cards": "cc_num"}
        )
        group.insert(payments())
        return group
