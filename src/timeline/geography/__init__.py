"""Where events were: their places, the calls between capitals, and the land beneath."""
