"""One word, and one button that does nothing but run the script again."""

import streamlit as st

st.write("empty")
st.session_state["run"] = st.session_state.get("run", 0) + 1
st.button("Again", key="again")
with st.container(key="run-number"):
    st.write(f"run {st.session_state['run']}")
