// What takes long is done aside: the page's thread decodes, scales, hashes, bakes and
// letters nothing, however slow the machine is. Names are counted here, not times.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  PATIENCE_MS, browse, quiet, serve, standsBefore, until, visit, walking, watchHolds, withoutWorkers,
} from "./browser.mjs";

/** What must not happen where frames are drawn. */
const ASIDE = ["decode", "scale", "hash", "frame", "light", "tile", "letters", "plan"];

const lock = JSON.parse(readFileSync(join(process.env.ENFILADE_SITE, "exhibition.lock"), "utf8"));
const moving = lock.works.find((work) => work.media.shown?.kind === "animation").id;
let server;
let browser;

before(async () => {
  server = await serve();
  browser = await browse();
}, { timeout: PATIENCE_MS });
after(async () => {
  await browser?.close();
  server?.stop();
});

/** Comes in, waits until all is sharp, and looks at the plan and at what moves. */
async function lookAround(first) {
  const { page, complaints, asked } = await visit(browser, server.address, { first });
  await walking(page);
  await quiet(asked);
  await page.locator("#enfilade").focus();
  await page.keyboard.press("KeyM");
  await quiet(asked);
  await page.keyboard.press("KeyM");
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, moving);
  await standsBefore(page, moving);
  await quiet(asked);
  return { page, complaints };
}

const held = (page, names) =>
  page.evaluate((names) => window.holds.filter(([name]) => names.includes(name)), names);

test("the page's thread only carries what workers have made", { timeout: 3 * PATIENCE_MS }, async () => {
  const { page, complaints } = await lookAround([watchHolds]);
  assert.deepEqual(await held(page, ASIDE), []);
  // Frames of the animation go up one after the other, and each comes from a worker.
  const carried = (await held(page, ["unload"])).length;
  await until(page, (least) => window.holds.filter(([name]) => name === "unload").length > least, carried + 4);
  assert.deepEqual(await held(page, ASIDE), []);
  // What cannot be read fails with whoever asked, and the worker goes on.
  const asked = (job) => page.evaluate((job) => window.enfilade.ask(job, null).then(
    ({ note, bytes }) => [JSON.parse(note), bytes.length], ({ message }) => message,
  ), job);
  assert.match(await asked("{"), /EOF while parsing/);
  const [note, length] = await asked('{"Tile":"Plaster"}');
  assert.equal(note.Ok.width, 256);
  assert.equal(length, 4 * (4 ** 9 - 1) / 3);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("without workers the page does it all itself", { timeout: 3 * PATIENCE_MS }, async () => {
  const { page, complaints } = await lookAround([watchHolds, withoutWorkers]);
  await until(page, (names) => {
    const done = new Set(window.holds.map(([name]) => name));
    return names.every((name) => done.has(name));
  }, ASIDE);
  assert.deepEqual(await held(page, ["unload"]), []);
  assert.deepEqual(complaints, []);
  await page.close();
});
