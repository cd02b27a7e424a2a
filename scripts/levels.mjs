// Hangs a show in the folder that is named, with a work for each thing that a label can say
// of an owner, and prints the works' ids in their order. One local chain stands behind all
// endpoints, under as many chain ids as there are ways to ask it.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { liar, startChain } from "../tests/browser/chain.mjs";

const show = process.argv[2];
/** Runs the program; this process goes on answering for its endpoints meanwhile. */
const run = (...words) => promisify(execFile)(process.env.ENFILADE, words);

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1_000);

/** Quarter arcs that meet at the edges of their cells, turned by a rule (Truchet). */
function picture(seed, [paper, ink, accent]) {
  const [columns, rows, cell] = [6, 8, 50];
  let state = seed * 2_654_435_761 % 4_294_967_296;
  const chance = () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  const arcs = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y, half] = [column * cell, row * cell, cell / 2];
      const paths = chance() < 0.5
        ? [`M${x + half} ${y}A${half} ${half} 0 0 1 ${x} ${y + half}`, `M${x + cell} ${y + half}A${half} ${half} 0 0 0 ${x + half} ${y + cell}`]
        : [`M${x + half} ${y}A${half} ${half} 0 0 0 ${x + cell} ${y + half}`, `M${x} ${y + half}A${half} ${half} 0 0 1 ${x + half} ${y + cell}`];
      for (const path of paths) {
        arcs.push(`<path d="${path}" stroke="${chance() < 0.16 ? accent : ink}"/>`);
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200" viewBox="0 0 300 400"><rect width="300" height="400" fill="${paper}"/><g fill="none" stroke-width="17" stroke-linecap="round">${arcs.join("")}</g></svg>`;
}

/** The whole token within one address. */
function uri(name, svg) {
  const packed = (kind, text) => `data:${kind};base64,${Buffer.from(text).toString("base64")}`;
  return packed("application/json", JSON.stringify({ name, image: packed("image/svg+xml", svg) }));
}

// In the order of the sheet; the name of a chain, or of a file that hangs by itself.
const works = [
  { id: "unrecorded", title: "Unrecorded", colours: ["#efe9dd", "#2f3437", "#b8442f"] },
  { id: "claimed", title: "Claimed", colours: ["#e7e3d6", "#5b6b5a", "#c9a227"] },
  { id: "attested", title: "Attested", colours: ["#20303c", "#d9d2c0", "#d96c4a"] },
  { id: "reported", title: "Reported", chain: 1337, colours: ["#f3ece2", "#7a4b3a", "#2d6a78"] },
  { id: "agreed", title: "Agreed", chain: 31_338, colours: ["#dfe5e2", "#23424a", "#e0803a"] },
  { id: "proven", title: "Proven", chain: 31_337, colours: ["#1d1d22", "#e6dfd0", "#c8a94b"] },
  { id: "stale", title: "Reported, Long Ago", chain: 31_339, colours: ["#ebe4ea", "#5d4a66", "#a8b545"] },
  { id: "refused", title: "Proven, and Rewritten", chain: 31_337, colours: ["#f0e6d8", "#8c2f2b", "#2b3d55"] },
];

rmSync(show, { recursive: true, force: true });
mkdirSync(show, { recursive: true });
// The chain begins three years ago, and is of today after its first works.
const chain = await startChain(["--timestamp", String(NOW - 3 * 365 * DAY)]);
const endpoints = [];
try {
  const [owner, other] = chain.accounts;
  const contract = await chain.deploy("Paintings");
  const tokens = works.filter((work) => work.chain);
  for (const [index, work] of tokens.entries()) {
    work.number = index + 1;
    const svg = picture(works.indexOf(work) + 1, work.colours);
    await chain.mint(contract, owner, work.number, uri(work.title, svg));
  }
  const longAgo = await chain.height();
  await chain.ask("evm_setNextBlockTimestamp", [NOW]);
  await chain.ask("evm_mine", []);

  /** A door to the chain under another chain id. */
  const door = async (id) => {
    const lie = (call, reply) =>
      call.method === "eth_chainId" ? { ...reply, result: `0x${id.toString(16)}` } : reply;
    endpoints.push(await liar(chain, lie));
    return endpoints.at(-1).url;
  };
  const asked = [
    { id: 31_337, endpoints: [chain.url], how: "" },
    { id: 1337, endpoints: [await door(1337)], how: "proof = false" },
    { id: 31_338, endpoints: [await door(31_338), await door(31_338)], how: "proof = false" },
    { id: 31_339, endpoints: [await door(31_339)], how: `proof = false\nblock = "${longAgo}"` },
  ];

  const text = JSON.stringify;
  const own = (work) => {
    if (work.chain) return `token = "eip155:${work.chain}/erc721:${contract}/${work.number}"`;
    writeFileSync(join(show, `${work.id}.svg`), picture(works.indexOf(work) + 1, work.colours));
    const more = { claimed: 'ownership = "claimed.json"', attested: 'attestations = ["attested.jwt"]' };
    return `file = "${work.id}.svg"\n${more[work.id] ?? ""}`;
  };
  const hung = works.map((work) => `[[work]]
id = "${work.id}"
${own(work)}
title = ${text(work.title)}
artist = "Enfilade Atelier"
year = "2026"
medium = "Quarter arcs by rule"
size_mm = [300, 400]
frame = "oak"
`);
  const chains = asked.map(({ id, endpoints, how }) =>
    `[chains."eip155:${id}"]\nendpoints = ${text(endpoints)}\nprovenance = false\n${how}\n`);
  writeFileSync(join(show, "exhibition.toml"),
    `title = "What a Label Says"\ncurator = "Enfilade"\nstale_after_days = 365\n${chains.join("")}${hung.join("")}`);
  const today = new Date(NOW * 1_000).toISOString().slice(0, 10);
  writeFileSync(join(show, "claimed.json"), text([
    { owner: `eip155:1:${other}`, evidence: { level: "claimed", by: "the curator", as_of: `${today}T00:00:00Z` } },
  ]));
  const key = join(show, "..", "issuer.jwk");
  rmSync(key, { force: true });
  await run("attest", "--new-key", key);
  await run("attest", "--key", key, "--subject", join(show, "attested.svg"), "--owner", "Kunsthalle Nord",
    "--author", "Enfilade Atelier", "--out", join(show, "attested.jwt"));
  await run("resolve", show, "--no-cache");

  // Whoever holds a lock can write another owner into it; the proof does not follow.
  const path = join(show, "exhibition.lock");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  lock.works.find((work) => work.id === "refused").ownership[0].owner = `eip155:31337:${other}`;
  writeFileSync(path, JSON.stringify(lock));

  const expected = { unrecorded: undefined, stale: "reported", refused: "proven" };
  for (const { id, ownership } of lock.works) {
    const level = ownership[0]?.evidence.level;
    if (level !== (id in expected ? expected[id] : id)) throw new Error(`${id} ended as ${level}`);
  }
  console.log(works.map((work) => work.id).join("\n"));
} finally {
  endpoints.forEach((endpoint) => endpoint.stop());
  chain.stop();
}
