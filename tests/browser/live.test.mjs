// Proofs that a page's worker checks, and works that it watches, against a real chain:
// a transfer changes the label, and an endpoint that lies raises no level.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  PATIENCE_MS, browse, fetchedWithoutCookies, overhear, read, until, visit, withACookie,
} from "./browser.mjs";
import { CHAIN, liar, startChain } from "./chain.mjs";
import { live, says, stage, watching as watchingIn } from "./watched.mjs";

let show;
let chain;
let contract;
let server;
let browser;

before(async () => {
  show = await stage();
  ({ chain, contract, server } = show);
  browser = await browse({ webgl: false });
}, { timeout: PATIENCE_MS });

after(async () => {
  await browser?.close();
  show?.stop();
});

const status = (page, id) => page.evaluate((id) =>
  document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent, id);

/** What the page says of endpoints. */
const state = (page) => page.evaluate(() => document.getElementById("endpoint-state").textContent);
/** What is read of a work's owner, and of all that is said beside that. */
const label = (page, id) => read(page, id, ".owner");
/** Whether the owner whom the exhibition names is marked as no more what is told. */
const superseded = (page, id) => page.evaluate((id) =>
  document.getElementById(`work=${id}`).querySelector(".owner.superseded > .since") !== null, id);
const beside = (page, id) => read(page, id, "dd[data-proof]:not([data-proof=owner])");

/** When the proof of a row was run here. */
const CHECKED_AT = /Checked here at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\./;

const watching = (endpoint, id, address = server.address) => watchingIn(browser, address, endpoint, id);

test("a stored proof is checked in a worker that comes when it is asked for", { timeout: PATIENCE_MS }, async (t) => {
  const { address, heard, stop } = await overhear(server.address);
  t.after(stop);
  const { page, complaints, asked } = await visit(browser, address, withACookie);
  assert.ok(!asked.some((url) => /verifier|worker/.test(url)), "nothing of it is loaded before");
  for (const said of [await label(page, "first"), await beside(page, "first")]) {
    assert.match(said, /Proof stored, not yet checked here/);
    assert.doesNotMatch(said, /Proven/);
  }
  await page.locator("[id='work=first'] .check button").click();
  await until(page, () => /own code says so at block \d+/.test(
    document.getElementById("work=first").querySelector(".check [role=status]").textContent));
  assert.match(await status(page, "first"), /^Checked here at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  assert.match(await label(page, "first"), /Proven.*own code says so, run over proven state/);
  assert.doesNotMatch(await label(page, "first"), /not yet checked/);
  assert.match(await label(page, "first"), CHECKED_AT);
  assert.match(await beside(page, "first"), /Proven/);
  assert.match(await beside(page, "first"), CHECKED_AT);
  await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
  assert.match(await label(page, "first"), /于 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC 在此核验。/);
  assert.match(await status(page, "first"), /在此核验/);
  assert.deepEqual(complaints, []);
  assert.deepEqual(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(address)), []);
  fetchedWithoutCookies(heard, ["/verifier_bg.wasm", "/exhibition.lock"]);
});

test("a proof that was changed is refused", { timeout: PATIENCE_MS }, async () => {
  const { page } = await visit(browser, server.address);
  // The lock as another would have it: somebody else owns the work.
  await page.context().route("**/exhibition.lock", async (route) => {
    const response = await route.fetch();
    const other = chain.accounts[5];
    const lock = await response.json();
    for (const work of lock.works) {
      for (const record of work.ownership) record.owner = `${CHAIN}:${other}`;
    }
    await route.fulfill({ response, json: lock });
  });
  await page.locator("[id='work=second'] .check button").click();
  await until(page, () => /./.test(
    document.getElementById("work=second").querySelector(".check [role=status]").textContent.replace(/Checking.*/, "")));
  assert.match(await status(page, "second"), /does not hold\. .*names eip155:31337:0x/);
  // The label itself says so, and keeps nothing of what the lock calls it.
  const said = await label(page, "second");
  assert.match(said, /Its proof does not hold here: no more than claimed/);
  assert.match(said, /the exhibition calls it proven, and its proof does not hold here/);
  assert.doesNotMatch(said, /Proven|own code says so/);
  assert.match(said, CHECKED_AT);
});

test("what comes into sight is checked by itself, once the verifier is there", { timeout: PATIENCE_MS }, async () => {
  const { page, complaints, asked } = await visit(browser, server.address);
  const isIn = (id) => page.locator(`[id='work=${id}']`).scrollIntoViewIfNeeded();
  await isIn("fifth");
  await isIn("first");
  assert.ok(!asked.some((url) => /verifier|worker/.test(url)), "what is seen loads nothing");
  assert.match(await label(page, "fifth"), /not yet checked here/);
  await page.locator("[id='work=first'] .check button").click();
  await isIn("fifth");
  await until(page, () => {
    const held = document.getElementById("work=fifth").querySelector(".owner [data-stands=held]");
    return held && !held.hidden;
  });
  // As of when it was checked stands beside it; the sentence, which is read aloud, nobody asked for.
  assert.match(await label(page, "fifth"), /Proven/);
  assert.match(await label(page, "fifth"), CHECKED_AT);
  assert.equal(await status(page, "fifth"), "", "nobody asked for the sentence");
  assert.deepEqual(complaints, []);
});

test("what holds beside an owner who is only reported proves no owner", { timeout: PATIENCE_MS }, async () => {
  const { page } = await visit(browser, server.address);
  await page.context().route("**/exhibition.lock", async (route) => {
    const response = await route.fetch();
    const lock = await response.json();
    for (const work of lock.works) {
      for (const record of work.ownership) {
        const { block } = record.evidence;
        record.evidence = { level: "reported", endpoint: "node.example", block };
      }
    }
    await route.fulfill({ response, json: lock });
  });
  await page.locator("[id='work=second'] .check button").click();
  await until(page, () => /Checked here/.test(
    document.getElementById("work=second").querySelector(".check [role=status]").textContent));
  const said = await status(page, "second");
  assert.match(said, /nothing is stored that proves who owns it/);
  assert.match(said, /On the same proof stands: what names the metadata/);
  assert.doesNotMatch(said, /own code says so/);
  assert.match(await label(page, "second"), /Proof stored, not yet checked here/);
  assert.doesNotMatch(await label(page, "second"), CHECKED_AT);
  assert.match(await beside(page, "second"), /names the metadata[^]*Proven/);
});

test("what is not what its contract answers stays refused, whatever its proof says", { timeout: PATIENCE_MS }, async () => {
  const { page } = await visit(browser, server.address);
  // As a page is written that shows another document than the one which the contract names.
  await page.evaluate(() => {
    const row = document.getElementById("work=second").querySelector("[data-proof=metadata]");
    row.dataset.refused = "what hangs is not what its contract names";
  });
  await page.locator("[id='work=second'] .check button").click();
  await until(page, () => /Checked here/.test(
    document.getElementById("work=second").querySelector(".check [role=status]").textContent));
  const said = await status(page, "second");
  assert.match(said, /own code says so at block \d+/);
  assert.match(said, /Not borne out by its proof: what names the metadata\. what hangs is not what its contract names\./);
  assert.doesNotMatch(said, /On the same proof stands: [^.]*what names the metadata/);
  assert.match(await beside(page, "second"), /names the metadata[^]*no more than claimed/);
});

test("a transfer changes the label, and the new owner is proven", { timeout: PATIENCE_MS }, async () => {
  const { page, complaints } = await watching(chain.url, "first");
  await says(page, "first", /Held as before/);
  const [from, to] = chain.accounts;
  const { blockNumber } = await chain.transfer(contract, from, to, 1);
  const number = Number(BigInt(blockNumber));
  const first = await says(page, "first", /Changed hands just now/);
  assert.ok(first.said.includes(`block ${number}.`), first.said);
  const proven = await says(page, "first", /own code says so/);
  assert.equal(proven.level, "proven");
  assert.ok(proven.said.toLowerCase().includes(`now: ${to}`), proven.said);
  // The owner whom the exhibition names is not left standing as if nothing had happened.
  assert.equal(await superseded(page, "first"), true);
  assert.ok((await label(page, "first")).includes(`as of block ${number} it is told otherwise.`), await label(page, "first"));
  assert.equal(await superseded(page, "second"), false);
  await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
  assert.ok((await label(page, "first")).includes(`截至区块 ${number}，所报已与此不同。`), await label(page, "first"));
  await page.evaluate(() => window.enfilade.setLanguage("en"));
  assert.match((await live(page, "second")).said, /Held as before/);
  assert.deepEqual(complaints, []);
});

test("a replaced block takes back what was seen in it", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "second");
  await says(page, "second", /Held as before/);
  await chain.transfer(contract, chain.accounts[0], chain.accounts[2], 2);
  await says(page, "second", /Changed hands just now/);
  await says(page, "second", /own code says so/);
  assert.equal(await superseded(page, "second"), true);
  await chain.ask("anvil_reorg", [1, []]);
  const back = await says(page, "second", /taken back/);
  assert.match(back.said, /Held as before/);
  assert.equal(await superseded(page, "second"), false);
  assert.doesNotMatch(await label(page, "second"), /told otherwise/);
});

test("an endpoint that lies about an owner is found out by its own proof", { timeout: PATIENCE_MS }, async () => {
  const other = chain.accounts[7].slice(2).padStart(64, "0");
  const lying = await liar(chain, (call, reply) =>
    (call.method === "eth_call" && reply.result ? { ...reply, result: `0x${other}` } : reply));
  try {
    const { page } = await watching(lying.url, "third");
    const { said, level } = await says(page, "third", /own code says so/);
    assert.equal(level, "proven");
    assert.ok(!said.toLowerCase().includes(`now: ${chain.accounts[7].toLowerCase()}`), said);
  } finally {
    lying.stop();
  }
});

test("an endpoint that lies in its proofs raises no level", { timeout: PATIENCE_MS }, async () => {
  const damage = (hex) => hex.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  const lies = {
    "a damaged node": ["eth_getProof", (proof) => ({ ...proof, accountProof: proof.accountProof.map(damage) })],
    "no proof": ["eth_getProof", (proof) => ({ ...proof, accountProof: [], storageProof: [] })],
    "slots without proofs": ["eth_getProof", (proof) => ({
      ...proof, storageProof: proof.storageProof.map((slot) => ({ ...slot, proof: [] })),
    })],
    "other code": ["eth_getCode", damage],
    "a method that it lacks": ["eth_getProof", () => undefined],
  };
  for (const [name, [method, lie]] of Object.entries(lies)) {
    const lying = await liar(chain, (call, reply) =>
      (call.method === method && reply.result ? { ...reply, result: lie(reply.result) } : reply));
    try {
      const { page } = await watching(lying.url, "third");
      const { level } = await says(page, "third", /Not proven/);
      assert.equal(level, "reported", name);
      await page.close();
    } finally {
      lying.stop();
    }
  }
});

test("what an endpoint says beside its own proof is not believed", { timeout: PATIENCE_MS }, async () => {
  const lying = await liar(chain, (call, reply) => {
    if (call.method !== "eth_getProof" || !reply.result) return reply;
    const storageProof = reply.result.storageProof.map((slot) => ({ ...slot, value: "0x1234" }));
    return { ...reply, result: { ...reply.result, storageProof } };
  });
  try {
    const { page } = await watching(lying.url, "third");
    const { said, level } = await says(page, "third", /own code says so/);
    assert.equal(level, "proven");
    assert.match(said, /Held as before/);
  } finally {
    lying.stop();
  }
});

test("an endpoint that gives no answer is named", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching("http://127.0.0.1:9", "first");
  await until(page, () => /127\.0\.0\.1:9|gives no answer/.test(document.getElementById("endpoint-state").textContent));
  const refused = await visit(browser, server.address);
  await refused.page.locator("#endpoint").fill("http://node.example/");
  await refused.page.locator("#endpoint-use").click();
  await until(refused.page, () => /begins with https/.test(document.getElementById("endpoint-state").textContent));
});

test("of a burnt token it is proven that no owner is named, and told that it was burnt", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "fourth");
  await says(page, "fourth", /Held as before/);
  const { blockNumber } = await chain.burn(show.changing, chain.accounts[0], 1);
  await says(page, "fourth", /The contract names no owner any more, seen at block \d+\./);
  const proven = await says(page, "fourth", /own code says so/);
  assert.equal(proven.level, "proven");
  assert.match(proven.said, /Now: the contract names no owner\. The contract’s own code says so/);
  assert.doesNotMatch(proven.said, /nobody|Burnt/);
  // That it was burnt is said behind that, as its endpoint's word.
  const told = `${new URL(chain.url).host} says that it was burnt in block ${Number(BigInt(blockNumber))};`;
  assert.ok(proven.said.split("own code says so")[1].includes(told), proven.said);
});

test("new metadata is announced, and what hangs stays as it was", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "fifth");
  await says(page, "fifth", /Held as before/);
  const { blockNumber } = await chain.change(show.changing, 2, "ipfs://another");
  const { said } = await says(page, "fifth", /New metadata was announced/);
  assert.ok(said.includes(`in block ${Number(BigInt(blockNumber))};`), said);
  assert.match(said, /Held as before/);
});

test("what no event tells of is seen at a block, and is called neither of just now nor burnt", { timeout: PATIENCE_MS }, async () => {
  const quiet = await liar(chain, (call, reply) =>
    (call.method === "eth_getLogs" ? { ...reply, result: [] } : reply));
  try {
    const { page } = await watching(quiet.url, "fifth");
    await says(page, "fifth", /Held as before/);
    const [from, , , to] = chain.accounts;
    await chain.transfer(show.changing, from, to, 2);
    const moved = await says(page, "fifth", /Changed hands since the exhibition was put together, seen at block \d+\./);
    assert.doesNotMatch(moved.said, /just now/);
    await chain.burn(show.changing, to, 2);
    const { said } = await says(page, "fifth", /names no owner any more, seen at block \d+/);
    assert.match(said, /Now: the contract names no owner\./);
    assert.doesNotMatch(said, /burnt|nobody/i);
    await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
    assert.match((await live(page, "fifth")).said, /现在：合约未指明持有人。/);
  } finally {
    quiet.stop();
  }
});

test("what too few endpoints stand behind is not proven, and who says otherwise is named", { timeout: 2 * PATIENCE_MS }, async () => {
  const honest = await liar(chain, (_, reply) => reply);
  const other = await liar(chain, (call, reply) =>
    (call.method === "eth_getBlockByNumber" && reply.result
      ? { ...reply, result: { ...reply.result, hash: `0x${"07".repeat(32)}` } } : reply));
  const hosts = [chain, honest, other].map(({ url }) => new URL(url).host);
  // As many must agree as the exhibition says, or else more than half.
  const rows = [
    ["both", [chain, honest], "", /own code says so/, "proven"],
    ["against", [chain, other], "", /Not proven: behind its block stand 1 of 2/, "reported"],
    ["one", [chain, other], "agree = 1", /own code says so/, "proven"],
  ];
  try {
    for (const [name, endpoints, agree, pattern, expected] of rows) {
      const live = JSON.stringify(endpoints.map(({ url }) => url));
      const shown = await show.publish(name, [`token = "${CHAIN}/erc721:${contract}/3"`],
        { settings: `live = ${live}\n${agree}` });
      const { page } = await visit(browser, shown.address);
      await page.evaluate(() => { location.hash = "#work=third"; });
      const { said, level } = await says(page, "third", pattern);
      assert.equal(level, expected, name);
      assert.equal(said.includes(hosts[1]), name === "both", said);
      assert.equal(said.includes(`${hosts[2]} has another block there`), name === "against", said);
      assert.equal((await state(page)).includes(hosts[2]), name === "against");
      await page.close();
    }
  } finally {
    honest.stop();
    other.stop();
  }
});

test("what is the matter on one chain is not taken back by another", { timeout: 2 * PATIENCE_MS }, async () => {
  let well = false;
  const moody = await liar(chain, (call, reply) =>
    (call.method === "eth_chainId" && !well ? { ...reply, result: "0x5" } : reply));
  const elsewhere = await startChain(["--chain-id", "31338"]);
  try {
    const [owner] = elsewhere.accounts;
    const there = await elsewhere.deploy("Paintings");
    await elsewhere.mint(there, owner, 1, show.uri("Elsewhere", "#765"));
    const shown = await show.publish("chains", [
      `token = "${CHAIN}/erc721:${contract}/3"`,
      `token = "eip155:31338/erc721:${there}/1"`,
    ], {
      settings: `live = ["${moody.url}"]`,
      chains: `[chains."eip155:31338"]\nendpoints = ["${elsewhere.url}"]\nlive = ["${elsewhere.url}"]`,
    });
    elsewhere.stop();
    const { page } = await visit(browser, shown.address, { viewport: { width: 640, height: 2_400 } });
    await page.evaluate(() => { location.hash = "#work=elsewhere"; });
    const saysOfBoth = () => /belongs to another chain/.test(document.getElementById("endpoint-state").textContent)
      && /gives no answer/.test(document.getElementById("endpoint-state").textContent);
    await until(page, saysOfBoth);
    well = true;
    await until(page, () => !/another chain/.test(document.getElementById("endpoint-state").textContent));
    assert.match(await state(page), /gives no answer/);
  } finally {
    moody.stop();
    elsewhere.stop();
  }
});

test("editions are counted for each of their holders", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "print");
  await says(page, "print", /Held as before.*Held as before/);
  const [from, to] = chain.accounts;
  const { blockNumber } = await chain.giveEditions(show.prints, from, to, 7, 2);
  const number = Number(BigInt(blockNumber));
  const { said } = await says(page, "print", /Editions held now: 3\..*Editions held now: 6\./);
  for (const holder of [from, to]) assert.ok(said.toLowerCase().includes(`of ${holder.toLowerCase()}:`), said);
  assert.ok(said.includes(`held since just now, block ${number}.`), said);
  const both = await says(page, "print", /own code says so.*own code says so/);
  assert.equal(both.level, "proven");
});

test("what is in sight is proven before anybody stands before it", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "third");
  const near = await page.evaluate(() => [...document.querySelectorAll("article.work")]
    .filter((article) => article.getBoundingClientRect().top < innerHeight && article.getBoundingClientRect().bottom > 0)
    .map((article) => article.id.slice("work=".length)));
  for (const id of near) {
    const { level } = await says(page, id, /own code says so/);
    assert.equal(level, "proven", id);
  }
});

test("a show as it stood at a block is published and checked as of that block", { timeout: 2 * PATIENCE_MS }, async () => {
  const [from, to] = chain.accounts;
  const moved = await chain.deploy("Paintings");
  await chain.mint(moved, from, 1, show.uri("Moved", "#657"));
  const then = await chain.height();
  await chain.transfer(moved, from, to, 1);
  const shown = await show.publish("then", [`token = "${CHAIN}/erc721:${moved}/1"`], { how: ["--at", String(then)] });

  const { page, complaints } = await visit(browser, shown.address);
  const article = page.locator("[id='work=moved']");
  const label = (await article.textContent()).toLowerCase();
  assert.ok(label.includes(from.toLowerCase()) && !label.includes(to.toLowerCase()), label);
  await article.locator(".check button").click();
  await until(page, () => /own code says so at block \d+/.test(
    document.getElementById("work=moved").querySelector(".check [role=status]").textContent));
  assert.ok((await status(page, "moved")).includes(`at block ${then}`), await status(page, "moved"));
  assert.deepEqual(complaints, []);

  // An endpoint of today says what has become of it since.
  const today = await watching(chain.url, "moved", shown.address);
  const { said } = await says(today.page, "moved", /Changed hands since the exhibition was put together/);
  assert.ok(said.toLowerCase().includes(`now: ${to.toLowerCase()}`), said);
});
