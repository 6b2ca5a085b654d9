"""The Streamlit pieces that pages share; outside, only ``web.alone`` knows Streamlit, to still it."""
