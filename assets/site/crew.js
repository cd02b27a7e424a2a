// The crew: workers that run the same program beside the page, so that nothing is decoded,
// scaled, lit or lettered on the thread that draws.

/** Workers at most: each has a memory of its own. */
const MOST = 3;

/** What all desks need: the compiled program, the site's address, its typefaces. */
let needs = null;
let desks = [];
/** Jobs that are not done yet, by their number. */
const open = new Map();
let last = 0;

/** Hires as many as there are processors to spare. */
export function hire(program, base) {
  needs = { program, base, faces: typefaces() };
  const spare = (navigator.hardwareConcurrency || 2) - 1;
  for (let place = 0; place < Math.max(1, Math.min(MOST, spare)); place += 1) desks.push(desk());
}

/**
 * Has a job done: `{ note, bytes }`, or null where there is no crew. It fails when a
 * worker breaks down over it. Jobs with the same number of a desk go to the same worker.
 */
export function ask(job, at) {
  const chosen = at === null ? idlest() : desks[at % desks.length];
  if (!chosen?.worker) return Promise.resolve(null);
  const number = (last += 1);
  return new Promise((done, failed) => {
    open.set(number, { done, failed, desk: chosen });
    chosen.busy += 1;
    chosen.worker.postMessage({ number, job });
  });
}

/** Tells the worker at a desk something that needs no answer. */
export function tell(job, at) {
  ask(job, at).catch(() => { /* whoever is gone need not know */ });
}

function idlest() {
  const standing = desks.filter((desk) => desk.worker);
  return standing.reduce((best, desk) => (best && best.busy <= desk.busy ? best : desk), null);
}

function desk() {
  const desk = { worker: null, busy: 0, seated: false };
  try {
    desk.worker = new Worker(new URL("desk.js", needs.base), { type: "module" });
  } catch { return desk; }
  desk.worker.onmessage = ({ data }) => answer(desk, data);
  desk.worker.onerror = (event) => {
    event.preventDefault();
    if (desk.seated) replace(desk, event.message || "a worker broke down");
    else leave(desk, null);
  };
  desk.worker.postMessage(needs);
  return desk;
}

function answer(desk, { seated, unfit, number, note, bytes, failed, broken }) {
  if (unfit) return leave(desk, null);
  if (seated) return desk.seated = true;
  const job = open.get(number);
  open.delete(number);
  desk.busy -= 1;
  if (failed === undefined) job?.done({ note, bytes });
  else job?.failed(new Error(failed));
  if (broken) replace(desk, failed);
}

/** A program that has panicked is not fit to go on: another begins in its place. */
function replace(broken, reason) {
  leave(broken, reason);
  desks[desks.indexOf(broken)] = desk();
}

/** A worker goes. What lay on its desk fails with it, or goes back to whoever asked. */
function leave(left, reason) {
  left.worker?.terminate();
  left.worker = null;
  for (const [number, { done, failed, desk }] of open) {
    if (desk !== left) continue;
    open.delete(number);
    if (reason === null) done(null);
    else failed(new Error(reason));
  }
}

/** The page's own typefaces, for workers have none. */
function typefaces() {
  const faces = [];
  for (const sheet of document.styleSheets) {
    // Others' sheets, as an extension may bring, are not to be read.
    if (!sheet.href?.startsWith(new URL(".", document.baseURI))) continue;
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const says = (name) => rule.style.getPropertyValue(name);
      const [, file] = says("src").match(/url\(["']?([^"')]+)/) ?? [];
      if (!file) continue;
      faces.push({
        family: says("font-family").replace(/["']/g, ""),
        source: `url("${new URL(file, sheet.href)}")`,
        weight: says("font-weight") || "400",
      });
    }
  }
  return faces;
}
