// The page is a whole catalogue before any room is drawn, and where none can be.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, serve, until, visit } from "./browser.mjs";

const lock = JSON.parse(readFileSync(join(process.env.ENFILADE_SITE, "exhibition.lock"), "utf8"));
let server;
let browser;

before(async () => {
  server = await serve();
  browser = await browse({ webgl: false });
});
after(async () => {
  await browser?.close();
  server?.stop();
});

/** Every work stands in the document, and every picture of it can be drawn. */
async function checkCatalogue(page) {
  const ids = await page.$$eval("article", (all) => all.map((article) => article.id));
  assert.deepEqual([...ids].sort(), lock.works.map((work) => `work=${work.id}`).sort());
  const images = page.locator("article img");
  // A sculpture without a still is words here, and a shape in its room.
  const shown = lock.works.filter((work) => work.media.shown?.rungs.length).length;
  assert.equal(await images.count(), shown);
  for (let index = 0; index < shown; index += 1) {
    await images.nth(index).scrollIntoViewIfNeeded();
    await images.nth(index).evaluate((image) => (image.complete ? null : image.decode()));
    const width = await images.nth(index).evaluate((image) => image.naturalWidth);
    assert.ok(width > 0, `picture ${index} is not there`);
  }
}

test("without JavaScript the catalogue is whole, and its languages can be switched", async () => {
  const { page, complaints } = await visit(browser, server.address, { javaScriptEnabled: false });
  const html = await page.content();
  for (const work of lock.works) assert.ok(html.includes(`id="work=${work.id}"`), work.id);
  assert.ok(await page.locator("h1 [lang=en], h1").first().isVisible());
  await page.locator("#language-zh").check({ force: true });
  assert.equal(await page.locator("h3 [lang=en]").first().isVisible(), false);
  assert.deepEqual(complaints, []);
});

test("without WebGL a sentence says so and the catalogue stands", async () => {
  const { page, complaints, asked } = await visit(browser, server.address);
  await until(page, () => window.enfilade?.phase() === "failed");
  assert.match(await page.textContent("#state"), /WebGL/);
  await checkCatalogue(page);
  assert.deepEqual(complaints, []);
  assert.deepEqual(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(server.address)), []);
});

test("the switch turns every text, the title and the language of the page", async () => {
  const { page } = await visit(browser, server.address);
  await page.locator("#language-zh").check({ force: true });
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  assert.equal(await page.locator("main [lang=en]:visible").count(), 0);
  await page.reload();
  assert.ok(await page.locator("#language-zh").isChecked(), "the choice was not kept");
});

/** What the page calls things in attributes, which no style can turn. */
const names = (page) => page.evaluate(() => ({
  canvas: document.getElementById("enfilade").getAttribute("aria-label"),
  plans: [...document.querySelectorAll(".plan img")]
    .filter((image) => image.checkVisibility()).map((image) => [image.getAttribute("src"), image.alt]),
  works: [...document.querySelectorAll("article img")]
    .map((image) => [image.closest("article").id.slice("work=".length), image.alt]),
}));

test("the switch turns the plan and every name that is read out, there and back", async () => {
  const { page } = await visit(browser, server.address);
  const said = (text, language) => (typeof text === "string" ? text : text[language]);
  const titles = new Map(lock.works.map(({ id, title }) => [id, title]));
  for (const [language, plan, word] of [
    ["en", "plan.svg", "floor plan"], ["zh", "plan.zh.svg", "平面图"], ["en", "plan.svg", "floor plan"],
  ]) {
    await page.locator(`#language-${language}`).check({ force: true });
    const { canvas, plans, works } = await names(page);
    assert.equal(canvas, said(lock.title, language));
    assert.deepEqual(plans.map(([file]) => file), [plan]);
    assert.ok(plans[0][1].includes(word), plans[0][1]);
    assert.ok(works.length > 0);
    for (const [id, alt] of works) assert.ok(alt.startsWith(said(titles.get(id), language)), `${id}: ${alt}`);
  }
});

test("a page that is read years later says that its records are old", async () => {
  const dated = lock.works.flatMap((work) => work.ownership)
    .filter(({ evidence }) => evidence.as_of ?? evidence.issued ?? evidence.block);
  assert.ok(dated.length > 0, "the exhibition has a dated record");
  const old = (page) => page.locator(".owner .stale[data-since]:visible").count();
  const made = Date.parse(lock.resolved);
  const at = (time) => ({ first: `Date.now = () => ${time};` });
  const then = await visit(browser, server.address, at(made));
  assert.equal(await old(then.page), 0);
  const later = await visit(browser, server.address, at(made + 20 * 365 * 86_400_000));
  assert.ok(await old(later.page) > 0);
  const said = await later.page.locator(".owner.aged .stale:visible").first().textContent();
  assert.match(said, /this record is \d{4} days old; ownership may have changed since/);
  assert.deepEqual(later.complaints, []);
});

for (const [width, height] of [[1280, 720], [390, 844]]) {
  test(`nothing is wider than the page at ${width} by ${height}`, async () => {
    const { page } = await visit(browser, server.address, { viewport: { width, height } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} px wide`);
  });
}
