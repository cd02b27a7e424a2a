// A show of works that issuers signed for, resolved, published and served: records that this
// program did not sign, one of them damaged after the page was written, and one that ends.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createECDH, createHash, createPrivateKey, sign } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./browser.mjs";

const base64url = (bytes) => Buffer.from(bytes).toString("base64url");

/** An issuer's key, with the algorithm by which it signs. */
function issuer(did, alg, jwk, digest) {
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const of = (text) => sign(digest, Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return { did, alg, of };
}

/** The first key of did:key's own examples, whose seed is nothing but zeros. */
function firstKey() {
  const x = "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik";
  const jwk = { kty: "OKP", crv: "Ed25519", d: base64url(Buffer.alloc(32)), x };
  return issuer("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "EdDSA", jwk, null);
}

/** The account whose key is the number one. */
function firstAccount() {
  const pair = createECDH("secp256k1");
  pair.setPrivateKey(Buffer.from("01".padStart(64, "0"), "hex"));
  const point = pair.getPublicKey();
  const [x, y, d] = [point.subarray(1, 33), point.subarray(33), pair.getPrivateKey()].map(base64url);
  const jwk = { kty: "EC", crv: "secp256k1", d, x, y };
  return issuer("did:pkh:eip155:1:0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", "ES256K", jwk, "sha256");
}

export const MUSEUM = firstKey();
export const FOUNDATION = firstAccount();

/** The works by their ids: who signed whose they are, and until when that holds. */
export const WORKS = {
  dusk: { by: MUSEUM, owner: "A museum", colour: "#345", until: "2096-01-01" },
  dawn: { by: FOUNDATION, owner: "A foundation", colour: "#543", until: "2096-01-01" },
  noon: { by: MUSEUM, owner: "A collector", colour: "#354", until: "2096-01-01" },
  night: { by: MUSEUM, owner: "A lender", colour: "#435", until: "2040-01-01" },
};

/** The work whose record is damaged once its page is written. */
export const DAMAGED = "noon";

/** A day on which one record has ended and the others hold. */
export const DAY = Date.parse("2041-01-01T00:00:00Z");

const unix = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;

/** A record about a file, as `docs/attestations.md` has it. */
function record(file, { by, owner, until }) {
  const claims = {
    iss: by.did,
    sub: `ni:///sha-256;${createHash("sha256").update(file).digest("base64url")}`,
    iat: unix("2026-01-01"),
    exp: unix(until),
    enf: { owner: { name: owner }, author: { name: "Shen Yu" } },
  };
  const header = { alg: by.alg, typ: "enfilade-attestation+jwt" };
  const signed = [header, claims].map((part) => base64url(JSON.stringify(part))).join(".");
  return `${signed}.${base64url(by.of(signed))}`;
}

/** Changes a letter in the middle of a record's signature, where the site keeps it. */
function damage(site, hash) {
  const file = join(site, "blobs", hash.slice(0, 2), hash);
  const whole = readFileSync(file, "latin1");
  const at = whole.lastIndexOf(".") + 40;
  writeFileSync(file, whole.slice(0, at) + (whole[at] === "A" ? "B" : "A") + whole.slice(at + 1), "latin1");
  // What was compressed ahead is of the whole one.
  for (const packed of [`${file}.br`, `${file}.gz`]) if (existsSync(packed)) rmSync(packed);
}

/** Lets the worker of a site live on the day: a page's own clock is not its. */
function dated(site) {
  const worker = join(site, "worker.js");
  const now = readFileSync(worker, "utf8");
  writeFileSync(worker, `Date.now = () => ${DAY};\n${now}`);
  rmSync(`${worker}.br`, { force: true });
}

/** Resolves, publishes and serves the show; with the lock that was published. */
export async function stage() {
  const folder = mkdtempSync(join(tmpdir(), "enfilade-attested-"));
  const [dir, site] = ["show", "site"].map((kind) => join(folder, kind));
  const run = (...words) => execFileSync(process.env.ENFILADE, words, { stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(dir);
  const entries = Object.entries(WORKS).map(([id, work]) => {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="300" height="400" fill="${work.colour}"/><circle cx="150" cy="180" r="90" fill="#f4efe6"/></svg>`;
    writeFileSync(join(dir, `${id}.svg`), picture);
    writeFileSync(join(dir, `${id}.jwt`), record(picture, work));
    return `[[work]]\nfile = "${id}.svg"\nid = "${id}"\ntitle = "${id}"\nattestations = ["${id}.jwt"]\n`;
  });
  // Years on a shelf are not what is looked at here.
  writeFileSync(join(dir, "exhibition.toml"),
    `title = "Attested"\nstale_after_days = 36500\n${entries.join("")}`);
  run("resolve", dir, "--no-cache");
  run("publish", dir, "--out", site, "--browser-build", process.env.ENFILADE_BROWSER, "--quality", "1");
  const lock = JSON.parse(readFileSync(join(site, "exhibition.lock"), "utf8"));
  const recordOf = (id) => lock.works.find((work) => work.id === id).signed[0].record;
  for (const id of Object.keys(WORKS)) assert.ok(recordOf(id), id);
  damage(site, recordOf(DAMAGED));
  dated(site);
  const server = await serve(site);
  const stop = () => {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, recordOf, stop };
}
