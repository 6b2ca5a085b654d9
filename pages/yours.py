"""A visitor's own file: read, mended, seen at once, and downloaded; never written to the server."""

from timeline.ui import answer, board, keep, mending, upload, yours

now = yours.view()
held = yours.held()
upload.show(now)
if held is None:
    upload.example(now)
else:
    upload.understood(now, held)
    mending.show(now, held)
    keep.show(now, held)
    if now.store.total:
        answer.line(now)
    if now.count:
        board.show(now)
    elif now.store.total:
        answer.nothing(now)
