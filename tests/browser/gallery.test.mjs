// The rooms in a real browser: drawn, walked, addressed, and in step with the page.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  PATIENCE_MS, comesAway, difference, fetchedWithoutCookies, inTheRooms, keepWhatIsSaid, overhear, sharp, spread,
  squares, standsBefore, until, visit, walking, where, withACookie,
} from "./browser.mjs";

const lock = JSON.parse(readFileSync(join(process.env.ENFILADE_SITE, "exhibition.lock"), "utf8"));
const shown = lock.works.filter((work) => work.media.shown);

/** What the program itself drew: from the entrance, and before a work. */
const pictures = process.env.ENFILADE_PICTURES;
const drawn = readdirSync(pictures).filter((name) => name.endsWith(".png")).sort();
const before = /^path-\d+-work-(.+)\.png$/;
/** Pictures of other rooms, in the same size, that the tests of pictures are held against. */
const KEPT = fileURLToPath(new URL("../pictures", import.meta.url));

/**
 * How far a page's picture may be from the native one, of 255: 9 was measured, and 105 from
 * pictures of other places.
 */
const ALIKE = 14;

/** A picture without its upper sixth and its lower quarter, where words lie over a page's. */
const bare = (squares) => squares.slice(3 * 32 * 3, 13 * 32 * 3);
const gallery = inTheRooms(undefined, { first: keepWhatIsSaid });

test("how much of the gallery has come is said in bytes before it opens", async () => {
  const said = await gallery.page.evaluate(() => window.said);
  const steps = said
    .map((sentence) => sentence.match(/^Loading the gallery: (\d+\.\d) of (\d+\.\d) MB$/)?.slice(1).map(Number))
    .filter(Boolean);
  assert.ok(steps.length > 2, `its progress was told in ${said.join(" | ")}`);
  const [, all] = steps[0];
  assert.ok(all > 1, `the gallery has ${all} MB`);
  for (const [index, [done, of]] of steps.entries()) {
    assert.equal(of, all);
    assert.ok(done <= all && done >= (steps[index - 1]?.[0] ?? 0), `${done} MB after ${steps[index - 1]}`);
  }
  assert.equal(steps.at(-1)[0], all);
  assert.equal(said.at(-1), "The gallery is open.");
});

/** Looks until what is seen is like a native picture, or patience ends; what is seen. */
async function looksLike(page, name) {
  const native = bare(await squares(page, readFileSync(join(pictures, name))));
  const look = async () => bare(await squares(page, await page.locator("#enfilade").screenshot()));
  // Pictures sharpen as they arrive.
  const end = Date.now() + PATIENCE_MS / 2;
  let seen = await look();
  while (difference(seen, native) > ALIKE && Date.now() < end) seen = await look();
  assert.ok(spread(seen) > 8, `the canvas is blank: its squares spread by ${spread(seen)}`);
  const apart = difference(seen, native);
  console.log(`${name}: ${apart.toFixed(1)} apart`);
  assert.ok(apart <= ALIKE, `it differs from ${name} by ${apart}`);
  return seen;
}

test("the picture is not blank and resembles the native one and no other room's", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const seen = await looksLike(page, drawn.find((name) => !before.test(name)));
  // A picture of another place must not pass for this one.
  const others = readdirSync(KEPT).filter((name) => /^show-room-\d+\.png$/.test(name));
  assert.ok(others.length > 4, `only ${others} are kept`);
  for (const path of [...others.map((name) => join(KEPT, name)), join(pictures, drawn.find((name) => before.test(name)))]) {
    const apart = difference(seen, bare(await squares(page, readFileSync(path))));
    assert.ok(apart > ALIKE, `${path} passes for the entrance: it differs by ${apart}`);
  }
});

test("the page's timeline has the moment at which all in sight was sharp", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const at = await sharp(page);
  assert.ok(at < performance.now(), `it lies ${at - performance.now()} ms ahead`);
  const [marks, fetched] = await page.evaluate(() => [
    performance.getEntriesByName("enfilade:sharp").map((mark) => mark.startTime),
    performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/enfilade_bg.wasm")).responseEnd,
  ]);
  assert.equal(marks.length, 1, "it is told once");
  assert.ok(marks[0] > fetched, `at ${marks[0]} ms, and the program was there at ${fetched} ms`);
});

test("keys move the visitor", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const start = await where(page);
  await page.locator("#enfilade").focus();
  await page.keyboard.down("KeyW");
  await comesAway(page, start, 0.3);
  await page.keyboard.up("KeyW");
});

test("a click on the floor moves the visitor", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const start = await where(page);
  const box = await page.locator("#enfilade").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.86);
  await comesAway(page, start, 0.2);
});

test("a room's link opens in it", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  assert.notEqual((await where(page)).room, 3);
  await page.evaluate(() => { location.hash = "#room=3"; });
  await until(page, () => window.enfilade.where().room === 3);
});

test("whoever walks into another room finds it in the address", { timeout: 2 * PATIENCE_MS }, async () => {
  const { page } = gallery;
  // A link opens a room in its door: backwards one leaves it by that.
  assert.equal((await where(page)).room, 3);
  await page.locator("#enfilade").focus();
  await page.keyboard.down("KeyS");
  const room = await until(page, () => {
    const { room, work } = window.enfilade.where();
    return room !== 3 && work === null && location.hash === `#room=${room}` && room;
  });
  await page.keyboard.up("KeyS");
  assert.ok(room > 0 && room !== 3);
});

test("before a work, too, the picture resembles the native one", { timeout: 2 * PATIENCE_MS }, async () => {
  const { page } = gallery;
  const name = drawn.find((name) => before.test(name));
  const [, work] = before.exec(name);
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
  const seen = await looksLike(page, name);
  const entrance = bare(await squares(page, readFileSync(join(pictures, drawn.find((name) => !before.test(name))))));
  assert.ok(difference(seen, entrance) > ALIKE, "the entrance passes for it");
});

test("a work's link opens before it, and the address follows to the next", { timeout: 2 * PATIENCE_MS }, async () => {
  const { page } = gallery;
  const work = shown[Math.floor(shown.length / 2)].id;
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
  await page.locator("#enfilade").focus();
  await page.keyboard.press("KeyN");
  const others = lock.works.map(({ id }) => id).filter((id) => id !== work);
  const [id, here] = await until(page, (others) => {
    const id = /^#work=(.+)$/.exec(location.hash)?.[1];
    return others.includes(id) && [id, document.getElementById("here").textContent];
  }, others);
  const { title } = lock.works.find((work) => work.id === id);
  assert.equal(here, `You stand before “${title.en ?? title}”.`);
});

test("the language is switched by a key while walking, and the page follows", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.locator("#enfilade").focus();
  await page.keyboard.press("KeyL");
  await until(page, () => document.documentElement.lang === "zh-CN");
  // Where one stands is said in one language, not in half of each.
  await until(page, () => {
    const here = document.getElementById("here").textContent;
    return /^您正站在《[^a-z]+》前。$|^您正在展厅 \d+：[^a-z]+。$/.test(here);
  });
  assert.equal(await page.evaluate(() => window.enfilade.phase()), "open");
});

test("one button leads back to the catalogue", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  await page.locator("#back").click();
  assert.equal(await page.evaluate(() => document.body.classList.contains("walking")), false);
  assert.ok(await page.locator("article").first().isVisible());
});

test("nothing was complained about, and no one else was asked", () => {
  assert.deepEqual(gallery.complaints, []);
  const own = gallery.server.address;
  const elsewhere = gallery.asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(own));
  assert.deepEqual(elsewhere, []);
});

test("whoever comes by a work's link stands before it, and no cookie is sent for it", { timeout: 2 * PATIENCE_MS }, async (t) => {
  await gallery.page.close();
  const work = shown[0].id;
  const { address, heard, stop } = await overhear(gallery.server.address);
  t.after(stop);
  const { page } = await visit(gallery.browser, `${address}#work=${work}`, withACookie);
  await walking(page);
  await standsBefore(page, work);
  fetchedWithoutCookies(heard, ["/enfilade_bg.wasm", "/exhibition.lock"]);
});

test("a lost graphics device is said, and the catalogue stands", { timeout: 2 * PATIENCE_MS }, async () => {
  const { page } = await visit(gallery.browser, gallery.server.address);
  await walking(page);
  await page.evaluate(() => {
    document.getElementById("enfilade").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
  });
  await until(page, () => window.enfilade.phase() === "failed");
  assert.match(await page.textContent("#state"), /graphics device was lost/);
  assert.ok(await page.locator("#reload").isVisible());
  assert.ok(await page.locator("article").first().isVisible());
});

test("fingers look, walk and go to a work", { timeout: 3 * PATIENCE_MS }, async () => {
  const { page } = await visit(gallery.browser, gallery.server.address, {
    viewport: { width: 390, height: 600 }, hasTouch: true, isMobile: true,
  });
  await walking(page);
  const start = await where(page);
  const box = await page.locator("#enfilade").boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];

  await swipe(page, [x, y], [x - 150, y]);
  await until(page, (from) => {
    const turned = Math.abs(window.enfilade.where().heading - from);
    return Math.min(turned, 360 - turned) > 5;
  }, start.heading);
  const swiped = await where(page);
  assert.ok(Math.hypot(swiped.x - start.x, swiped.y - start.y) < 0.05, "a swipe is no tap");

  await page.touchscreen.tap(x, box.y + box.height * 0.88);
  await comesAway(page, start, 0.2);

  const work = shown[0].id;
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
  const before = await where(page);
  await page.locator("#enfilade").focus();
  await page.keyboard.down("KeyS");
  await comesAway(page, before, 0.6);
  await page.keyboard.up("KeyS");
  await page.touchscreen.tap(x, y);
  await until(page, (before) => {
    const place = window.enfilade.where();
    return Math.hypot(place.x - before.x, place.y - before.y) < 0.2;
  }, before);
  await standsBefore(page, work);
});

/** A finger that goes from one point to another slowly enough for many frames to see it. */
async function swipe(page, [fromX, fromY], [toX, toY]) {
  const STEPS = 30;
  const finger = await page.context().newCDPSession(page);
  const touch = (type, touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [{ x: fromX, y: fromY }]);
  for (let step = 1; step <= STEPS; step += 1) {
    const part = step / STEPS;
    await touch("touchMove", [{ x: fromX + (toX - fromX) * part, y: fromY + (toY - fromY) * part }]);
    await new Promise((later) => setTimeout(later, 200));
  }
  await touch("touchEnd", []);
  await finger.detach();
}
