"""The Streamlit pieces that pages share, and what stills Streamlit itself; nothing else knows it."""
