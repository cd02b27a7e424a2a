// The panel that opens by itself before whoever has come to rest, in a real browser: without
// a key, until it is closed, and only as long as the visitor wants it so.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE_MS, difference, inTheRooms, squares, standsBefore, until } from "./browser.mjs";

const lock = JSON.parse(readFileSync(join(process.env.ENFILADE_SITE, "exhibition.lock"), "utf8"));
const shown = lock.works.filter((work) => work.media.shown).map((work) => work.id);
const [first, another] = [shown[0], shown[Math.floor(shown.length / 2)]];
/** So large that a panel leaves the work its room. */
const gallery = inTheRooms(undefined, { viewport: { width: 1280, height: 720 } });

/**
 * What is drawn is in no document, so an open panel is known by its paper: here is a strip
 * of it, left of its words, that is as plain as no wall.
 */
const STRIP = { x: 868, y: 60, width: 18, height: 340 };
const PAPER = Array.from({ length: 32 * 18 }, () => [250, 248, 244]).flat();

/** How far from paper the strip is, of 255, when a panel is open, and when none is. */
const OPEN = 2;
const CLOSED = 6;

async function fromPaper(page) {
  return difference(await squares(page, await page.screenshot({ clip: STRIP })), PAPER);
}

/** Looks until the panel is open, or closed; it slides. */
async function sees(page, open) {
  const end = Date.now() + PATIENCE_MS / 2;
  const so = (away) => (open ? away < OPEN : away > CLOSED);
  let away = await fromPaper(page);
  while (!so(away) && Date.now() < end) away = await fromPaper(page);
  assert.ok(so(away), `the panel is not ${open ? "open" : "closed"}: its place is ${away} from paper`);
}

/**
 * Stands there for much longer than a panel takes to open. However long a frame took, the
 * gallery's time goes on by a quarter of a second at most.
 */
function rests(page) {
  return page.evaluate(() => new Promise((done) => {
    const since = performance.now();
    let frames = 0;
    const frame = () => {
      frames += 1;
      if (frames > 10 && performance.now() - since > 2_500) done();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }));
}

async function goTo(page, work) {
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
}

test("before a work a panel opens by itself, and stays closed once it was closed", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  await goTo(page, first);
  await sees(page, true);
  await page.locator("#enfilade").focus();
  await page.keyboard.press("Escape");
  await sees(page, false);
  await rests(page);
  await sees(page, false);
});

test("a key leaves panels to be opened by hand, and lets them open again", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const kept = () => localStorage.getItem("enfilade-panels-by-hand") !== null;
  await page.keyboard.press("KeyO");
  await until(page, kept);
  await goTo(page, another);
  await rests(page);
  await sees(page, false);
  // It is the key that kept it closed: by the same key it opens here.
  await page.keyboard.press("KeyO");
  await sees(page, true);
  assert.equal(await page.evaluate(kept), false);
});
