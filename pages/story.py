"""The events one by one: what happened, where, and when among the others."""

from timeline.ui import answer, story, view

now = view.current()
answer.line(now)
if not now.count:
    answer.nothing(now)
else:
    story.show(now)
