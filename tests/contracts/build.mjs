// Compiles the contracts with solc-js: `node build.mjs OUT.json` writes each one's code.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
const names = ["Works.sol", "Strange.sol"];
const input = {
  language: "Solidity",
  sources: Object.fromEntries(
    names.map((name) => [name, { content: readFileSync(join(here, name), "utf8") }])),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true },
    outputSelection: Object.fromEntries(names.map((name) => [name, { "*": ["evm.bytecode.object"] }])),
  },
};
const find = (path) => ({ contents: readFileSync(join(here, "node_modules", path), "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
const errors = (output.errors ?? []).filter((error) => error.severity === "error");
if (errors.length > 0) {
  console.error(errors.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}
const codes = names.flatMap((name) => Object.entries(output.contracts[name]))
  .map(([name, contract]) => [name, `0x${contract.evm.bytecode.object}`]);
writeFileSync(process.argv[2], JSON.stringify(Object.fromEntries(codes)));
