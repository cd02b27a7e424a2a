// Holds what a visitor of a published site waits for to its limits: the gallery and the
// verifier, compressed by brotli as `enfilade publish` does at its full quality.
//
//   node scripts/browser-bytes.mjs DIR [--packed]
//
// DIR holds enfilade_bg.wasm and verifier_bg.wasm, and compressing them takes a minute,
// once for the same bytes; with --packed their compressed twins (.br) lie there already.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

/** The most bytes that each may take on its way to a visitor. */
const LIMITS = { "enfilade_bg.wasm": 7_000_000, "verifier_bg.wasm": 450_000 };

const [dir, packed] = process.argv.slice(2);
if (!dir || (packed && packed !== "--packed")) {
  throw new Error("usage: node scripts/browser-bytes.mjs DIR [--packed]");
}

async function packedBytes(path, raw) {
  if (packed) return readFileSync(`${path}.br`).length;
  const [note, hash] = [`${path}.length`, createHash("sha256").update(raw).digest("hex")];
  const [known, length] = existsSync(note) ? readFileSync(note, "utf8").split(" ") : [];
  if (known === hash) return Number(length);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  const bytes = (await promisify(brotliCompress)(raw, { params })).length;
  writeFileSync(note, `${hash} ${bytes}`);
  return bytes;
}

await Promise.all(Object.entries(LIMITS).map(async ([file, limit]) => {
  const path = join(dir, file);
  const raw = readFileSync(path);
  const bytes = await packedBytes(path, raw);
  console.log(`${file}: ${raw.length} bytes, ${bytes} compressed, of at most ${limit}`);
  if (bytes > limit) {
    console.error(`error: ${file} takes more than the ${limit} bytes that a visitor should have to wait for`);
    process.exitCode = 1;
  }
}));
