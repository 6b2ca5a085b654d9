// Clocks that run inside the page: asking from outside would add the test tool's own delays.
// A moment is when the page is laid out in the frame that first draws something, in milliseconds since
// navigation started. The start of that frame would leave out the longest part of a page's first one.

// How long nothing may change before the last change counts as the end.
const QUIET = 400;
const PATIENCE = 30000;
// A slow line hides nothing for longer than this.
const SLOW_PATIENCE = 240000;

/** Call `look` in the frame after each change of the document; return how to stop. */
function eachFrame(look) {
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      document.documentElement.getBoundingClientRect();
      look(performance.now());
    });
  });
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  return () => observer.disconnect();
}

/** Is `words` one of `texts`, or the first line of one that a chart has broken? */
function isOneOf(words, texts) {
  return texts.some((text) => words === text || (words.length > 11 && text.startsWith(words)));
}

/** Can a visitor see `element`? It may be there and hidden, or empty, or still on its way from the server. */
function isSeen(element) {
  if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && isWhole(element);
}

/** Has the parser gone past the end of `element`? */
function isWhole(element) {
  if (document.readyState !== "loading") return true;
  for (let at = element; at; at = at.parentElement) if (at.nextSibling) return true;
  return false;
}

/** The moment at which what `selectors` find is to be seen, all of it. */
function allSeen(selectors) {
  return new Promise((resolve, reject) => {
    const missing = new Set(selectors);
    setTimeout(() => reject(new Error(`not to be seen: ${[...missing]}`)), SLOW_PATIENCE);
    const stop = eachFrame((moment) => {
      for (const one of missing) if ([...document.querySelectorAll(one)].some(isSeen)) missing.delete(one);
      if (missing.size) return;
      stop();
      resolve(moment);
    });
  });
}

/** The moment at which one of `texts` is first to be seen inside what `within` selects. */
function firstText(texts, within) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the text did not appear")), SLOW_PATIENCE);
    const stop = eachFrame((moment) => {
      const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (!isOneOf(data.trim(), texts) || !parentElement?.closest(within)) continue;
        if (isSeen(parentElement)) {
          stop();
          resolve(moment);
          return;
        }
      }
    });
  });
}

/** A part of the page: the text of what `selector` finds, or how many it finds. */
function read([selector, what]) {
  const found = [...document.querySelectorAll(selector)];
  return what === "number" ? String(found.length) : found.map((one) => one.textContent).join("|");
}

/** The time from the next click until every one of `parts` has changed and none changes again. */
function changed(parts) {
  const before = parts.map(read);
  let [latest, at, clicked, timer] = [before, 0, 0, 0];
  addEventListener("click", (event) => (clicked = event.timeStamp), { capture: true, once: true });
  return new Promise((resolve, reject) => {
    const differ = () => before.map((text, part) => text !== latest[part]);
    setTimeout(() => reject(new Error(`which parts changed: ${differ()}`)), PATIENCE);
    const stop = eachFrame((moment) => {
      const now = parts.map(read);
      if (now.every((text, part) => text === latest[part])) return;
      [latest, at] = [now, moment];
      clearTimeout(timer);
      if (!differ().every(Boolean)) return;
      timer = setTimeout(() => {
        stop();
        resolve(at - clicked);
      }, QUIET);
    });
  });
}

/** Note every jump of the page from now on; the answer tells what has jumped so far, and how far. */
function jumps() {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ buffered: true, type: "layout-shift" });
  return () => {
    entries.push(...observer.takeRecords());
    return entries.filter((entry) => !entry.hadRecentInput).map(({ startTime, value, sources }) => ({
      moment: startTime,
      value,
      sources: sources.map(({ node, previousRect, currentRect }) => ({
        element: path(node),
        from: [previousRect.x, previousRect.y, previousRect.width, previousRect.height],
        to: [currentRect.x, currentRect.y, currentRect.width, currentRect.height],
      })),
    }));
  };
}

/** Where `node` stands: itself and the nearest of those around it that have a name of ours. */
function path(node) {
  const names = [];
  for (let at = node; at && at !== document.body; at = at.parentElement) {
    const key = [...(at.classList ?? [])].find((name) => name.startsWith("st-key-"));
    if (at === node) names.push(at.nodeName.toLowerCase() + (at.id ? `#${at.id}` : ""));
    else if (key || at.id) names.push(key ? `.${key}` : `#${at.id}`);
  }
  return names.reverse().join(" ");
}
