// Clocks that run inside the page: asking from outside would add the test tool's own delays.
// A moment is the frame in which something is first drawn, in milliseconds since navigation started.

// How long nothing may change before the last change counts as the end.
const QUIET = 400;
const PATIENCE = 30000;

/** Call `look` in the frame after each change of the document; return how to stop. */
function eachFrame(look) {
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame((moment) => {
      waiting = false;
      look(Math.max(moment, performance.now()));
    });
  });
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  return () => observer.disconnect();
}

/** Is `words` one of `texts`, or the first line of one that a chart has broken? */
function isOneOf(words, texts) {
  return texts.some((text) => words === text || (words.length > 11 && text.startsWith(words)));
}

/** The moment at which one of `texts` is first to be seen inside what `within` selects. */
function firstText(texts, within) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the text did not appear")), PATIENCE);
    const stop = eachFrame((moment) => {
      const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (!isOneOf(data.trim(), texts) || !parentElement?.closest(within)) continue;
        if (parentElement.checkVisibility()) {
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
