"""Who talked about what, when."""

from timeline.ui import answer, topics, view

now = view.current()
answer.line(now)
if not now.count:
    answer.nothing(now)
else:
    topics.show(now)
