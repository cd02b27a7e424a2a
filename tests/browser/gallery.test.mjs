// The rooms in a real browser: drawn, walked, addressed, and in step with the page.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  PATIENCE_MS, comesAway, difference, inTheRooms, spread, squares, standsBefore, until, visit, walking,
  where,
} from "./browser.mjs";

const lock = JSON.parse(readFileSync(join(process.env.ENFILADE_SITE, "exhibition.lock"), "utf8"));
const shown = lock.works.filter((work) => work.media.shown);
const gallery = inTheRooms();

test("the picture is not blank and resembles the native one", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const folder = process.env.ENFILADE_PICTURES;
  const [first] = readdirSync(folder).filter((name) => name.endsWith(".png")).sort();
  const native = await squares(page, readFileSync(join(folder, first)));
  const look = async () => squares(page, await page.locator("#enfilade").screenshot());
  // Pictures sharpen as they arrive: look until both agree, or patience ends.
  const end = Date.now() + PATIENCE_MS / 2;
  let seen = await look();
  while (difference(seen, native) > 22 && Date.now() < end) seen = await look();
  assert.ok(spread(seen) > 8, `the canvas is blank: its squares spread by ${spread(seen)}`);
  assert.ok(difference(seen, native) <= 22, `it differs from ${first} by ${difference(seen, native)}`);
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

test("a work's link opens before it, and the address follows", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  const work = shown.at(-1).id;
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
  await until(page, (id) => location.hash === `#work=${id}`, work);
  await until(page, () => document.getElementById("here").textContent !== "");
});

test("the language is switched while walking", { timeout: PATIENCE_MS }, async () => {
  const { page } = gallery;
  await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
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

test("whoever comes by a work's link stands before it", { timeout: 2 * PATIENCE_MS }, async () => {
  await gallery.page.close();
  const work = shown[0].id;
  const cookie = { name: "visitor", value: "1", domain: "127.0.0.1", path: "/" };
  const storageState = {
    cookies: [{ ...cookie, expires: -1, httpOnly: false, secure: false, sameSite: "Lax" }],
    origins: [],
  };
  const address = `${gallery.server.address}#work=${work}`;
  const { page } = await visit(gallery.browser, address, { storageState });
  const sent = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.includes("/blobs/")) sent.push(request);
  });
  await walking(page);
  await standsBefore(page, work);
  // Works are asked for as by anybody.
  assert.ok(sent.length > 0);
  for (const request of sent) assert.equal((await request.allHeaders()).cookie, undefined, request.url());
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

test("fingers look, walk and go to a work", { timeout: 2 * PATIENCE_MS }, async () => {
  const { page } = await visit(gallery.browser, gallery.server.address, {
    viewport: { width: 390, height: 600 }, hasTouch: true, isMobile: true,
  });
  await walking(page);
  const start = await where(page);
  const box = await page.locator("#enfilade").boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height * 0.88);
  await comesAway(page, start, 0.2);
});
