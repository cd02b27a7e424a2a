// A local chain for the browser tests: anvil, a contract of works, and endpoints in
// front of it that lie.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const contracts = join(dirname(fileURLToPath(import.meta.url)), "../contracts");
const packages = join(contracts, "node_modules/@foundry-rs");

/** The compiled contracts, as `build.mjs` writes them. */
const codes = () => JSON.parse(readFileSync(process.env.ENFILADE_CONTRACTS, "utf8"));

export const CHAIN = "eip155:31337";

/** Starts a chain on a port of the system's choice, with more words for Anvil. */
export async function startChain(more = []) {
  const anvil = readdirSync(packages).find((name) => name.startsWith("anvil-"));
  const child = spawn(join(packages, anvil, "bin/anvil"), ["--port", "0", "--host", "127.0.0.1", ...more], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = line.match(/^Listening on (\S+)/)?.[1];
    if (!address) continue;
    child.stdout.resume();
    const chain = new Chain(`http://${address}`, child);
    chain.accounts = await chain.ask("eth_accounts", []);
    return chain;
  }
  throw new Error("the chain ended before it named its address");
}

/** A number or an address as the ABI has it. */
export const word = (number) => BigInt(number).toString(16).padStart(64, "0");
const hexOf = (text) => Buffer.from(text).toString("hex");
/** Bytes, in hex, as the ABI has them: how many, and themselves in whole words. */
export const bytesOf = (hex) =>
  word(hex.length / 2) + hex.padEnd(Math.ceil(hex.length / 64) * 64, "0");
/** A text as the ABI has it. */
export const textOf = (text) => bytesOf(hexOf(text));
/** The address in a word. */
export const addressIn = (hex) => `0x${hex.slice(-40)}`;

class Chain {
  constructor(url, child) {
    this.url = url;
    this.child = child;
  }

  async ask(method, params) {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await answer.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  async send(transaction) {
    const hash = await this.ask("eth_sendTransaction", [{ from: this.accounts[0], ...transaction }]);
    for (;;) {
      const receipt = await this.ask("eth_getTransactionReceipt", [hash]);
      if (receipt?.status === "0x1") return receipt;
      if (receipt) throw new Error(`a transaction failed: ${JSON.stringify(transaction).slice(0, 200)}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /** Puts a contract on the chain; its arguments are hex without `0x`. */
  async deploy(name, arguments_ = "") {
    const { contractAddress } = await this.send({ data: codes()[name] + arguments_ });
    return contractAddress;
  }

  /** Puts a contract where another chain has it; its storage is empty. */
  async deployAt(address, name) {
    await this.ask("anvil_setCode", [address, await this.code(await this.deploy(name))]);
  }

  code(address) {
    return this.ask("eth_getCode", [address, "latest"]);
  }

  async height() {
    return Number(BigInt(await this.ask("eth_blockNumber", [])));
  }

  /** The four bytes, with `0x`, by which a function is called. */
  async selector(signature) {
    const hash = await this.ask("web3_sha3", [`0x${hexOf(signature)}`]);
    return hash.slice(0, 10);
  }

  async call(to, signature, arguments_, from = this.accounts[0]) {
    return this.send({ from, to, data: await this.selector(signature) + arguments_ });
  }

  /** What a function answers that names an address. */
  async addressBy(to, signature, arguments_) {
    const data = await this.selector(signature) + arguments_;
    return addressIn(await this.ask("eth_call", [{ to, data }, "latest"]));
  }

  /** A token whose metadata lies in the contract itself. */
  mint(contract, owner, id, uri) {
    return this.call(contract, "mint(address,uint256,string)",
      word(owner) + word(id) + word(96) + textOf(uri));
  }

  /** Of `Changing`: other metadata, with a word in the log (ERC-4906). */
  change(contract, id, uri) {
    return this.call(contract, "change(uint256,string)", word(id) + word(64) + textOf(uri));
  }

  burn(contract, owner, id) {
    return this.call(contract, "burn(uint256)", word(id), owner);
  }

  /** Editions of ERC-1155 whose metadata lies in the contract itself. */
  deployEditions(uri) {
    return this.deploy("Editions", word(32) + textOf(uri));
  }

  mintEditions(contract, owner, id, count) {
    return this.call(contract, "mint(address,uint256,uint256)", word(owner) + word(id) + word(count));
  }

  giveEditions(contract, from, to, id, count) {
    return this.call(contract, "safeTransferFrom(address,address,uint256,uint256,bytes)",
      word(from) + word(to) + word(id) + word(count) + word(160) + word(0), from);
  }

  transfer(contract, from, to, id) {
    return this.call(contract, "transferFrom(address,address,uint256)", word(from) + word(to) + word(id), from);
  }

  stop() {
    this.child.kill();
  }
}

/** An endpoint in front of a chain whose answers `lie(call, reply)` changes. */
export async function liar(chain, lie) {
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type");
    if (request.method === "OPTIONS") return response.end();
    const asked = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const answer = await fetch(chain.url, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked),
    });
    const replies = await answer.json();
    const changed = Array.isArray(asked)
      ? replies.map((reply) => lie(asked.find(({ id }) => id === reply.id), reply))
      : lie(asked, replies);
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify(changed));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
