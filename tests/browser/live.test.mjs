// Proofs that a page's worker checks, and works that it watches, against a real chain:
// a transfer changes the label, and an endpoint that lies raises no level.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PATIENCE_MS, browse, serve, until, visit } from "./browser.mjs";
import { CHAIN, liar, startChain } from "./chain.mjs";

const folder = mkdtempSync(join(tmpdir(), "enfilade-live-"));
const [show, site] = ["show", "site"].map((name) => join(folder, name));
let chain;
let contract;
let server;
let browser;

/** A picture and its metadata, whole within one address. */
function uri(name, colour) {
  const packed = (kind, text) => `data:${kind};base64,${Buffer.from(text).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="300" height="400" fill="${colour}"/><circle cx="150" cy="180" r="90" fill="#f4efe6"/></svg>`;
  return packed("application/json", JSON.stringify({ name, image: packed("image/svg+xml", svg) }));
}

before(async () => {
  chain = await startChain();
  contract = await chain.deploy("Paintings");
  const works = [["First", "#345"], ["Second", "#543"], ["Third", "#354"]];
  for (const [index, [name, colour]] of works.entries()) {
    await chain.mint(contract, chain.accounts[0], index + 1, uri(name, colour));
  }
  const tokens = works.map((_, index) => `[[work]]\ntoken = "${CHAIN}/erc721:${contract}/${index + 1}"\n`);
  execFileSync("mkdir", ["-p", show]);
  writeFileSync(join(show, "exhibition.toml"),
    `title = "Watched"\n[chains."${CHAIN}"]\nendpoints = ["${chain.url}"]\n${tokens.join("")}`);
  const run = (...words) => execFileSync(process.env.ENFILADE, words, { stdio: ["ignore", "ignore", "inherit"] });
  run("resolve", show, "--no-cache");
  run("publish", show, "--out", site, "--browser-build", process.env.ENFILADE_BROWSER, "--quality", "1");
  server = await serve(site);
  browser = await browse({ webgl: false });
}, { timeout: PATIENCE_MS });

after(async () => {
  await browser?.close();
  server?.stop();
  chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const status = (page, id) => page.evaluate((id) =>
  document.getElementById(`work=${id}`).querySelector(".check [role=status]").textContent, id);

/** What a label says of its work as it is watched. */
const live = (page, id) => page.evaluate((id) => {
  const place = document.getElementById(`work=${id}`).querySelector(".live");
  return { said: place.textContent, level: place.dataset.level ?? null };
}, id);

async function says(page, id, pattern) {
  const end = Date.now() + PATIENCE_MS / 2;
  for (;;) {
    const now = await live(page, id);
    if (pattern.test(now.said)) return now;
    if (Date.now() > end) throw new Error(`${pattern} never stood on the label: ${JSON.stringify(now)}`);
    await new Promise((again) => setTimeout(again, 250));
  }
}

/** Opens the page with an endpoint of the visitor's own, before a work. */
async function watching(endpoint, id) {
  const visited = await visit(browser, `${server.address}#endpoint=${encodeURIComponent(endpoint)}`);
  assert.equal(await visited.page.evaluate(() => location.hash), "", "the endpoint does not stay in the address");
  await visited.page.evaluate((id) => { location.hash = `#work=${id}`; }, id);
  return visited;
}

test("a stored proof is checked in a worker that comes when it is asked for", { timeout: PATIENCE_MS }, async () => {
  const { page, complaints, asked } = await visit(browser, server.address);
  assert.ok(!asked.some((url) => /verifier|worker/.test(url)), "nothing of it is loaded before");
  await page.locator("[id='work=first'] .check button").click();
  await until(page, () => /own code says so at block \d+/.test(
    document.getElementById("work=first").querySelector(".check [role=status]").textContent));
  assert.match(await status(page, "first"), /^Checked here at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  await page.evaluate(() => window.enfilade.setLanguage("zh-CN"));
  assert.match(await status(page, "first"), /在此核验/);
  assert.deepEqual(complaints, []);
  assert.deepEqual(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(server.address)), []);
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
  assert.match((await live(page, "second")).said, /Held as before/);
  assert.deepEqual(complaints, []);
});

test("a replaced block takes back what was seen in it", { timeout: PATIENCE_MS }, async () => {
  const { page } = await watching(chain.url, "second");
  await says(page, "second", /Held as before/);
  await chain.transfer(contract, chain.accounts[0], chain.accounts[2], 2);
  await says(page, "second", /Changed hands just now/);
  await chain.ask("anvil_reorg", [1, []]);
  const back = await says(page, "second", /taken back/);
  assert.match(back.said, /Held as before/);
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
