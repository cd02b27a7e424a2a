// Works of code on their walls: a frame without the network or the page's own rights,
// laid over the picture as the visitor sees it. In a page that nobody sees it is ended.

/** The work that runs: its frame, its button, their sizes; none without one. */
let running = null;

/**
 * Runs a document in a sealed frame whose corners are seen at `corners`: x and y in
 * pixels of `screen`, the top left first, then clockwise. `words` names a sentence, and
 * `suffix` is what the document finds behind its own address: `?seed=3#x`.
 */
export function runCode(screen, document_, title, corners, words, suffix = "") {
  endCode();
  const frame = document.createElement("iframe");
  frame.className = "sealed";
  // Neither its own origin nor pop-ups, downloads, forms or the pointer.
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.referrerPolicy = "no-referrer";
  frame.title = title;
  frame.tabIndex = -1;
  const room = new URL("code.html", document.baseURI);
  const { search, hash } = new URL(suffix, room);
  frame.src = Object.assign(room, { search, hash }).href;
  // Whenever the room is empty: a program may load itself anew, with another seed.
  const hand = ({ source, data }) => {
    if (source === frame.contentWindow && data === "empty") source.postMessage(document_, "*");
  };
  addEventListener("message", hand);
  const touch = document.createElement("button");
  touch.type = "button";
  touch.className = "touch";
  touch.addEventListener("click", () => setTouched(!running.touched));
  touch.addEventListener("keydown", ({ key }) => { if (key === "Escape") setTouched(false); });
  // As many pixels as the eye sees, so that it draws as sharp as the screen is.
  const size = [side(corners, 0, 1, 2, 3), side(corners, 1, 2, 3, 0)]
    .map((pixels) => Math.min(2048, Math.max(240, Math.round(pixels))));
  [frame.style.width, frame.style.height] = size.map((pixels) => `${pixels}px`);
  running = { frame, touch, hand, size, words, height: screen.clientHeight, touched: false, hadKeys: false };
  setTouched(false);
  moveCode(corners);
  screen.append(touch);
  turn();
}

export function moveCode(corners) {
  if (!running) return;
  running.frame.style.transform = `matrix3d(${fromCorners(running.size, corners)})`;
  // The button stands below the work's frame, and above the caption.
  const [below, height] = [Math.max(corners[5], corners[7]) + 36, running.height];
  running.touch.style.left = `${(corners[4] + corners[6]) / 2}px`;
  running.touch.style.top = `${Math.max(64, Math.min(below, height - 140))}px`;
}

export function endCode() {
  if (!running) return;
  const { frame, touch, hadKeys } = running;
  const focused = hadKeys || [frame, touch].includes(document.activeElement);
  removeEventListener("message", running.hand);
  frame.remove();
  touch.remove();
  running = null;
  return focused;
}

/** A hidden page keeps no frame, whose timers, workers and sounds would go on; seen again, it begins anew. */
function turn() {
  if (!running) return;
  const { frame, touch, hadKeys } = running;
  if (document.hidden && frame.isConnected) {
    running.hadKeys = frame === document.activeElement;
    frame.remove();
  } else if (!document.hidden && !frame.isConnected) {
    touch.before(frame);
    if (hadKeys) frame.focus({ preventScroll: true });
    running.hadKeys = false;
  }
}

document.addEventListener("visibilitychange", turn);

/** Whether pointer and keys go to the work; otherwise they walk. */
function setTouched(touched) {
  running.touched = touched;
  running.frame.classList.toggle("touched", touched);
  running.frame.tabIndex = touched ? 0 : -1;
  running.touch.textContent = running.words(touched ? "code-leave" : "code-touch");
  if (touched) running.frame.focus({ preventScroll: true });
}

/** The mean length of two opposite sides. */
function side(corners, a, b, c, d) {
  const length = (from, to) =>
    Math.hypot(corners[2 * to] - corners[2 * from], corners[2 * to + 1] - corners[2 * from + 1]);
  return (length(a, b) + length(c, d)) / 2;
}

/** The projective map from a rectangle to four corners, as matrix3d has it. */
function fromCorners([width, height], [x0, y0, x1, y1, x2, y2, x3, y3]) {
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  const [a, d] = [x1 - x0 + g * x1, y1 - y0 + g * y1];
  const [b, e] = [x3 - x0 + h * x3, y3 - y0 + h * y3];
  return [
    a / width, d / width, 0, g / width,
    b / height, e / height, 0, h / height,
    0, 0, 1, 0,
    x0, y0, 0, 1,
  ].join();
}
