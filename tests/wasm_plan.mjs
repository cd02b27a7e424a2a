// Runs the planner's WebAssembly module: `node wasm_plan.mjs MODULE SHOWS BATCH` prints
// the digests of the plans of that many seeded shows, a line for each batch of them.
import { readFile } from 'node:fs/promises';

const [path, ...numbers] = process.argv.slice(2);
const [shows, batch] = numbers.map(Number);
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
for (let from = 0; from < shows; from += batch) {
  const digest = BigInt.asUintN(64, exports.plan_digest(from, Math.min(from + batch, shows)));
  console.log(digest.toString(16).padStart(16, '0'));
}
