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

async function goTo(page, work) {
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
}

/** The middle of the canvas, where the work hangs that one stands before. */
async function middle(page) {
  const box = await page.locator("#enfilade").boundingBox();
  const clip = { x: box.x + box.width * 0.4, y: box.y + box.height * 0.35, width: box.width * 0.2, height: box.height * 0.2 };
  return squares(page, await page.screenshot({ clip }));
}

test("every kind is there, and none is missing", () => {
  const kinds = new Set(lock.works.map((work) => work.media.shown?.kind));
  assert.deepEqual([...kinds].sort(), ["animation", "code", "film", "sculpture", "sound", "still"]);
});

for (const film of ["tide-mp4", "tide-webm"]) {
  test(`the film ${film} moves on its wall`, { timeout: PATIENCE_MS }, async () => {
    const { page } = gallery;
    await goTo(page, film);
    const seen = [await middle(page)];
    const end = Date.now() + PATIENCE_MS * 0.8;
    // Frames that differ from each other again and again, not once as a still sharpens.
    let changes = 0;
    while (changes < 4 && Date.now() < end) {
      seen.push(await middle(page));
      if (difference(seen.at(-1), seen.at(-2)) > 1.5) changes += 1;
    }
    assert.ok(changes >= 4, `it changed ${changes} times in ${seen.length} pictures`);
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
