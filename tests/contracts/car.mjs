// Packs a folder as UnixFS with ipfs-car: `node car.mjs FOLDER OUT` writes OUT/all.car,
// OUT/root (the folder's CID) and every block as OUT/blocks/CID.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CAREncoderStream, createDirectoryEncoderStream } from "ipfs-car";

const [folder, out] = process.argv.slice(2);
mkdirSync(join(out, "blocks"), { recursive: true });
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort()
  .map((name) => ({ name, stream: () => new Blob([readFileSync(join(folder, name))]).stream() }));

const blocks = [];
await createDirectoryEncoderStream(files).pipeTo(
  new WritableStream({ write: (block) => void blocks.push(block) }),
);
const root = blocks.at(-1).cid;
const pieces = [];
await new ReadableStream({
  pull(controller) {
    blocks.forEach((block) => controller.enqueue(block));
    controller.close();
  },
})
  .pipeThrough(new CAREncoderStream([root]))
  .pipeTo(new WritableStream({ write: (piece) => void pieces.push(piece) }));
writeFileSync(join(out, "all.car"), Buffer.concat(pieces));
writeFileSync(join(out, "root"), root.toString());
for (const block of blocks) writeFileSync(join(out, "blocks", block.cid.toString()), block.bytes);
