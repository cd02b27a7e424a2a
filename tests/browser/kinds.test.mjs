// Works of every kind in a real browser: a film moves and sounds, code runs sealed off.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE_MS, canBeHidden, difference, inTheRooms, squares, standsBefore, until } from "./browser.mjs";

const site = process.env.ENFILADE_KINDS_SITE;
const lock = JSON.parse(readFileSync(join(site, "exhibition.lock"), "utf8"));
const gallery = inTheRooms(site, { first: canBeHidden });

/**
 * How far the middle of a page's picture may be from the native one's, of 255: 3.5 to 11.5 were
 * measured, and 45 at least before another work or a bare wall.
 */
const ALIKE = 14;
/** By the work: what it is, and how far its frames are apart at least, of 255, where it moves. */
const KINDS = {
  seedhead: { what: "a WebP" },
  endpaper: { what: "an AVIF" },
  rings: { what: "an SVG" },
  // Of so small a work the middle is half wall: 0.7 was measured.
  "tide-apng": { what: "an APNG", least: 0.3 },
  "tide-webp": { what: "a WebP that moves", least: 1.5 },
  // As it turns it is like its kept picture only now and then. An empty plinth doesn't turn.
  knot: { what: "a GLB on its plinth", least: 5, alike: 30 },
};

async function goTo(page, work) {
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
}

/** From the left, from the top, width and height: where the work hangs that one stands before. */
const MIDDLE = [0.4, 0.35, 0.2, 0.2];
/** As much of the wall above it. */
const ABOVE = [0.4, 0.05, 0.2, 0.2];

/** The middle of the canvas. */
async function middle(page) {
  const box = await page.locator("#enfilade").boundingBox();
  const [x, y, width, height] = MIDDLE;
  const clip = { x: box.x + box.width * x, y: box.y + box.height * y, width: box.width * width, height: box.height * height };
  return squares(page, await page.screenshot({ clip }));
}

/** The same of the picture that the program itself draws before a work, as `tests/pictures.rs` holds it. */
function drawn(page, work, part = MIDDLE) {
  const path = new URL(`../pictures/kinds-work-${work}.png`, import.meta.url);
  return squares(page, readFileSync(path), part);
}

/** Waits for frames that differ from each other again and again, not once as a still sharpens. */
async function moves(page, least) {
  let [seen, frames, changes] = [await middle(page), 1, 0];
  const end = Date.now() + PATIENCE_MS * 0.4;
  for (; changes < 4 && Date.now() < end; frames += 1) {
    const next = await middle(page);
    if (difference(next, seen) > least) changes += 1;
    seen = next;
  }
  assert.ok(changes >= 4, `it changed ${changes} times in ${frames} pictures`);
}

test("every kind is there, and none is missing", () => {
  const kinds = new Set(lock.works.map((work) => work.media.shown?.kind));
  assert.deepEqual([...kinds].sort(), ["animation", "code", "film", "sculpture", "sound", "still"]);
});

for (const [work, { what, least, alike = ALIKE }] of Object.entries(KINDS)) {
  test(`${what} is seen as the program itself draws it: ${work}`, { timeout: PATIENCE_MS }, async () => {
    const { page } = gallery;
    await goTo(page, work);
    const native = await drawn(page, work);
    // Pictures sharpen as they arrive.
    const end = Date.now() + PATIENCE_MS * 0.4;
    let apart = difference(await middle(page), native);
    while (apart > alike && Date.now() < end) apart = difference(await middle(page), native);
    assert.ok(apart <= alike, `it differs by ${apart}`);
    if (least) await moves(page, least);
  });
}

test("neither the wall nor another work passes for any of them", { timeout: PATIENCE_MS }, async () => {
  // A page beside the gallery, which is busy drawing.
  const page = await gallery.browser.newPage();
  // A work that doesn't come hangs as a card with its reason, as the last two do.
  const others = new Map([["the wall", await drawn(page, "rings", ABOVE)]]);
  for (const work of [...Object.keys(KINDS), "tide-webm", "chord-ogg"]) others.set(work, await drawn(page, work));
  await page.close();
  for (const [work, { alike = ALIKE }] of Object.entries(KINDS)) {
    for (const [other, picture] of others) {
      const apart = difference(others.get(work), picture);
      assert.ok(other === work || apart > alike, `${other} passes for ${work}: it differs by ${apart}`);
    }
  }
});

for (const film of ["tide-mp4", "tide-webm"]) {
  test(`the film ${film} moves on its wall`, { timeout: PATIENCE_MS }, async () => {
    const { page } = gallery;
    await goTo(page, film);
    await moves(page, 1.5);
  });
}

test("code runs in a sealed frame while one stands before it", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  await goTo(page, "drift");
  await until(page, () => document.querySelector("iframe.sealed") !== null);
  const frame = await (await page.$("iframe.sealed")).contentFrame();
  await until(frame, () => document.querySelector("canvas")?.width > 200);
  const drawn = () => frame.evaluate(() => {
    const { data } = document.querySelector("canvas").getContext("2d").getImageData(0, 0, 200, 100);
    return data.reduce((sum, value) => sum + value, 0);
  });
  const first = await drawn();
  await until(frame, (first) => {
    const { data } = document.querySelector("canvas").getContext("2d").getImageData(0, 0, 200, 100);
    return data.reduce((sum, value) => sum + value, 0) !== first;
  }, first);
  // It lies where the picture hangs: in the middle of what the visitor sees.
  const [at, canvas] = [await page.locator("iframe.sealed").boundingBox(), await page.locator("#enfilade").boundingBox()];
  const off = [at.x + at.width / 2 - canvas.x - canvas.width / 2, at.y + at.height / 2 - canvas.y - canvas.height / 2];
  assert.ok(Math.abs(off[0]) < canvas.width * 0.2 && Math.abs(off[1]) < canvas.height * 0.3, `${off}`);
});

test("a work of code is touched, and left again by the keyboard", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  await page.locator("button.touch").click();
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("sealed")));
  await page.locator("button.touch").focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.querySelector(".sealed.touched")), null);
  await goTo(page, "moon");
  await until(page, () => document.querySelector("iframe.sealed") === null);
});

test("sealed code reaches neither the network nor the page", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  // What counts is what arrives: a server that hears everything.
  const heard = [];
  const listener = createServer((request, response) => { heard.push(request.url); response.end(); });
  await new Promise((listening) => listener.listen(0, "127.0.0.1", listening));
  const elsewhere = `http://127.0.0.1:${listener.address().port}/`;
  const probe = `<!doctype html><canvas></canvas><script>
    window.tried = [];
    const note = (name, works) => tried.push([name, works]);
    const leak = (how) => "${elsewhere}" + how;
    try { note("parent", Boolean(parent.document.title)); } catch { note("parent", false); }
    try { note("storage", Boolean(localStorage)); } catch { note("storage", false); }
    try { note("popup", Boolean(open(leak("popup")))); } catch { note("popup", false); }
    fetch(leak("fetch"), { mode: "no-cors" }).then(() => note("fetch", true), () => note("fetch", false));
    new Image().src = leak("image");
    const script = document.createElement("script"); script.src = leak("script"); document.head.append(script);
    const frame = document.createElement("iframe"); frame.src = leak("frame"); document.documentElement.append(frame);
    try { new WebSocket(leak("socket").replace("http", "ws")).onopen = () => note("socket", true); } catch { note("socket", false); }
    navigator.sendBeacon?.(leak("beacon"), "x");
    const link = document.createElement("link"); link.rel = "prefetch"; link.href = leak("prefetch"); document.head.append(link);
    const form = document.createElement("form"); form.action = leak("form"); document.documentElement.append(form); form.submit();
    setTimeout(() => { tried.done = true; }, 1500);
  </` + `script>`;
  await page.evaluate((probe) => {
    window.enfilade.runCode(probe, "probe", [0, 0, 300, 0, 300, 200, 0, 200]);
  }, probe);
  const frame = await (await page.$("iframe.sealed")).contentFrame();
  await until(frame, () => window.tried?.done === true);
  const works = (await frame.evaluate(() => window.tried)).filter(([, works]) => works);
  assert.deepEqual(works, []);
  // Leaving by its own address is the last way out: the page's policy shuts that, too.
  await frame.evaluate((address) => { location.href = address; }, `${elsewhere}leaving`).catch(() => {});
  await new Promise((later) => setTimeout(later, 1500));
  assert.deepEqual(heard, []);
  // It does hear: the same address asked from outside of the frame arrives.
  await fetch(`${elsewhere}outside`);
  assert.deepEqual(heard, ["/outside"]);
  listener.close();
  await page.evaluate(() => window.enfilade.endCode());
});

/** Runs a document and gives its frame, once `done` holds in it. */
async function run(page, document_, suffix, done) {
  await page.evaluate(([document_, suffix]) => {
    window.enfilade.runCode(document_, "probe", [0, 0, 300, 0, 300, 200, 0, 200], suffix);
  }, [document_, suffix]);
  const frame = await (await page.$("iframe.sealed")).contentFrame();
  await until(frame, done);
  return frame;
}

test("a program reads its seed behind its own address, and may take another", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const document_ = "<!doctype html><script>window.seed = [location.search, location.hash];</script>";
  for (const [suffix, expected] of [
    ["?fxhash=oo1&a=%20b#c", ["?fxhash=oo1&a=%20b", "#c"]],
    ["#42", ["", "#42"]],
    ["", ["", ""]],
    // It says nothing of where the program comes from.
    ["//elsewhere.example/?x", ["?x", ""]],
  ]) {
    const frame = await run(page, document_, suffix, () => Boolean(window.seed));
    assert.deepEqual(await frame.evaluate(() => window.seed), expected);
    assert.equal(await frame.evaluate(() => location.pathname.split("/").pop()), "code.html");
  }
  const frame = await run(page, document_, "?seed=1", () => Boolean(window.seed));
  await frame.evaluate(() => { location.search = "?seed=2"; });
  await until(frame, () => window.seed?.[0] === "?seed=2");
  await page.evaluate(() => window.enfilade.endCode());
});

test("code of a hidden page is ended, and begins anew when it is seen", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const document_ = "<!doctype html><script>window.begun = performance.timeOrigin;</script>";
  const hide = (hidden) => page.evaluate((hidden) => window.hide(hidden), hidden);
  const stands = () => page.evaluate(() => document.querySelectorAll("iframe.sealed, button.touch").length);
  const frame = await run(page, document_, "", () => Boolean(window.begun));
  const first = await frame.evaluate(() => window.begun);
  await page.locator("button.touch").click();
  await hide(true);
  assert.equal(await stands(), 1, "its frame stands");
  await until({ evaluate: async () => frame.isDetached() });
  await hide(false);
  const again = await (await page.$("iframe.sealed")).contentFrame();
  await until(again, () => Boolean(window.begun));
  assert.notEqual(await again.evaluate(() => window.begun), first);
  // Whoever had it at their fingers has it still.
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("sealed")));
  // What is begun meanwhile waits, and what is ended stays away.
  await hide(true);
  await page.evaluate((document_) => {
    window.enfilade.runCode(document_, "probe", [0, 0, 300, 0, 300, 200, 0, 200]);
  }, document_);
  assert.equal(await stands(), 1, "a frame came while nobody sees it");
  await hide(false);
  assert.equal(await stands(), 2);
  await hide(true);
  await page.evaluate(() => window.enfilade.endCode());
  await hide(false);
  assert.equal(await stands(), 0, "what was ended came again");
});

test("a page of several files runs with all of them, and without the network", { timeout: PATIENCE_MS }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "enfilade-page-"));
  const write = (path, text) => {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==", "base64");
  write("exhibition.toml", "title = \"A page\"\n[[work]]\nfile = \"w/index.html\"\n");
  write("w/index.html", `<!doctype html><link rel="stylesheet" href="look.css"><img id="still" src="art/dot.gif">
    <script type="importmap">{"imports":{"turns":"./lib/turns.js"}}</script>
    <script src="plain.js"></script><script type="module" src="main.js"></script>`);
  write("w/look.css", "body { background: rgb(1, 2, 3) url(art/dot.gif) }");
  write("w/plain.js", "window.plain = 'ran'; window.mode = document.compatMode;");
  write("w/main.js", `import { turn } from "turns"; import { back } from "./lib/back.js";
    const image = new Image(); image.src = "art/dot.gif"; await image.decode();
    const asked = new XMLHttpRequest(); asked.open("GET", "data.json");
    const heard = await new Promise((done) => { asked.onload = () => done(asked.responseText); asked.send(); });
    const shader = await (await fetch(new URL("./shader.frag", import.meta.url))).text().catch(String);
    window.told = [turn, back(), image.naturalWidth, JSON.parse(heard).a,
      (await (await fetch("./data.json")).json()).a, shader,
      getComputedStyle(document.body).backgroundColor, document.getElementById("still").naturalWidth];`);
  write("w/lib/turns.js", "import { back } from './back.js'; export const turn = 1 + back();");
  write("w/lib/back.js", "import './turns.js'; export function back() { return 2; }");
  write("w/art/dot.gif", gif);
  write("w/data.json", "{\"a\":5}");
  write("w/shader.frag", "void");
  execFileSync(process.env.ENFILADE, ["resolve", dir, "--no-cache"]);
  const { packed } = JSON.parse(readFileSync(join(dir, "exhibition.lock"), "utf8")).works[0].media.shown;
  assert.equal(packed.files.length, 8);
  const document_ = readFileSync(join(dir, "blobs", packed.hash.slice(0, 2), packed.hash), "utf8");
  rmSync(dir, { recursive: true });

  const { page } = gallery;
  const asked = [];
  const hear = (request) => { if (!request.url().startsWith("data:")) asked.push(request.url()); };
  page.on("request", hear);
  const frame = await run(page, document_, "", () => Boolean(window.told));
  assert.deepEqual(await frame.evaluate(() => window.told), [3, 2, 1, 5, 5, "void", "rgb(1, 2, 3)", 1]);
  assert.deepEqual(await frame.evaluate(() => [window.plain, window.mode]), ["ran", "CSS1Compat"]);
  assert.deepEqual(asked.map((url) => new URL(url).pathname.split("/").pop()), ["code.html"]);
  page.off("request", hear);
  await page.evaluate(() => window.enfilade.endCode());
});
