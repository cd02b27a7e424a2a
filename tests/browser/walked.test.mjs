// Works that are watched while somebody walks among them: what the endpoint says stands on
// the label in the room, which is drawn, and not only in the catalogue.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE_MS, browse, standsBefore, until, walking } from "./browser.mjs";
import { stage, watching } from "./watched.mjs";

let show;
let browser;

before(async () => {
  show = await stage();
  browser = await browse();
}, { timeout: PATIENCE_MS });

after(async () => {
  await browser?.close();
  show?.stop();
});

/** Waits until the label in the room has words that fit, and gives them. */
async function reads(page, pattern) {
  const { source, flags } = pattern;
  await until(page, ({ source, flags }) => new RegExp(source, flags).test(window.enfilade.label()), { source, flags });
  return page.evaluate(() => window.enfilade.label());
}

async function walkTo(page, work) {
  await page.evaluate((id) => { location.hash = `#work=${id}`; }, work);
  await standsBefore(page, work);
}

const short = (account) => `${account.slice(0, 6)}…${account.slice(-4)}`.toLowerCase();

test("a transfer stands on the label in the room, with what proves it", { timeout: 2 * PATIENCE_MS }, async () => {
  const { chain, contract, server } = show;
  const [from, to] = chain.accounts;
  const { page, complaints } = await watching(browser, server.address, chain.url, "first");
  await walking(page);
  await walkTo(page, "first");
  const first = await reads(page, /First[^]*Proven/);
  assert.ok(first.toLowerCase().includes(short(from)), first);
  assert.doesNotMatch(first, /Changed hands/);
  const { blockNumber } = await chain.transfer(contract, from, to, 1);
  const then = await reads(page, /Changed hands just now/);
  assert.ok(then.includes(`block ${Number(BigInt(blockNumber))}.`), then);
  // Whom the label names changes once that is proven, a moment later.
  const proven = await reads(page, new RegExp(`${short(to)}[^]*Proven`, "i"));
  assert.ok(!proven.toLowerCase().includes(short(from)), proven);

  // A neighbour is as it was, and a burnt token says so when one comes to it.
  await walkTo(page, "second");
  assert.doesNotMatch(await reads(page, /Second/), /Changed hands/);
  await chain.burn(show.changing, from, 1);
  await walkTo(page, "fourth");
  await reads(page, /The contract names no owner any more|says that it was burnt/);
  await reads(page, /The contract names no owner(?! any more)/);
  assert.deepEqual(complaints, []);
  await page.close();
});
