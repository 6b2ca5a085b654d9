"""The inline scripts of the dashboard, the only ones that the Content-Security-Policy lets run.

Each is named there by the hash of its text, so whoever writes one into a page takes it from here.
"""

from html import escape

from timeline.html.spoken import SCRIPT
from timeline.html.story import WALKING
from timeline.web.chunks import static
from timeline.web.headers import inline_scripts

# Streamlit's sixty-odd scripts would take the browser's connections before its first frame, and fonts would
# hold that frame back. They wait in the page until it is drawn, or for a second where none is drawn: in a tab
# that nobody looks at yet. Once the dashboard shows the same, the first paint goes, with its style: a rule
# that hid it instead would be asked at every change of the page.
BOOT = """
(() => {
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    document.head.insertAdjacentHTML("beforeend", document.getElementById("fonts").textContent);
    for (const kept of document.getElementById("boot").content.children) {
      const made = document.createElement(kept.tagName);
      for (const { name, value } of kept.attributes) made.setAttribute(name, value);
      document.head.append(made);
    }
  };
  requestAnimationFrame(() => setTimeout(start));
  setTimeout(start, 1000);
  new MutationObserver((_, observer) => {
    const drawn = ".st-key-timeline .main-svg, .st-key-nothing, .st-key-faults"
      + ", .st-key-late-page, .st-key-late-timeline";
    if (!document.querySelector(drawn)) return;
    observer.disconnect();
    document.getElementById("first").remove();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
"""

# Plotly takes a finger for itself, to drag what cannot be dragged here, and the page under it stays where it
# is. Only the strip of the whole record is for a finger; a tap reaches all of them as a click. A mouse drags
# across the timeline as well: Plotly learns it when the button goes down, since Streamlit lets nobody click
# on a chart that says so itself. A chart that is about to be another one is not dragged across, and what
# follows a drag at once is no click: to Plotly it were the second of a double click, which takes it back.
POINTERS = """
addEventListener("touchstart", touch => {
  const { target } = touch;
  if (target.closest(".stPlotlyChart") && !target.closest(".st-key-overview")) touch.stopPropagation();
}, { capture: true, passive: true });
(() => {
  let from = NaN, dragged = -Infinity;
  addEventListener("mousedown", press => {
    const chart = press.target.closest?.(".st-key-timeline .js-plotly-plot");
    if (!chart?._fullLayout) return;
    if (press.timeStamp - dragged < 400) return press.stopPropagation();
    const isAtRest = document.querySelector(".stApp[data-test-script-state=notRunning]");
    const dragmode = isAtRest && !press.button ? "select" : "zoom";
    Object.assign(chart._fullLayout, { dragmode, selectdirection: "h" });
    from = dragmode === "select" ? press.clientX : NaN;
  }, { capture: true });
  addEventListener("mouseup", ({ clientX, timeStamp }) => {
    if (Math.abs(clientX - from) > 7) dragged = timeStamp;
    from = NaN;
  }, { capture: true });
})();
"""

# Another view of this very page is shown without loading the page anew, as by Back; a view in another tab, or
# without scripts, is loaded. The list then comes anew, and the link that had the focus has it again. Where an
# event's details are out of sight, below the list or above it, the page goes to them. What a button unfolds
# over the page lies last in it and is not seen at once; a key, whose click counts no presses, goes on there.
# How to read the page lies over it, too, and closes as what Streamlit unfolds does.
LINKS = """
(() => {
  const page = ({ origin, pathname }) => origin + pathname;
  const details = () => document.querySelector(".st-key-details");
  let way = new MutationObserver(() => {});
  const follow = () => {
    const before = details()?.textContent;
    way.disconnect();
    way = new MutationObserver(() => {
      const now = details();
      if (!now || now.textContent === before) return;
      way.disconnect();
      const { top } = now.getBoundingClientRect();
      if (top < 0 || top > innerHeight / 2) now.scrollIntoView();
    });
    way.observe(document.querySelector(".stApp"), { childList: true, subtree: true, characterData: true });
  };
  addEventListener("click", click => {
    const link = click.target.closest?.(".stHtml a[href]");
    const isElsewhere = click.altKey || click.ctrlKey || click.metaKey || click.shiftKey || link?.target;
    if (!link || isElsewhere || link.hash || page(link) !== page(location)) return;
    click.preventDefault();
    const asked = new URLSearchParams(link.search), shown = new URLSearchParams(location.search);
    for (const [name, value] of shown) {
      if (name.startsWith("embed")) asked.append(name, value);
    }
    if (`${asked}` === `${shown}`) return;
    history.pushState(null, "", `?${asked}`);
    dispatchEvent(new PopStateEvent("popstate"));
    if (link.closest(".st-key-events")) follow();
  });
  const enter = frames => {
    const sheet = document.querySelector("[data-testid=stPopoverBody]");
    sheet?.setAttribute("tabindex", "-1");
    sheet?.focus({ preventScroll: true });
    if (document.activeElement !== sheet && frames) requestAnimationFrame(() => enter(frames - 1));
  };
  addEventListener("click", click => {
    const button = click.target.closest?.("[data-testid=stPopoverButton][aria-expanded=false]");
    if (button && !click.detail) enter(60);
  }, { capture: true });
  const how = () => document.querySelector("details.how[open]");
  addEventListener("click", click => {
    const open = how();
    if (open && !open.contains(click.target)) open.open = false;
  });
  addEventListener("keydown", press => {
    const open = press.key === "Escape" && how();
    if (!open) return;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
    open.open = false;
  });
  let watch = new MutationObserver(() => {});
  addEventListener("popstate", () => {
    const link = document.activeElement?.closest(".stHtml a[href]");
    watch.disconnect();
    if (!link) return;
    watch = new MutationObserver(() => {
      if (link.isConnected) return;
      watch.disconnect();
      const same = [...document.querySelectorAll(".stHtml a[href]")].find(one => one.href === link.href);
      if (document.activeElement === document.body) same?.focus({ preventScroll: true });
    });
    watch.observe(document.querySelector(".stApp"), { childList: true, subtree: true });
  });
})();
"""

# Whoever wants no motion, or has turned the theme, is asked nothing: the page's hidden button for it is
# pressed until the page that comes back no longer has it. A click on a page that still runs can be lost.
# On a phone filters lie over the page, and Streamlit remembers that they were open: a link would show them
# and not its view.
WISHES = """
(() => {
  try {
    const kept = Object.keys(localStorage).filter(key => key.startsWith("stSidebarCollapsed"));
    if (innerWidth <= 768) kept.forEach(key => localStorage.removeItem(key));
  } catch {}
  const scheme = app => getComputedStyle(app).colorScheme;
  const wishes = {
    still: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    light: app => scheme(app) === "light",
    dark: app => scheme(app) === "dark",
  };
  setInterval(() => {
    const app = document.querySelector(".stApp[data-test-script-state=notRunning]");
    for (const [wish, holds] of app ? Object.entries(wishes) : []) {
      if (holds(app)) app.querySelector(`.st-key-wish-${wish} button`)?.click();
    }
  }, 250);
})();
"""

# What a reader hears of the page and Streamlit does not say: which link is this page's, each step of a walk,
# what it is that the keyboard comes to in deck.gl, and the names of its own parts in any language but English
# (``ui.style`` has the words). Streamlit replaces what a block holds, so the block itself is what can be
# listened to, as often as Streamlit makes it anew.
NAMES = """
(() => {
  const parts = {
    filters: "[data-testid=stSidebar], [data-testid=stExpandSidebarButton]",
    hide: "[data-testid=stSidebarCollapseButton] button",
    menu: "[data-testid=stMainMenuButton]",
    calendar: "[data-testid=stDateInputCalendarButton]",
  };
  const call = (part, name) => {
    if (part && name && part.ariaLabel !== name) part.ariaLabel = name;
  };
  setInterval(() => {
    const app = document.querySelector(".stApp[data-test-script-state=notRunning]");
    if (!app) return;
    app.querySelector(".st-key-here a:not([aria-current])")?.setAttribute("aria-current", "page");
    app.querySelector(".st-key-step .stHtml:not([aria-live])")?.setAttribute("aria-live", "polite");
    const map = app.querySelector(".st-key-map .deck-events-root");
    if (map && map.role !== "group") map.role = "group";
    call(map, app.querySelector(".st-key-where h2")?.textContent);
    const words = getComputedStyle(app);
    for (const [word, part] of Object.entries(parts)) {
      const name = words.getPropertyValue(`--${word}`).slice(1, -1);
      app.querySelectorAll(part).forEach(one => call(one, name));
    }
  }, 250);
})();
"""

# A map that became wider for paper would be drawn anew, of which the paper gets a part; it stays as wide as
# on the screen. So do Plotly's charts, which the sheet shows smaller with all that is beside them.
PAPER = """
addEventListener("beforeprint", () => {
  const drawn = ".st-key-map, .st-key-when, .st-key-matrix, .st-key-levels";
  for (const block of document.querySelectorAll(drawn)) {
    const { width } = block.getBoundingClientRect();
    block.style.setProperty("--on-screen", `${width}px`);
    block.style.setProperty("--on-paper", 650 / width);
  }
});
"""

# Those that stand in the head of Streamlit's page, beside its own.
IN_HEAD = (POINTERS, LINKS, WISHES, NAMES, PAPER)


def every(base_path: str = "") -> list[str]:
    """All of them: Streamlit's own, and ours for a server under ``base_path``."""
    page = (static() / "index.html").read_text(encoding="utf-8")
    return [*inline_scripts(page), server(base_path), *IN_HEAD, BOOT, WALKING, SCRIPT]


def server(base_path: str = "") -> str:
    """Tell Streamlit's page where its server is; else it asks under every folder of the address."""
    return f'window.__streamlit={{BACKEND_BASE_URL:location.origin+"{escape(base_path)}/"}}'
