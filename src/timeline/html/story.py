"""Where a walk through the events stands, in words, and the script that walks on by itself.

The time between two steps passes in the browser, which then presses the page's own button: to the server a
step of the clock is a click. A component of Streamlit's could do the same, but the browser loads one from
a blob that the Content-Security-Policy forbids, or from the folder of an installed package, and a clone of
this dashboard is none.
"""

from html import escape

from timeline.dates import parse
from timeline.html.text import own_words
from timeline.story import Step
from timeline.tables import Row
from timeline.view import View

# The policy names this very text by its hash. What it needs to know stands in the mark before it.
WALKING = """
(() => {
  const mark = document.querySelector(".walk-mark");
  const press = key => document.querySelector(`.st-key-${key} button:enabled`)?.click();
  const wait = () => {
    clearTimeout(window.walking);
    if (mark.dataset.seconds && mark.isConnected && !document.hidden) {
      window.walking = setTimeout(() => mark.isConnected && press("onward"), mark.dataset.seconds * 1000);
    }
  };
  // Set, not added: the next step's takes the place of this one's.
  document.onvisibilitychange = wait;
  wait();
})();
"""


def step_line(step: Step, row: Row, view: View) -> str:
    """``3 of 12``, whether that is an end, and for those who hear the page what is told now."""
    language = view.language
    say = language.gettext
    numbers = (language.number(number) for number in (step.at + 1, len(step.ids)))
    where = say("{number} of {total}", **dict(zip(("number", "total"), numbers, strict=True)))
    ends = [say("the first")] * (not step.previous) + [say("the last")] * (not step.next)
    end = f'<span class="muted"> · {" · ".join(ends)}</span>' if len(ends) == 1 else ""
    now = f"{escape(language.when(parse(row['date'])))}{say(', ')}{own_words(row, 'title', language)}"
    return f'<p class="step"><b>{where}</b>{end}<span class="unseen">: {now}</span></p>'


def walking(step: Step, seconds: int) -> str:
    """The mark and the script of one step; with 0 ``seconds`` it waits to be pressed."""
    lasting = f' data-seconds="{seconds}"' if seconds else ""
    return f'<i class="walk-mark" data-event="{escape(step.event)}"{lasting}></i><script>{WALKING}</script>'
