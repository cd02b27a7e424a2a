// A second opinion on evidence, by ethereumjs alone: `node verify.mjs` reads one piece of
// evidence a line, as {header, chainId, hardFork, proofs, codes, call}, and writes a line
// each: {"answer": "0x…"}, {"reverted": "0x…"} or {"refused": "why"}, with {"missing":
// {account, slot}} where more must be proven.
import { createInterface } from "node:readline";
import { createBlockHeaderFromRPC } from "@ethereumjs/block";
import { createCustomCommon, Hardfork, Mainnet } from "@ethereumjs/common";
import { createEVM } from "@ethereumjs/evm";
import { verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import {
  Account, Address, bytesToBigInt, bytesToHex, equalsBytes, hexToBytes, KECCAK256_NULL,
  KECCAK256_RLP, setLengthLeft, unpadBytes,
} from "@ethereumjs/util";
import { keccak_256 } from "@noble/hashes/sha3.js";

const empty = new Uint8Array();

class Refused extends Error {
  /// What was asked for and not proven, where that is the reason.
  constructor(why, missing) {
    super(why);
    this.missing = missing;
  }
}
const refuse = (why, missing) => {
  throw new Refused(why, missing);
};

/// What a trie with this root has at a key; null is a proven absence.
async function proven(root, key, nodes, what) {
  // Of an empty trie there is nothing to show.
  if (equalsBytes(root, KECCAK256_RLP)) return null;
  try {
    return await verifyMerkleProof(keccak_256(key), nodes.map(hexToBytes), { root, useKeyHashing: false });
  } catch (error) {
    return refuse(`${what} is not proven: ${error.message}`);
  }
}

/// A state that knows what was proven and what the call itself wrote, and throws at
/// everything else.
class ProvenState extends SimpleStateManager {
  codes = new Map();

  async getAccount(address) {
    if (!this.topAccountStack().has(address.toString())) {
      refuse(`account ${address} was not proven`, { account: address.toString() });
    }
    return super.getAccount(address);
  }

  async getStorage(address, key) {
    const slot = bytesToHex(key);
    if (!this.topStorageStack().has(`${address}_${slot}`)) {
      refuse(`slot ${slot} of ${address} was not proven`, { account: address.toString(), slot });
    }
    return super.getStorage(address, key);
  }

  async getCode(address) {
    const account = await this.getAccount(address);
    if (!account || equalsBytes(account.codeHash, KECCAK256_NULL)) return empty;
    return this.codes.get(bytesToHex(account.codeHash)) ?? refuse(`the code of ${address} is not there`);
  }

  async putCode(address, code) {
    this.codes.set(bytesToHex(keccak_256(code)), code);
    return super.putCode(address, code);
  }
}

async function learn(state, root, proof) {
  const address = new Address(hexToBytes(proof.address));
  const name = `the account ${address}`;
  const found = await proven(root, address.bytes, proof.accountProof, name);
  const fields = found ? RLP.decode(found) : [empty, empty, KECCAK256_RLP, KECCAK256_NULL];
  const said = [BigInt(proof.nonce), BigInt(proof.balance)];
  const [nonce, balance] = fields.slice(0, 2).map((field) => bytesToBigInt(field));
  if (nonce !== said[0] || balance !== said[1]) refuse(`${name} is said to be another than it is`);
  if (found && bytesToHex(fields[3]) !== proof.codeHash) refuse(`${name} is said to have another code`);
  await state.putAccount(address, found ? new Account(nonce, balance, fields[2], fields[3]) : undefined);
  for (const slot of proof.storageProof) {
    const key = setLengthLeft(hexToBytes(`0x${BigInt(slot.key).toString(16).padStart(64, "0")}`), 32);
    const value = await proven(fields[2], key, slot.proof, `slot ${slot.key} of ${address}`);
    const bytes = value ? RLP.decode(value) : empty;
    if (bytesToBigInt(bytes) !== BigInt(slot.value)) refuse(`slot ${slot.key} is said to hold another value`);
    await state.putStorage(address, key, unpadBytes(bytes));
  }
}

/// The blocks before this one, of which its header proves the hash of the last.
function before(header) {
  const getBlock = async (number) =>
    BigInt(number) === header.number - 1n
      ? { hash: () => header.parentHash }
      : refuse(`the hash of block ${number} is not proven`);
  return { getBlock };
}

async function verify({ header, chainId, hardFork, proofs, codes, call }) {
  const common = createCustomCommon({ chainId }, Mainnet, { hardfork: hardFork ?? Hardfork.Osaka });
  const parsed = createBlockHeaderFromRPC(header, { common, setHardfork: false });
  if (bytesToHex(parsed.hash()) !== header.hash) refuse("the header has another hash than it says");
  const state = new ProvenState({ common });
  state.codes = new Map(codes.map((code) => [bytesToHex(keccak_256(hexToBytes(code))), hexToBytes(code)]));
  for (const proof of proofs) await learn(state, parsed.stateRoot, proof);
  const evm = await createEVM({ common, stateManager: state, blockchain: before(parsed) });
  const { execResult } = await evm.runCall({
    to: new Address(hexToBytes(call.to)),
    data: hexToBytes(call.data),
    gasLimit: 30_000_000n,
    skipBalance: true,
    block: { header: parsed },
  });
  const error = execResult.exceptionError;
  if (error && error.error !== "revert") refuse(`the call fails: ${error.error}`);
  const said = bytesToHex(execResult.returnValue);
  return error ? { reverted: said } : { answer: said };
}

for await (const line of createInterface({ input: process.stdin })) {
  const verdict = await verify(JSON.parse(line)).catch((error) => ({ refused: error.message, missing: error.missing }));
  console.log(JSON.stringify(verdict));
}
