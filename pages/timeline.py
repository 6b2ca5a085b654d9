"""The main page: when, where, in what order, and all that is known of one event."""

from timeline.ui import answer, board, view

now = view.current()
answer.line(now)
if not now.count:
    answer.nothing(now)
    board.beside_nothing(now)
else:
    board.show(now)
