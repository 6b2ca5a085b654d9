// Draw the two charts of a kept file. A click on either leads to the event on the page.
const drawn = JSON.parse(document.getElementById("drawn").textContent);
const show = (id) => document.getElementById(`event-${id}`)?.scrollIntoView({ behavior: "smooth" });

const chart = document.getElementById("timeline");
Plotly.newPlot(chart, drawn.timeline.data, drawn.timeline.layout, {
  displayModeBar: false,
  doubleClick: false,
  responsive: true,
});
chart.on("plotly_click", ({ points }) => show([points[0].customdata].flat()[0]));

createDeck({
  container: document.getElementById("map"),
  jsonInput: drawn.map,
  tooltip: { text: "{tip}" },
  handleEvent: (name, { object } = {}) => name === "deck-click-event" && show(object?.events?.[0]),
});
