"""What you run: ``streamlit run app.py``. The dashboard as an ASGI app."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# A clone runs without being installed, as hosting services run it.
sys.path.insert(0, str(ROOT / "src"))

import streamlit as st

app = st.App(ROOT / "dashboard.py")
