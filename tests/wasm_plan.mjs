// Runs the planner's WebAssembly module: `node wasm_plan.mjs MODULE SHOWS` prints
// the digest of the plans of that many seeded shows.
import { readFile } from 'node:fs/promises';

const [path, shows] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(path));

// The planner calls nothing outside itself; imports that other parts of the library
// would have used are refused if they are ever called.
const imports = {};
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  if (kind !== 'function') throw new Error(`unexpected import ${from}.${name} (${kind})`);
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`the planner called ${from}.${name}`);
  };
}

const { exports } = await WebAssembly.instantiate(module, imports);
const digest = BigInt.asUintN(64, exports.plan_digest(Number(shows)));
console.log(digest.toString(16).padStart(16, '0'));
