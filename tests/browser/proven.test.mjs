// Proofs of every kind of contract, run by the page's own verifier: who owns what stands
// behind proxies, in facets, in a batch, in a ledger without a standard or with a token's
// account, what is said beside that, and who may replace the code that says so.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE_MS, browse, read, until, visit } from "./browser.mjs";
import { CHAIN, stage } from "./proven.mjs";

let show;
let browser;

before(async () => {
  show = await stage();
  browser = await browse({ webgl: false });
}, { timeout: PATIENCE_MS });

after(async () => {
  await browser?.close();
  show?.stop();
});

const REPLACEABLE = "The contract’s code can be replaced, and with it everything that it says";
const BY_RULE = `${REPLACEABLE}, by`;
const BY_CODE = `${REPLACEABLE}. Who may do so its code alone decides; its owner is`;
const PLAIN = "None of the kinds of replaceable code that this program looks for was found in the contract.";

/** What stands beside the owner of each work: a sentence, and whom it ends in. */
const BESIDE = {
  uups: [[BY_CODE, "admin"]],
  transparent: [[BY_RULE, "admin"]],
  beacon: [[BY_RULE, "admin"]],
  clone: [[PLAIN]],
  diamond: [[BY_CODE, "admin"]],
  series: [[PLAIN]],
  punk: [[PLAIN]],
  held: [[PLAIN], ["Through one such account it is controlled by", "holder"]],
  lent: [[PLAIN], ["it may be used by", "user"], ["The owner lets somebody act in their place:", "delegate"]],
};

/** Asks for the check of every work; what is read aloud of each, by its id. */
async function checked(page) {
  const ids = Object.keys(show.works);
  for (const id of ids) await page.locator(`[id='work=${id}'] .check button`).click();
  const said = (ids) => {
    const all = ids.map((id) => [id,
      document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent]);
    // Before that it says that the check is going on.
    return all.every(([, text]) => !/^(Checking|$)/.test(text)) && Object.fromEntries(all);
  };
  return until(page, said, ids);
}

const OWN_CODE = /^Checked here at [^:]+:\d\d:\d\d UTC: as to its owner, the contract’s own code says so at block \d+,/;
const REFUSED = /the proof of who owns it does not hold\./;
const BESIDE_REFUSED = /Not borne out by its proof: [^.]*what is said beside the owner/;

test("of every kind of contract the page finds that its own code says so", { timeout: PATIENCE_MS }, async () => {
  const { page, complaints, asked } = await visit(browser, show.server.address);
  for (const id of Object.keys(show.works)) {
    assert.match(await read(page, id, ".owner"), /Proof stored, not yet checked here/, id);
  }
  const aloud = await checked(page);
  for (const [id, { owner }] of Object.entries(show.works)) {
    const said = aloud[id];
    assert.match(said, OWN_CODE, id);
    assert.match(said, /On the same proof stands: [^.]*what is said beside the owner/, id);
    assert.doesNotMatch(said, /does not hold|Not borne out/, id);
    const label = await read(page, id, ".owner");
    assert.match(label, /Proven[^]*own code says so, run over proven state[^]*Checked here at/, id);
    const named = await page.locator(`[id='work=${id}'] .owner .account`).getAttribute("title");
    assert.equal(named.toLowerCase(), `${CHAIN}:${owner}`.toLowerCase(), id);
    const rows = await page.locator(`[id='work=${id}'] dd[data-proof=right]`).count();
    assert.equal(rows, BESIDE[id].length, await read(page, id, "dd[data-proof=right]"));
    const beside = await read(page, id, "dd[data-proof=right]");
    assert.equal(beside.match(/Proven \(/g)?.length, rows, beside);
    assert.doesNotMatch(beside, /not yet checked|no more than claimed/, id);
    for (const [sentence, whom] of BESIDE[id]) {
      const whole = whom ? `${sentence} ${show.people[whom]}` : sentence;
      assert.ok(beside.toLowerCase().includes(whole.toLowerCase()), `${id}: ${beside}`);
    }
  }
  assert.deepEqual(complaints, []);
  assert.deepEqual(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(show.server.address)), []);
});

test("with one byte of a code changed, what runs it is refused and nothing else", { timeout: PATIENCE_MS }, async () => {
  for (const [code, owners, beside] of [
    ["owners", ["diamond"], []],
    ["series", ["series"], []],
    ["punks", ["punk"], []],
    ["logic", ["uups", "transparent", "beacon", "clone"], []],
    // What the owner is does not hang on it, but who controls that.
    ["account", [], ["held"]],
  ]) {
    const mend = show.damage(code);
    const { page, complaints } = await visit(browser, show.server.address);
    for (const [id, said] of Object.entries(await checked(page))) {
      const label = await read(page, id, ".owner");
      const where = `${code}, ${id}: ${said}`;
      assert.equal(REFUSED.test(said), owners.includes(id), where);
      assert.equal(OWN_CODE.test(said), !owners.includes(id), where);
      assert.equal(/Its proof does not hold here: no more than claimed/.test(label), owners.includes(id), label);
      assert.equal(/Proven/.test(label), !owners.includes(id), label);
      if (!owners.includes(id)) assert.equal(BESIDE_REFUSED.test(said), beside.includes(id), where);
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
    mend();
  }
});
