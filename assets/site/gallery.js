// The stage of a published exhibition: loads the browser build, says how far it is,
// and keeps the page in step with the visitor. The catalogue needs none of this.

import { checks } from "./checks.js";
import { ask, hire, tell } from "./crew.js";
import { endCode, moveCode, runCode } from "./sealed.js";

const page = JSON.parse(document.getElementById("page").textContent);
const element = (id) => document.getElementById(id);
const [walkIn, state, progress, back, reload, canvas, here] = [
  "walk-in", "state", "progress", "back", "reload", "enfilade", "here",
].map(element);
const switches = [...document.querySelectorAll('input[name="language"]')];

/** The browser build's module, once it runs. */
let gallery = null;
/** Its memory, which grows and never shrinks; each worker of the crew has one of its own. */
let memory = null;
/** closed, loading, open, failed */
let phase = "closed";
/** Whether the visitor asked to walk, by the button or by a link to a work. */
let wanted = isPlace(location.hash);
/** Whether the visitor has begun to read the catalogue, so that nothing pulls them away. */
let reading = false;
/** The last sentence said, so that it can be said again in the other language. */
let said = null;
/** Proofs and what is watched; none where no verifier is published. */
let verifier = null;

// Language

function language() {
  return switches.find((input) => input.checked)?.value ?? "en";
}

function words(key, blanks = {}) {
  const sentence = page.messages[language()][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
}

function setLanguage(tag) {
  const input = switches.find((input) => input.value === tag);
  if (!input) return;
  input.checked = true;
  document.documentElement.lang = tag;
  document.title = words("title");
  // What stands in attributes no style can turn.
  for (const one of document.querySelectorAll("[data-named]")) {
    const { named, en, zh } = one.dataset;
    one.setAttribute(named, tag === "en" ? en : zh);
  }
  if (said) say(...said);
  verifier?.speak();
  remember(tag);
  gallery?.set_language(tag);
}

function remember(tag) {
  // Storage may be forbidden here; then the choice holds for this visit.
  try { localStorage.setItem("enfilade-language", tag); } catch { /* nothing to keep it in */ }
}

function firstLanguage() {
  let kept = null;
  try { kept = localStorage.getItem("enfilade-language"); } catch { /* nothing kept */ }
  const asked = kept ?? navigator.languages?.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  return /^zh/i.test(asked) ? "zh-CN" : "en";
}

// The stage

function say(key, blanks) {
  said = [key, blanks];
  const sentence = words(key, blanks);
  if (state.textContent !== sentence) state.textContent = sentence;
}

function fail(key, blanks) {
  phase = "failed";
  leave();
  document.body.classList.remove("open", "walkable");
  progress.hidden = true;
  walkIn.hidden = true;
  say(key, blanks);
}

function enter() {
  wanted = true;
  if (phase === "closed") load();
  if (phase !== "open") return;
  document.body.classList.add("walking");
  back.hidden = false;
  canvas.focus({ preventScroll: true });
  verifier?.turned();
  // The canvas follows the size of its parent, which has just changed.
  dispatchEvent(new Event("resize"));
}

function leave() {
  wanted = false;
  if (!document.body.classList.contains("walking")) return;
  document.body.classList.remove("walking");
  back.hidden = true;
  verifier?.turned();
  dispatchEvent(new Event("resize"));
  const work = isPlace(location.hash) && element(decodeURIComponent(location.hash.slice(1)));
  (work || element("stage")).scrollIntoView({ behavior: "instant", block: "center" });
  walkIn.focus({ preventScroll: true });
}

function isPlace(hash) {
  return /^#(work|room)=/.test(hash);
}

// Loading

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** The response again, counting its bytes as they pass. */
function counted(response) {
  const raw = page.wasm_bytes;
  // Bytes arrive here unpacked; what travels is shorter where the host compresses.
  const all = Number(response.headers.get("content-length")) || raw;
  let passed = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      passed += chunk.byteLength;
      const part = Math.min(1, passed / raw);
      progress.value = part;
      say("loading", { done: megabytes(part * all), all: megabytes(all) });
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), {
    headers: { "content-type": "application/wasm" },
  });
}

async function load() {
  if (phase !== "closed") return;
  if (!document.createElement("canvas").getContext("webgl2")) {
    fail("no-webgl");
    return;
  }
  phase = "loading";
  progress.hidden = false;
  const base = new URL(".", document.baseURI).href;
  let module = null;
  try {
    let response;
    [module, response] = await Promise.all([
      import("./enfilade.js"),
      // No cookie goes along, not even to the site's own host.
      fetch(new URL("enfilade_bg.wasm", base), { credentials: "omit" }),
    ]);
    if (!response.ok) throw new Error(`enfilade_bg.wasm: ${response.status}`);
    const program = await WebAssembly.compileStreaming(counted(response));
    hire(program, base);
    ({ memory } = await module.default({ module_or_path: program }));
    progress.removeAttribute("value");
    say("preparing");
    await module.start("#enfilade", base, language());
    begun(module);
  } catch (error) {
    // winit leaves its own start by an exception that means nothing went wrong.
    if (/control flow/.test(String(error))) begun(module);
    else fail("failed", { reason: reasonOf(error) });
  }
}

/** The gallery runs; it stands where the address says. */
function begun(module) {
  gallery = module;
  if (isPlace(location.hash)) gallery.go_to(location.hash.slice(1));
  gallery.set_language(language());
}

function reasonOf(error) {
  return String(error?.message ?? error).replace(/[.。\s]+$/, "").slice(0, 200);
}

// What the browser build calls, and what tests ask.

window.enfilade = {
  /** The visitor stands before a work, or in a room. */
  at({ work, room, title }) {
    if (!document.body.classList.contains("walking")) return;
    const hash = work ? `#work=${work}` : `#room=${room}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
    here.textContent = words(work ? "at-work" : "at-room", { title, room });
  },
  /** The first picture of the rooms is drawn. */
  ready() {
    if (phase !== "loading") return;
    phase = "open";
    progress.hidden = true;
    document.body.classList.add("open");
    say("ready");
    const watching = !reading && scrollY < innerHeight / 2;
    if (wanted || watching) enter();
  },
  /** All in sight is sharp, lit and lettered for the first time, since so many milliseconds. */
  sharp(ago_ms) {
    performance.mark("enfilade:sharp", { startTime: Math.max(0, performance.now() - ago_ms) });
  },
  /** The gallery cannot go on. */
  failed(reason) {
    fail("failed", { reason: reasonOf(reason) });
  },
  /** A work of code runs over its picture, moves with it, and ends. */
  runCode: (work, title, corners, suffix) =>
    runCode(canvas.parentElement, work, title, corners, words, suffix),
  moveCode,
  endCode() {
    if (endCode()) canvas.focus({ preventScroll: true });
  },
  /** A stored proof of a work is checked, and what is in sight is watched. */
  checkProof: (work) => verifier?.check(work),
  watch: (order) => verifier?.watch(order),
  /** Work that is too long for a frame is done aside. */
  ask,
  tell,
  language,
  setLanguage,
  /** Where the visitor stands: {x, y, heading, room, work}, or null. */
  where: () => (phase === "open" && gallery?.where_am_i() ? JSON.parse(gallery.where_am_i()) : null),
  /** What stands on the label of the work that the visitor is before. */
  label: () => (phase === "open" && gallery?.label_before()) || "",
  phase: () => phase,
  /** The most bytes of memory that the gallery has held on this thread. */
  memoryBytes: () => memory?.buffer.byteLength ?? 0,
  leave,
};

// Records grow old after the page was made

/** Shows what is older by now than the exhibition allows, and what has ended. */
function age(now) {
  for (const mark of document.querySelectorAll(".stale[data-since], .stale[data-until]")) {
    const { since, limit, until } = mark.dataset;
    const days = Math.floor((now - Date.parse(since)) / 86_400_000);
    if (until ? now < Date.parse(until) : days <= Number(limit)) continue;
    for (const said of mark.querySelectorAll("[lang]")) {
      said.textContent = said.textContent.replace("{days}", days);
    }
    for (const then of mark.parentElement.querySelectorAll(":scope > .then")) then.hidden = true;
    mark.hidden = false;
    mark.closest(".owner")?.classList.add("aged");
  }
}

// Beginning

age(Date.now());
for (const input of switches) input.addEventListener("change", () => setLanguage(input.value));
setLanguage(firstLanguage());
if (page.verifier) verifier = checks(page, words, () => gallery);

// Nothing to load: the page is the catalogue alone.
if (page.wasm_bytes && canvas) {
  document.querySelector(".enter").hidden = false;
  document.body.classList.add("walkable");
  walkIn.addEventListener("click", enter);
  back.addEventListener("click", leave);
  reload.addEventListener("click", () => location.reload());
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    fail("lost");
    reload.hidden = false;
  });
  addEventListener("error", ({ error }) => {
    if (error instanceof WebAssembly.RuntimeError) fail("failed", { reason: reasonOf(error) });
  });
  const main = element("catalogue");
  for (const kind of ["pointerdown", "focusin", "wheel", "touchmove"]) {
    main.addEventListener(kind, () => { reading = true; wanted = false; }, { passive: true });
  }
  // Whoever reaches the catalogue by the keyboard wants to read it.
  main.addEventListener("focusin", leave);
  main.addEventListener("click", (event) => {
    const link = event.target.closest("a.walk");
    if (!link || phase === "failed" || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const hash = link.getAttribute("href");
    history.pushState(null, "", hash);
    gallery?.go_to(hash.slice(1));
    enter();
    if (phase !== "open") element("stage").scrollIntoView({ block: "start" });
  });
  addEventListener("hashchange", () => {
    if (isPlace(location.hash)) gallery?.go_to(location.hash.slice(1));
    // The browser has given the keys to what the address names; who walks keeps them.
    const taken = document.activeElement === document.body;
    if (taken && document.body.classList.contains("walking")) canvas.focus({ preventScroll: true });
  });
  if (navigator.connection?.saveData && !wanted) {
    say("saving", { all: megabytes(page.wasm_bytes) });
  } else {
    load();
  }
}
