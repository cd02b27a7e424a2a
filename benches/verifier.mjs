// How long a page's worker takes to check one stored proof of an owner, and to ask an
// endpoint for the same owner by a plain `eth_call`, in the same run:
//   node benches/verifier.mjs                  works of a local chain, published for this
//   node benches/verifier.mjs SITE [ENDPOINT]  a published site with the verifier and proven
//                                              works; without an endpoint nobody is asked
// ENFILADE names the program; without a site ENFILADE_BROWSER names the browser build and
// ENFILADE_CONTRACTS the compiled contracts (tests/contracts/build.mjs). The works are
// checked in turn, and what is counted is the check alone, without fetching the blobs. Each
// browser is a new one: what a browser has compiled it keeps for the next worker. Ends with an
// error where any check, the first of a worker among them, takes longer than it may.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { browse, serve, visit } from "../tests/browser/browser.mjs";
import { stage } from "../tests/browser/watched.mjs";

const BROWSERS = 8;
/** Of each browser, after the first. */
const ROUNDS = 50;
/** How long a check may take. */
const CHECK_MS_MAX = 10;
/** How long one check may take before something is broken. */
const PATIENCE_MS = 60_000;
const [site, named] = process.argv.slice(2);
for (const file of site ? ["worker.js", "verifier.js", "verifier_bg.wasm"] : []) {
  if (!existsSync(join(site, file))) {
    throw new Error(`${site} holds no ${file}; publish it with --browser-build`);
  }
}

/** In the page: asks a worker of its own to check, in turn. */
async function checks({ proven, rounds, patience_ms }) {
  const worker = new Worker("worker.js", { type: "module" });
  const ask = (id, work) => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${work} was not checked in time`)), patience_ms);
    // One that cannot be loaded, or breaks down, answers nothing.
    worker.onerror = ({ message, filename }) =>
      reject(new Error(`${filename || "worker.js"}: ${message || "it cannot be loaded"}`));
    worker.onmessageerror = () => reject(new Error("an answer cannot be read"));
    worker.onmessage = ({ data }) => {
      if (data.kind !== "answer" || data.id !== id) return;
      clearTimeout(late);
      if (data.problem !== undefined) reject(new Error(data.problem));
      else resolve(data.found);
    };
    worker.postMessage({ kind: "check", id, work });
  });
  const took = [];
  let loaded = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const begun = performance.now();
    const { took: one, checked } = await ask(round, proven[round % proven.length]);
    if (!checked.checks.some(({ verdict }) => verdict.holds)) throw new Error(JSON.stringify(checked));
    loaded ||= performance.now() - begun;
    took.push(one);
  }
  // It is asked further, from outside.
  window.checking = worker;
  return { loaded, took };
}

/** In the worker: asks an endpoint for owners, one after the other, as the worker does. */
async function calls({ endpoint, owners, rounds }) {
  const took = [];
  for (let round = 0; round <= rounds; round += 1) {
    const params = [owners[round % owners.length], "latest"];
    const begun = performance.now();
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: round, method: "eth_call", params }),
      credentials: "omit",
      cache: "no-store",
    });
    const { result } = await response.json();
    took.push(performance.now() - begun);
    if (!/^0x0{24}[0-9a-f]{40}$/.test(result)) throw new Error(`${endpoint} names no owner: ${result}`);
  }
  return took;
}

/** `ownerOf` of a token of ERC-721; nothing of another. */
function ownerOf({ token }) {
  const [, to, number] = token.match(/\/erc721:(0x[0-9a-fA-F]{40})\/([0-9]+)$/) ?? [];
  return to ? [{ to, data: `0x6352211e${BigInt(number).toString(16).padStart(64, "0")}` }] : [];
}

/** One browser from its start to its end. */
async function measure(address, proven, owners, endpoint) {
  const browser = await browse({ webgl: false });
  try {
    const { page } = await visit(browser, address);
    const ids = proven.map(({ id }) => id);
    const checked = await page.evaluate(checks, { proven: ids, rounds: ROUNDS, patience_ms: PATIENCE_MS });
    const worker = page.workers().find((one) => one.url().endsWith("/worker.js"));
    const called = endpoint ? await worker.evaluate(calls, { endpoint, owners, rounds: ROUNDS }) : null;
    return { ...checked, called };
  } finally {
    await browser.close();
  }
}

const place = site ? await serve(site) : await stage();
const { address } = site ? place : place.server;
const endpoint = site ? named : place.chain.url;
const found = [];
try {
  const lock = await (await fetch(new URL("exhibition.lock", address))).json();
  const proven = lock.works.filter((work) => work.proof);
  const owners = proven.flatMap(ownerOf);
  if (!owners.length) throw new Error(`${address} holds no proven work of ERC-721`);
  while (found.length < BROWSERS) found.push(await measure(address, proven, owners, endpoint));
} finally {
  place.stop();
}

/** The first of each browser, and how all the others spread, in milliseconds. */
function told(lists) {
  const sorted = lists.flatMap((list) => list.slice(1)).sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(2);
  const first = lists.map(([one]) => one.toFixed(2)).join(", ");
  return `first ${first} ms; of ${sorted.length} others median ${at(0.5)} ms, 90 of 100 within ${at(0.9)} ms, at most ${at(1)} ms`;
}

console.log(`the worker, loaded and asked for the first time: ${found.map(({ loaded }) => loaded.toFixed(0)).join(", ")} ms`);
console.log(`one stored proof of an owner, checked: ${told(found.map(({ took }) => took))}`);
if (endpoint) console.log(`the same owners, asked by plain eth_call: ${told(found.map(({ called }) => called))}`);
const longest = Math.max(...found.flatMap(({ took }) => took));
if (longest > CHECK_MS_MAX) {
  console.error(`error: a stored proof of an owner took ${longest.toFixed(2)} ms to check, more than ${CHECK_MS_MAX} ms`);
  process.exitCode = 1;
}
