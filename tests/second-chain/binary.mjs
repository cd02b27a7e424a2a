// Which of EDR's binaries is this machine's: `node binary.mjs` prints what npm is to
// install. The package that names them all brings all seven.
import { fileURLToPath } from "node:url";

const builds = {
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64-msvc",
};
const build = builds[`${process.platform}-${process.arch}`];
if (!build) throw new Error(`EDR has no build for ${process.platform} on ${process.arch}`);

export const name = `@nomicfoundation/edr-${build}`;
// The last that runs on Node 20.
export const version = "0.13.0";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`${name}@${version}`);
}
