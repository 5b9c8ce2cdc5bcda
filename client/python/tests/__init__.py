"""Tests of the Python client. Run them with ``python3 -m unittest discover -t . -s tests`` and ``src`` on PYTHONPATH."""
