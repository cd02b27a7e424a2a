// The verifier beside the page: checks stored proofs and signed records, and watches works
// through the endpoints that are named. What is asked, when and what follows from it the
// module says; here it is sent. It alone of all that the page loads may ask other hosts.

import init, { Line, add_signed, check_stored, watched } from "./verifier.js";

/** The most bytes that one answer may have (`RPC_BYTES_MAX` in `src/limits.rs`, where all
 * limits stand), and how long it may take (`METADATA_TIMEOUT`). */
const ANSWER_BYTES_MAX = 16_000_000;
const ANSWER_MS = 10_000;
/** Questions in one batch (`CALLS_PER_BATCH_MAX`), and single ones at once where an endpoint
 * takes no batches. */
const BATCH_MAX = 100;
const AT_ONCE = 8;
/** From one round to the next, and the least between two that visitors bring about. */
const ROUND_MS = 12_000;
const SOON_MS = 1_000;
/** After so many rounds without an answer the next endpoint has its turn
 * (`FAILED_ROUNDS_MAX`). */
const FAILURES_MAX = 3;
/** The most batches of one round (`BATCHES_PER_ROUND_MAX`): a proof of the deepest call takes
 * fewer. */
const BATCHES_MAX = 256;

const beside = (path) => new URL(path, import.meta.url);
/** A visitor's cookies are for nobody here, not even for the site's own host. */
const anonymous = { credentials: "omit" };
const ready = init({ module_or_path: new Request(beside("verifier_bg.wasm"), anonymous) });

// What is stored

let lock = null;

/** The exhibition's lock, once. */
function works() {
  lock ??= file("exhibition.lock").then((response) => response.json())
    .then(({ works }) => new Map(works.map((work) => [work.id, work])));
  // What failed once is tried again.
  lock.catch(() => { lock = null; });
  return lock;
}

async function file(path) {
  const response = await fetch(beside(path), anonymous);
  if (!response.ok) {
    throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
  }
  return response;
}

const blob = async (hash) =>
  new Uint8Array(await (await file(`blobs/${hash.slice(0, 2)}/${hash}`)).arrayBuffer());

/** What is said of a work, as the module takes it. */
const stored = ({ token, ownership, called, royalty, binding, rights }, naming) =>
  JSON.stringify({ token, ownership, naming, called, royalty, binding, rights });

/** The text that names the metadata, with who says so. */
async function namingOf({ naming }) {
  if (!naming) return null;
  const text = new TextDecoder().decode(await blob(naming.text));
  return { text, evidence: naming.evidence };
}

/** Whether anything of a work is said to have been signed by an issuer. */
const isAttested = ({ ownership, authorship = [] }) =>
  authorship.length > 0 || ownership.some(({ evidence }) => evidence.level === "attested");

/** What is held to a work's signed records, as the module takes it. */
const attestable = ({ token, ownership, authorship = [], media }) =>
  JSON.stringify({ token, file: media.shown?.original.hash, ownership, authorship });

/** A work's signed records, and the status list of each; nothing where none is kept, or where
 * either is not there: then it bears nothing out. What cannot be had just now was not checked. */
async function recordsOf({ signed = [] }) {
  const none = new Uint8Array();
  const without = (error) => {
    if (![404, 410].includes(error.status)) throw error;
    return [none, none];
  };
  const pairs = await Promise.all(signed.map(({ record, status }) =>
    Promise.all([blob(record), status ? blob(status) : none]).catch(without)));
  return [pairs.map(([record]) => record), pairs.map(([, list]) => list)];
}

async function check(id) {
  const work = (await works()).get(id);
  const attested = work && isAttested(work);
  if (!work?.proof && !attested) throw new Error(`${id} has no proof`);
  // Without a token there is nothing that a contract could be asked about.
  const { witness, codes = [] } = (work.token && work.proof) ?? {};
  const [naming, [records, lists], ...blobs] = await Promise.all([
    namingOf(work), recordsOf(work), ...(witness ? [witness, ...codes] : []).map(blob),
  ]);
  await ready;
  const begun = performance.now();
  let found = witness ? check_stored(stored(work, naming), blobs[0], blobs.slice(1)) : "[]";
  if (attested) {
    found = add_signed(found, attestable(work), records, lists, Math.floor(Date.now() / 1000));
  }
  const took = performance.now() - begun;
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  return { checked: { work: id, at, checks: JSON.parse(found) }, took };
}

// What is watched

/** Endpoints by chain, as the exhibition publishes them, and how many of them must name a
 * block where it says so. */
let published = {};
let agree = {};
/** The visitor's own: its address and its chain. */
let own = null;
let order = { works: [] };
/** By chain: the module's line, its endpoints, whose turn it is, and how many rounds in a row
 * that one did not answer as it should. */
const lines = new Map();
let running = false;
let timer = null;
let last = 0;

const tell = (news) => postMessage({ kind: "news", news });

/** Only encrypted, or on this machine. */
function mayBeAsked(address) {
  let url;
  try { url = new URL(address); } catch { return false; }
  if (url.username || url.password) return false;
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && here);
}

/** The host of an address, which stands for it in what is said: the rest may hold a key. */
function hostOf(address) {
  try { return new URL(address).host; } catch { return address; }
}

/** The line of a chain, to the endpoint whose turn it is; none without one. */
function lineOf(chain) {
  // Nobody is asked whether what the visitor's own endpoint says is so: they chose it.
  const isOwn = own?.chain === chain;
  const addresses = isOwn ? [own.address] : (published[chain] ?? []);
  const first = addresses.findIndex(mayBeAsked);
  if (first < 0) return null;
  let known = lines.get(chain);
  if (known?.addresses.join(" ") !== addresses.join(" ")) {
    known?.line.free();
    const hosts = JSON.stringify(addresses.map(hostOf));
    const line = new Line(chain, hosts, first, isOwn ? undefined : agree[chain]);
    known = { line, addresses, at: first, failures: 0, singly: false };
    lines.set(chain, known);
  } else if (known.failures >= FAILURES_MAX) {
    takeTurn(known);
  }
  return known;
}

/** Gives the next endpoint that may be asked its turn, where there is another. */
function takeTurn(known) {
  const { addresses, at } = known;
  const places = addresses.map((_, step) => (at + 1 + step) % addresses.length);
  const next = places.find((place) => mayBeAsked(addresses[place]));
  if (next === at) return;
  known.line.turn(next);
  Object.assign(known, { at: next, failures: 0, singly: false });
}

async function round() {
  if (running) return soon(SOON_MS);
  running = true;
  last = Date.now();
  const now = order;
  try {
    await ready;
    const chains = new Set(now.works.map(({ token }) => token.split("/")[0]));
    await Promise.all([...chains].map((chain) => roundOf(chain, now)));
  } finally {
    running = false;
  }
  // What came meanwhile does not wait for a whole round.
  if (order.works.length) soon(order === now ? ROUND_MS : SOON_MS);
}

async function roundOf(chain, now) {
  const known = lineOf(chain);
  if (!known) return;
  const { line } = known;
  let asked = false;
  try {
    line.heed(JSON.stringify(now));
    line.begin();
    for (let batches = 0; batches < BATCHES_MAX; batches += 1) {
      const [calls, others] = [JSON.parse(line.calls()), JSON.parse(line.others())];
      if (!calls.length && !others) break;
      asked = true;
      // What this one tells is told before the last of the others has answered.
      const [, heard] = await Promise.all([step(known, calls), hear(known, others)]);
      if (heard) line.hear(JSON.stringify(heard));
      tell(JSON.parse(line.take_news()));
    }
  } catch (error) {
    line.fail(reasonOf(error));
    tell(JSON.parse(line.take_news()));
  }
  // Failures are counted until a whole round succeeds.
  if (asked) known.failures = line.has_failed() ? known.failures + 1 : 0;
}

/** Asks the endpoint whose turn it is, and takes in what it answers. */
async function step(known, calls) {
  if (!calls.length) return;
  try {
    known.line.bring(JSON.stringify(await ask(known, calls)), Date.now() / 1000);
  } catch (error) {
    known.line.fail(reasonOf(error));
  }
  tell(JSON.parse(known.line.take_news()));
}

/** What the other endpoints answer, all asked at once. */
async function hear({ addresses }, others) {
  if (!others) return null;
  return Promise.all(others.endpoints.map(async (place) => {
    try {
      if (!mayBeAsked(addresses[place])) throw new Error("a page may not ask it");
      return replyOf(await post(addresses[place], json_rpc(others.call, 0)));
    } catch (error) {
      return { error: { code: 0, message: reasonOf(error) } };
    }
  }));
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(round, wait);
}

/** Replies in the order of the calls. */
async function ask(known, calls) {
  const address = known.addresses[known.at];
  const replies = [];
  for (let from = 0; from < calls.length; from += BATCH_MAX) {
    const batch = calls.slice(from, from + BATCH_MAX);
    const found = !known.singly && batch.length > 1 ? await together(address, batch) : null;
    if (!found && batch.length > 1) known.singly = true;
    replies.push(...(found ?? await singly(address, batch)));
  }
  return replies;
}

/** Many calls in one request; none where the endpoint takes no batches. */
async function together(address, batch) {
  const answer = await post(address, batch.map((call, id) => json_rpc(call, id)));
  if (!Array.isArray(answer)) return null;
  const byId = new Map(answer.map((reply) => [reply?.id, reply]));
  return batch.map((_, id) => replyOf(byId.get(id)));
}

async function singly(address, batch) {
  const replies = [];
  for (let from = 0; from < batch.length; from += AT_ONCE) {
    const some = batch.slice(from, from + AT_ONCE).map((call, id) => post(address, json_rpc(call, id)));
    replies.push(...(await Promise.all(some)).map(replyOf));
  }
  return replies;
}

const json_rpc = ({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params });

function replyOf(reply) {
  if (reply && "result" in reply) return { result: reply.result };
  const code = Number.isSafeInteger(reply?.error?.code) ? reply.error.code : 0;
  const message = String(reply?.error?.message ?? "it left out the answer").slice(0, 300);
  return { error: { code, message } };
}

async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...anonymous,
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await textOf(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`it answers ${response.status} and no JSON`);
  }
}

/** The body, as long as it keeps to its limit. */
async function textOf(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let read = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    read += value.byteLength;
    if (read > ANSWER_BYTES_MAX) {
      await reader.cancel();
      throw new Error(`its answer has more than ${ANSWER_BYTES_MAX} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Takes an endpoint of the visitor's own, for the chain that it says it is of. */
async function setOwn(address) {
  own = null;
  if (!address) return { address: null };
  if (!mayBeAsked(address)) throw new Error("an endpoint’s address begins with https://, or is on this machine");
  const { result, error } = replyOf(await post(address, json_rpc({ method: "eth_chainId", params: [] }, 0)));
  if (error || !/^0x[0-9a-f]{1,16}$/i.test(result)) throw new Error(error?.message ?? "it names no chain");
  const chain = `eip155:${BigInt(result)}`;
  own = { address, chain };
  return { address, chain, endpoint: hostOf(address) };
}

/** What the catalogue has in sight, as an order. */
async function orderOf({ works: ids, before }) {
  const known = await works();
  await ready;
  const found = ids.map((id) => known.get(id)).filter((work) => work?.token)
    .flatMap((work) => JSON.parse(watched(work.id, stored(work))));
  return { works: found, before: before ?? null };
}

const reasonOf = (error) =>
  (error?.name === "TimeoutError" ? "it took longer than 10 seconds" : String(error?.message ?? error)).slice(0, 300);

// What the page asks

const answers = {
  check: ({ work }) => check(work),
  endpoints: (asked) => { ({ published, agree } = asked); },
  async own({ address }) {
    const found = await setOwn(address);
    soon(0);
    return found;
  },
  async watch(asked) {
    order = asked.order ?? await orderOf(asked.sight);
    if (order.works.length) soon(Math.max(0, last + SOON_MS - Date.now()));
    else clearTimeout(timer);
  },
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ kind: "answer", id: data.id, found: await answers[data.kind](data) });
  } catch (error) {
    postMessage({ kind: "answer", id: data.id, problem: reasonOf(error) });
  }
});
