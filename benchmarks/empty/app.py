"""The yardstick: an empty Streamlit app, started as the dashboard is, with Streamlit's own settings."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).resolve().with_name("script.py"))
