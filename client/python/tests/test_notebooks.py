import contextlib
import io
import json
import os
import pathlib
from typing import Any, Dict

from .server import ServerCase

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[3] / "examples" / "notebooks"


class NotebooksTest(ServerCase):
    def test_every_notebook_runs_from_its_first_cell_to_its_last(self) -> None:
        notebooks = sorted(NOTEBOOKS.glob("*.ipynb"))
        self.assertTrue(notebooks, NOTEBOOKS)
        os.environ["SHEARWATER_PROJECT"] = self.project.name
        try:
            for notebook in notebooks:
                with self.subTest(notebook.name):
                    printed = self.run_all(notebook)
                    self.assertIn("look like fraud", printed)
        finally:
            del os.environ["SHEARWATER_PROJECT"]

    def run_all(self, notebook: pathlib.Path) -> str:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        names: Dict[str, Any] = {"__name__": "__main__"}
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            for number, cell in enumerate(cells, 1):
                if cell["cell_type"] == "code":
                    exec(compile("".join(cell["source"]), "%s, cell %d" % (notebook.name, number), "exec"), names)
                    self.assertEqual(cell["outputs"], [], "outputs are not kept")
        return printed.getvalue()
