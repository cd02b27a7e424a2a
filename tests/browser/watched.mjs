// A show of works on a local chain, resolved, published and served, for the tests that
// watch it; and what its labels say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PATIENCE_MS, serve, visit } from "./browser.mjs";
import { CHAIN, startChain } from "./chain.mjs";

/** A picture and its metadata, whole within one address. */
export function uri(name, colour) {
  const packed = (kind, text) => `data:${kind};base64,${Buffer.from(text).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="300" height="400" fill="${colour}"/><circle cx="150" cy="180" r="90" fill="#f4efe6"/></svg>`;
  return packed("application/json", JSON.stringify({ name, image: packed("image/svg+xml", svg) }));
}

/** Makes the rounds of a published site as quick as a test's patience: 1 s instead of 12. */
function hasten(site) {
  const worker = join(site, "worker.js");
  const calm = readFileSync(worker, "utf8");
  const quick = calm.replace("const ROUND_MS = 12_000;", "const ROUND_MS = 1_000;");
  assert.notEqual(quick, calm, "the pace of the rounds stands elsewhere now");
  writeFileSync(worker, quick);
  // What was compressed ahead is of the calm one.
  for (const name of readdirSync(site)) {
    if (name.startsWith("worker.js.")) rmSync(join(site, name));
  }
}

/**
 * A chain with three paintings of its first account, two works whose metadata changes and
 * which burn, and a print of which its first two accounts hold editions; and their show.
 */
export async function stage() {
  const folder = mkdtempSync(join(tmpdir(), "enfilade-live-"));
  const servers = [];
  const chain = await startChain();
  const run = (...words) => execFileSync(process.env.ENFILADE, words, { stdio: ["ignore", "ignore", "inherit"] });

  /**
   * Resolves and publishes a show of these works, and serves it: with settings of the chain,
   * with other chains, and with arguments of the resolve.
   */
  async function publish(name, works, { settings = "", chains = "", how = [] } = {}) {
    const [dir, site] = ["show", "site"].map((kind) => join(folder, `${name}-${kind}`));
    mkdirSync(dir);
    writeFileSync(join(dir, "exhibition.toml"),
      `title = "Watched"\n[chains."${CHAIN}"]\nendpoints = ["${chain.url}"]\n${settings}\n${chains}\n${works.map((work) => `[[work]]\n${work}\n`).join("")}`);
    run("resolve", dir, "--no-cache", ...how);
    run("publish", dir, "--out", site, "--browser-build", process.env.ENFILADE_BROWSER, "--quality", "1");
    hasten(site);
    const server = await serve(site);
    servers.push(server);
    return server;
  }

  const [first, second] = chain.accounts;
  const contract = await chain.deploy("Paintings");
  const changing = await chain.deploy("Changing");
  const prints = await chain.deployEditions(uri("Print", "#456"));
  for (const [index, [name, colour]] of [["First", "#345"], ["Second", "#543"], ["Third", "#354"]].entries()) {
    await chain.mint(contract, first, index + 1, uri(name, colour));
  }
  for (const [index, [name, colour]] of [["Fourth", "#435"], ["Fifth", "#534"]].entries()) {
    await chain.mint(changing, first, index + 1, uri(name, colour));
  }
  await chain.mintEditions(prints, first, 7, 5);
  await chain.mintEditions(prints, second, 7, 4);
  const server = await publish("now", [
    ...[1, 2, 3].map((id) => `token = "${CHAIN}/erc721:${contract}/${id}"`),
    ...[1, 2].map((id) => `token = "${CHAIN}/erc721:${changing}/${id}"`),
    `token = "${CHAIN}/erc1155:${prints}/7"\nholders = ["${first}", "${second}"]`,
  ]);
  const stop = () => {
    servers.forEach((server) => server.stop());
    chain.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { chain, contract, changing, prints, server, publish, uri, stop };
}

/** What a label of the catalogue says of its work as it is watched. */
export const live = (page, id) => page.evaluate((id) => {
  const place = document.getElementById(`work=${id}`).querySelector(".live");
  return { said: place.textContent, level: place.dataset.level ?? null };
}, id);

export async function says(page, id, pattern) {
  const end = Date.now() + PATIENCE_MS / 2;
  for (;;) {
    const now = await live(page, id);
    if (pattern.test(now.said)) return now;
    if (Date.now() > end) throw new Error(`${pattern} never stood on the label: ${JSON.stringify(now)}`);
    await new Promise((again) => setTimeout(again, 250));
  }
}

/** Opens a page with an endpoint of the visitor's own, before a work. */
export async function watching(browser, address, endpoint, id) {
  const visited = await visit(browser, `${address}#endpoint=${encodeURIComponent(endpoint)}`);
  assert.equal(await visited.page.evaluate(() => location.hash), "", "the endpoint does not stay in the address");
  await visited.page.evaluate((id) => { location.hash = `#work=${id}`; }, id);
  return visited;
}
