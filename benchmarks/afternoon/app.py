"""The same dashboard as anyone would write it in an afternoon, served with Streamlit's defaults."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).resolve().with_name("script.py"))
