"""Read the files, choose topics, draw a timeline and a map, show the table."""

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import pydeck as pdk
import streamlit as st

DATA = Path(os.environ.get("TIMELINE_DATA") or Path(__file__).resolve().parents[2] / "data")

st.set_page_config(page_title="Turkmenistan and Somalia", layout="wide")
st.title("Turkmenistan and Somalia")

events = pd.read_csv(DATA / "events.csv")
places = pd.read_csv(DATA / "places.csv")
# A month is drawn on its first day, a range on the day it starts: there was no time for more.
events["day"] = pd.to_datetime(events["date"].str[:10], format="ISO8601")
events["topic"] = events["topics"].str.split(";")

topics = st.multiselect("Topics", sorted(events["topic"].explode().dropna().unique()))
if topics:
    events = events[[bool(set(topics) & set(one)) for one in events["topic"]]]

timeline = px.scatter(events, x="day", y="kind", color="kind", hover_name="title_en", title="Timeline")
st.plotly_chart(timeline)

located = events.merge(places, left_on="place", right_on="id", suffixes=("", "_place"))
points = pdk.Layer(
    "ScatterplotLayer",
    located[["title_en", "name_en", "lat", "lon"]],
    get_position=["lon", "lat"],
    get_radius=60_000,
    get_fill_color=[31, 58, 95],
    pickable=True,
)
view = pdk.ViewState(latitude=25, longitude=50, zoom=3)
tooltip = {"text": "{title_en}\n{name_en}"}
# Without a provider of maps nothing comes from outside, which a measurement could not control.
st.pydeck_chart(pdk.Deck([points], initial_view_state=view, map_provider=None, tooltip=tooltip))

st.dataframe(events.filter(["date", "title_en", "kind", "place", "topics", "sources"]))
