// Works that issuers signed for, on a page and in its rooms: nothing is called attested for
// longer than the records that the site holds bear it out, nor as if it held for ever.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE_MS, browse, read, standsBefore, until, visit, walking } from "./browser.mjs";
import { DAMAGED, DAY, WORKS, stage } from "./attested.mjs";

const NOT_YET = /Signed record stored, not yet checked here/;
const REFUSED = /No signed record here says so: no more than claimed/;
const ENDED = /It held until 2040-01-01, and holds no longer\./;
/** When a record was checked in the page. */
const CHECKED_AT = /Checked here at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\./;

const on = (time) => `Date.now = () => ${time};`;

let show;

before(async () => { show = await stage(); }, { timeout: PATIENCE_MS });
after(() => show?.stop());

const label = (page, id) => read(page, id, ".owner");
/** Who made it, and the owner's record in full. */
const inFull = async (page, id) =>
  [await read(page, id, "dd[data-proof=owner]"), await read(page, id, "dd[data-proof=author]")];

/** What is read aloud of a work's check, once there is a verdict. */
async function told(page, id) {
  await until(page, (id) => /^Checked here/.test(
    document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent), id);
  return page.evaluate((id) =>
    document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent, id);
}

test("the catalogue says what its records bear out, and takes back what they do not", { timeout: PATIENCE_MS }, async (t) => {
  const browser = await browse({ webgl: false });
  t.after(() => browser.close());

  // As it was written: each record was held to its signature then.
  const then = await visit(browser, show.server.address, { first: on(Date.parse("2030-01-01")) });
  for (const [id, { by, owner, until }] of Object.entries(WORKS)) {
    const said = await label(then.page, id);
    for (const part of [
      " Attested ", owner, `a record signed by ${by.did} says so`, `It was signed to hold until ${until}.`,
      "The record names no list of what its issuer has taken back.",
    ]) assert.ok(said.includes(part), `${id}: ${said}`);
    assert.doesNotMatch(said, /holds no longer|not yet checked|no more than claimed/, id);
    assert.doesNotMatch(said, CHECKED_AT, id);
  }
  assert.ok(!then.asked.some((url) => /verifier|worker/.test(url)), "nothing of it is loaded before");
  assert.deepEqual(then.complaints, []);

  // Later one has ended, and looks like it.
  const { page, complaints } = await visit(browser, show.server.address, { first: on(DAY) });
  const aged = (id) => page.evaluate((id) =>
    document.getElementById(`work=${id}`).querySelector(".owner.aged") !== null, id);
  for (const id of Object.keys(WORKS)) {
    assert.equal(ENDED.test(await label(page, id)), id === "night", id);
    assert.equal(await aged(id), id === "night", id);
  }

  for (const id of Object.keys(WORKS)) {
    await page.locator(`[id='work=${id}'] .check button`).click();
    const aloud = await told(page, id);
    const places = [await label(page, id), ...await inFull(page, id)];
    if (id === DAMAGED) {
      assert.match(aloud, /no signed record says who owns it\. the record is refused: its signature is not did:key:/);
      assert.match(aloud, /No signed record says: who made it\./);
    } else {
      assert.match(aloud, /of 1 of 1 owners that are named, a record says so that its issuer signed/);
    }
    for (const said of places) {
      assert.match(said, CHECKED_AT, id);
      if (id === DAMAGED) {
        assert.match(said, REFUSED, id);
        assert.doesNotMatch(said, /Attested|a record signed by|signed to hold until|taken back/, id);
      } else {
        assert.match(said, /Attested[^]*a record signed by did:/, id);
        assert.doesNotMatch(said, REFUSED, id);
        assert.equal(ENDED.test(said), id === "night", `${id}: ${said}`);
      }
    }
  }
  await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
  const chinese = await page.evaluate((id) =>
    document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent, DAMAGED);
  assert.match(chinese, /在此核验/);
  assert.deepEqual(complaints, []);
});

/** Keeps in `window.labels` every text that the label in the room has had. */
function keepLabels() {
  window.labels = new Set();
  setInterval(() => window.labels.add(window.enfilade?.label?.() ?? ""), 50);
}

test("a label in the room says attested once the worker has checked it", { timeout: 2 * PATIENCE_MS }, async (t) => {
  const browser = await browse();
  t.after(() => browser.close());
  const { page, complaints } = await visit(browser, show.server.address, { first: [on(DAY), keepLabels] });
  // The worker waits for this record; the others come at once.
  let bring;
  const asked = new Promise((come) => { bring = come; });
  let open;
  const held = new Promise((opened) => { open = opened; });
  await page.context().route(`**/${show.recordOf("dusk")}`, async (route) => {
    bring();
    await held;
    await route.continue();
  });
  const reads = async (id, pattern) => {
    await until(page, ([id, source]) => {
      const label = window.enfilade.label();
      return label.startsWith(id) && new RegExp(source).test(label);
    }, [id, pattern.source]);
    return page.evaluate(() => window.enfilade.label());
  };
  const walkTo = async (id) => {
    await page.evaluate((id) => { location.hash = `#work=${id}`; }, id);
    await standsBefore(page, id);
  };
  await page.evaluate(() => { location.hash = "#work=dusk"; });
  await walking(page);
  await walkTo("dusk");
  await asked;
  assert.doesNotMatch(await reads("dusk", NOT_YET), /Attested/);
  open();
  assert.doesNotMatch(await reads("dusk", /◇ Attested, 2026-01-01/), /not yet checked|held until/);
  assert.match(await told(page, "dusk"), /a record says so that its issuer signed/);

  await walkTo("dawn");
  assert.doesNotMatch(await reads("dawn", /◇ Attested, 2026-01-01/), /held until/);
  await walkTo("night");
  assert.match(await reads("night", /◇ Attested, 2026-01-01/), ENDED);
  await walkTo(DAMAGED);
  await reads(DAMAGED, REFUSED);
  assert.match(await told(page, DAMAGED), /no signed record says who owns it/);
  const ever = await page.evaluate(() => [...window.labels]);
  const of = (id) => ever.filter((label) => label.startsWith(id));
  assert.ok(of(DAMAGED).length > 0);
  for (const label of of(DAMAGED)) assert.doesNotMatch(label, /Attested/);
  assert.deepEqual(complaints, []);
});
