// A show of works behind contracts of every kind, on a local chain with the number of
// Ethereum's, where CryptoPunks have their address: proven, published and served, and then the
// chain is stopped. A test may damage a code among the proofs that the site holds.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "./browser.mjs";
import { addressIn, bytesOf, startChain, textOf, word } from "./chain.mjs";
import { uri } from "./watched.mjs";

export const CHAIN = "eip155:1";

// Where Ethereum has them.
const PUNKS = "0xb47e3cd837ddf8e4c57f05d70ab865de6e193bbb";
const PUNKS_DATA = "0x16f5a35647d6f03d5d3da7b35409d65ba03af3b2";
const DELEGATES = "0x00000000000000447e69651d841bd8d104bed493";
const ACCOUNTS = "0x000000006551c19487814612e58fe06813775758";

const YEAR_S = 31_536_000;
const NO_SALT = word(0);

/** An ERC-721 behind a proxy of each kind, and the code that all of them run. */
async function proxies(chain, admin) {
  const logic = await chain.deploy("UpgradeablePaintings");
  const begin = (await chain.selector("initialize(address)")).slice(2) + word(admin);
  const uups = await chain.deploy("ERC1967Proxy", word(logic) + word(64) + bytesOf(begin));
  const transparent = await chain.deploy("TransparentUpgradeableProxy",
    word(logic) + word(admin) + word(96) + bytesOf(begin));
  const plan = await chain.deploy("UpgradeableBeacon", word(logic) + word(admin));
  const beacon = await chain.deploy("BeaconProxy", word(plan) + word(64) + bytesOf(begin));
  const cloner = await chain.deploy("Cloner");
  const { logs } = await chain.call(cloner, "clone(address,bytes32)", word(logic) + NO_SALT);
  const clone = addressIn(logs[0].data);
  await chain.call(clone, "initialize(address)", word(admin));
  return { behind: { uups, transparent, beacon, clone }, logic };
}

/** A diamond with its owners in one facet and its words in another. */
async function diamondOf(chain) {
  const owners = await chain.deploy("OwnersFacet");
  const words = await chain.deploy("WordsFacet");
  const cut = async (facet, signatures) => {
    const selectors = await Promise.all(signatures.map((signature) => chain.selector(signature)));
    // To be added, which is action 0.
    return word(facet) + word(0) + word(96) + word(selectors.length)
      + selectors.map((selector) => selector.slice(2).padEnd(64, "0")).join("");
  };
  const first = await cut(owners, ["ownerOf(uint256)", "mint(address,uint256,string)"]);
  const second = await cut(words, ["tokenURI(uint256)", "name()"]);
  const diamond = await chain.deploy("Diamond",
    word(32) + word(2) + word(64) + word(64 + first.length / 2) + first + second);
  return { diamond, owners };
}

/** The number in a series whose document `seriesBase` writes. */
const IN_SERIES = 9;

/**
 * What stands before the number in the address of a document: its base64 ends in 9 where a
 * brace is the last of three bytes, and that 9 the contract adds.
 */
function seriesBase(name, colour) {
  const whole = ["", " ", "  "].map((space) => uri(name + space, colour))
    .find((whole) => whole.endsWith(String(IN_SERIES)));
  return whole.slice(0, -1);
}

/** A work whose owner is the account of another token (ERC-6551). */
async function heldByAnAccount(chain, holder) {
  await chain.deployAt(ACCOUNTS, "AccountRegistry");
  const implementation = await chain.deploy("TokenAccount");
  const works = await chain.deploy("Paintings");
  await chain.mint(works, holder, 1, uri("Outer", "#345"));
  const of = word(implementation) + NO_SALT + word(1) + word(works) + word(1);
  const words = "(address,bytes32,uint256,address,uint256)";
  await chain.call(ACCOUNTS, `createAccount${words}`, of);
  const account = await chain.addressBy(ACCOUNTS, `account${words}`, of);
  await chain.mint(works, account, 2, uri("Inner", "#543"));
  return { works, account, implementation };
}

/** A work that somebody else may use for a year (ERC-4907), of an owner who lets another act. */
async function lentBy(chain, holder, user, delegate) {
  await chain.deployAt(DELEGATES, "DelegateRegistry");
  const lent = await chain.deploy("Lent");
  await chain.call(lent, "mint(address,uint256)", word(holder) + word(1));
  const until = Math.floor(Date.now() / 1000) + YEAR_S;
  await chain.call(lent, "setUser(uint256,address,uint64)", word(1) + word(user) + word(until), holder);
  await chain.call(DELEGATES, "delegateAll(address,bytes32,bool)", word(delegate) + word(0) + word(1), holder);
  return lent;
}

/** Puts everything on the chain: works with their owners by id, and codes that they run. */
async function furnish(chain) {
  const [admin, holder, lender, user, delegate] = chain.accounts;
  const { behind, logic } = await proxies(chain, admin);
  const { diamond, owners } = await diamondOf(chain);
  const works = {};
  for (const [id, contract] of Object.entries({ ...behind, diamond })) {
    await chain.mint(contract, holder, 1, uri(id, "#354"));
    works[id] = { contract, number: 1, owner: holder };
  }
  const series = await chain.deploy("Series", word(32) + textOf(seriesBase("series", "#435")));
  await chain.call(series, "mint(address,uint256)", word(holder) + word(20));
  works.series = { contract: series, number: IN_SERIES, owner: holder };
  await chain.deployAt(PUNKS, "PunksLedger");
  await chain.deployAt(PUNKS_DATA, "PunksData");
  await chain.call(PUNKS, "assign(address,uint256)", word(holder) + word(372));
  works.punk = { contract: PUNKS, number: 372, owner: holder };
  const inner = await heldByAnAccount(chain, holder);
  works.held = { contract: inner.works, number: 2, owner: inner.account };
  const lent = await lentBy(chain, lender, user, delegate);
  works.lent = { contract: lent, number: 1, owner: lender };
  const codes = {};
  for (const [name, address] of Object.entries({
    logic, owners, series, punks: PUNKS, account: inner.implementation,
  })) codes[name] = await chain.code(address);
  return { works, codes, people: { admin, holder, lender, user, delegate } };
}

/** Where a site keeps a code that its works run. */
function placeOf(site, lock, code) {
  const hashes = new Set(lock.works.flatMap(({ proof }) => proof.codes ?? []));
  const places = [...hashes].map((hash) => join(site, "blobs", hash.slice(0, 2), hash));
  const place = places.find((file) => `0x${readFileSync(file, "hex")}` === code);
  assert.ok(place, "the site keeps the code");
  return place;
}

/**
 * Resolves, publishes and serves the show. `damage(name)` changes one byte of a code in the
 * site, and what it returns brings that back.
 */
export async function stage() {
  const folder = mkdtempSync(join(tmpdir(), "enfilade-proven-"));
  const [dir, site] = ["show", "site"].map((kind) => join(folder, kind));
  // Meanwhile what the chain prints has to be read, or it stops when its pipe is full.
  const run = (...words) => promisify(execFile)(process.env.ENFILADE, words);
  const chain = await startChain(["--chain-id", "1"]);
  let there;
  try {
    there = await furnish(chain);
    mkdirSync(dir);
    const entries = Object.entries(there.works).map(([id, { contract, number }]) =>
      `[[work]]\ntoken = "${CHAIN}/erc721:${contract}/${number}"\nid = "${id}"\n`);
    writeFileSync(join(dir, "exhibition.toml"),
      `title = "Proven"\n[chains."${CHAIN}"]\nendpoints = ["${chain.url}"]\n${entries.join("")}`);
    await run("resolve", dir, "--no-cache");
    await run("publish", dir, "--out", site, "--browser-build", process.env.ENFILADE_BROWSER, "--quality", "1");
  } finally {
    // Whatever is checked from here on is checked without it.
    chain.stop();
  }
  const lock = JSON.parse(readFileSync(join(site, "exhibition.lock"), "utf8"));
  const damage = (name) => {
    const file = placeOf(site, lock, there.codes[name]);
    const whole = readFileSync(file);
    const harmed = Buffer.from(whole);
    harmed[whole.length >> 1] ^= 1;
    writeFileSync(file, harmed);
    // What was compressed ahead is of the whole one.
    for (const packed of [`${file}.br`, `${file}.gz`]) rmSync(packed, { force: true });
    return () => writeFileSync(file, whole);
  };
  const server = await serve(site);
  const stop = () => {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...there, server, damage, stop };
}
