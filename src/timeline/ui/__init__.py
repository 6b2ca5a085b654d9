"""The Streamlit pieces that pages share; the only part of the package that knows Streamlit."""
