// Works of every kind in a real browser: a film moves and sounds, code runs sealed off.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE_MS, difference, inTheRooms, squares, standsBefore, until } from "./browser.mjs";

const site = process.env.ENFILADE_KINDS_SITE;
const lock = JSON.parse(readFileSync(join(site, "exhibition.lock"), "utf8"));
const gallery = inTheRooms(site);

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
