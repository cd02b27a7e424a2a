// Compiles the contracts with solc-js: `node build.mjs OUT.json` writes each one's code.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(here).filter((name) => name.endsWith(".sol")).sort();
const input = {
  language: "Solidity",
  sources: Object.fromEntries(
    names.map((name) => [name, { content: readFileSync(join(here, name), "utf8") }])),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true },
    // Of the libraries, too: proxies are used as they come.
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};
const find = (path) => ({ contents: readFileSync(join(here, "node_modules", path), "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
const errors = (output.errors ?? []).filter((error) => error.severity === "error");
if (errors.length > 0) {
  console.error(errors.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}
// What has no code is an interface or abstract; our own names come last and win.
const files = Object.keys(output.contracts).sort((a, b) => names.includes(a) - names.includes(b));
const codes = files.flatMap((file) => Object.entries(output.contracts[file]))
  .map(([name, contract]) => [name, `0x${contract.evm.bytecode.object}`])
  .filter(([, code]) => code !== "0x");
writeFileSync(process.argv[2], JSON.stringify(Object.fromEntries(codes)));
