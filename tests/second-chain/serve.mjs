// A chain of Hardhat's EDR on loopback, told like Anvil: `node serve.mjs CHAIN-ID HARD-FORK
// TIMESTAMP` says where it listens.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { name } from "./binary.mjs";

const edr = createRequire(import.meta.url)(name);
const [chainId, fork, timestamp] = process.argv.slice(2);
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
// The first accounts of the words that Anvil and Hardhat share.
const accounts = [
  ["f39fd6e51aad88f6f4ce6ab8827279cfffb92266", "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"],
  ["70997970c51812dc3a010c7d01b50e0d17dc79c8", "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"],
  ["3c44cdddb6a900fa2b585dd299e03d12fa4293bc", "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a"],
];

const hardfork = fork[0].toUpperCase() + fork.slice(1);
const context = new edr.EdrContext();
await context.registerProviderFactory(edr.L1_CHAIN_TYPE, edr.l1ProviderFactory());
const provider = await context.createProvider(
  edr.L1_CHAIN_TYPE,
  {
    allowBlocksWithSameTimestamp: false,
    allowUnlimitedContractSize: false,
    bailOnCallFailure: true,
    bailOnTransactionFailure: false,
    chainId: BigInt(chainId),
    networkId: BigInt(chainId),
    coinbase: bytes("c0".repeat(20)),
    defaultTransactionGasLimit: 16_000_000n,
    hardfork,
    genesisState: [
      ...edr.l1GenesisState(edr.l1HardforkFromString(hardfork)),
      ...accounts.map(([address]) => ({ address: bytes(address), balance: 10n ** 22n })),
    ],
    initialBaseFeePerGas: 1_000_000_000n,
    initialParentBeaconBlockRoot: new Uint8Array(32),
    minGasPrice: 0n,
    mining: { autoMine: true, memPool: { order: edr.MineOrdering.Fifo } },
    network: {
      genesisBlockGasLimit: 30_000_000n,
      genesisBlockTime: BigInt(timestamp),
      genesisBlobGas: { gasUsed: 0n, excessGas: 0n },
    },
    observability: {},
    ownedAccounts: accounts.map(([, key]) => `0x${key}`),
    precompileOverrides: [],
  },
  { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
  { subscriptionCallback: () => {} },
  new edr.ContractDecoder(),
);

// Each block follows the last by the same time, whatever the clock says.
let next = Number(timestamp);
async function ask(method, params) {
  await provider.handleRequest(JSON.stringify({ jsonrpc: "2.0", id: 0, method, params }));
}

async function answer(call) {
  if (call.method === "hardhat_mine") call.params[1] = "0xc";
  if (call.method === "eth_sendTransaction" || call.method === "hardhat_mine") {
    await ask("evm_setNextBlockTimestamp", [next + 12]);
    const blocks = call.method === "hardhat_mine" ? Number(call.params[0]) : 1;
    next += 12 * blocks;
  }
  const { data } = await provider.handleRequest(JSON.stringify(call));
  return { jsonrpc: "2.0", id: call.id, ...(typeof data === "string" ? JSON.parse(data) : data) };
}

const server = createServer(async (request, response) => {
  let text = "";
  for await (const piece of request) text += piece;
  const asked = JSON.parse(text);
  const said = JSON.stringify(
    Array.isArray(asked) ? await Promise.all(asked.map(answer)) : await answer(asked));
  // With its length, which a client on loopback may rely on.
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(said) });
  response.end(said);
});
server.listen(0, "127.0.0.1", () => console.log(`Listening on 127.0.0.1:${server.address().port}`));
// Whoever started it holds its input open; when that ends, so does this.
process.stdin.on("end", () => process.exit()).resume();
