"""How long a visitor waits, as a multiple of what Streamlit itself takes.

Seconds say more about the machine than about the dashboard. So each wait is measured right beside the
same wait in an empty Streamlit app, and only the ratio has a limit. Run ``python -m benchmarks``.
"""
