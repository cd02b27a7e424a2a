// How long a page's worker takes to check one stored proof of an owner:
//   node benches/verifier.mjs          works of a local chain, published for this
//   node benches/verifier.mjs SITE     a published site with the verifier and proven works
// ENFILADE names the program; without a site ENFILADE_BROWSER names the browser build and
// ENFILADE_CONTRACTS the compiled contracts (tests/contracts/build.mjs). The works are
// checked in turn by a worker that is warm, and what is counted is the check alone, without
// fetching the blobs.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { browse, serve, visit } from "../tests/browser/browser.mjs";
import { stage } from "../tests/browser/watched.mjs";

const ROUNDS = 50;
/** How long one check may take before something is broken. */
const PATIENCE_MS = 60_000;
const site = process.argv[2];
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
  const begun = performance.now();
  const first = await ask(0, proven[0]);
  const loaded = performance.now() - begun;
  const took = [];
  for (let round = 1; round <= rounds; round += 1) {
    const { took: one, checked } = await ask(round, proven[round % proven.length]);
    if (!checked.checks.some(({ verdict }) => verdict.holds)) throw new Error(JSON.stringify(checked));
    took.push(one);
  }
  return { loaded, first: first.took, took };
}

const place = site ? await serve(site) : await stage();
const { address } = site ? place : place.server;
let found;
try {
  const lock = await (await fetch(new URL("exhibition.lock", address))).json();
  const proven = lock.works.filter((work) => work.proof).map((work) => work.id);
  if (!proven.length) throw new Error(`${address} holds no proven work`);
  const browser = await browse({ webgl: false });
  try {
    const { page } = await visit(browser, address);
    found = await page.evaluate(checks, { proven, rounds: ROUNDS, patience_ms: PATIENCE_MS });
  } finally {
    await browser.close();
  }
} finally {
  place.stop();
}

const sorted = found.took.sort((a, b) => a - b);
const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(2);
console.log(`the worker, loaded and asked for the first time: ${found.loaded.toFixed(0)} ms, of which the check ${found.first.toFixed(2)} ms`);
console.log(`one stored proof of an owner: median ${at(0.5)} ms, 90 of 100 within ${at(0.9)} ms, at most ${at(1)} ms (${ROUNDS} checks)`);
