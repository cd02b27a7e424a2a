// Proofs that are checked on the visitor's own machine, and works that are watched while
// they are in sight. A worker does both; it is started when it is first needed.

const KEPT = "enfilade-endpoint";
/** How strongly something is known, from weak to strong. */
const LEVELS = ["claimed", "attested", "reported", "agreed", "proven", "final"];
const element = (id) => document.getElementById(id);
const articleOf = (id) => element(`work=${id}`);

/**
 * `page` is the page's data, `words` names a sentence, and `gallery` gives the running
 * browser build, or null.
 */
export function checks(page, words, gallery) {
  let worker = null;
  let asked = 0;
  const waiting = new Map();
  /** What was last said of each work, so that it can be said in the other language. */
  const said = new Map();
  /** What was last heard of each work, by the holder whose editions are counted. */
  const heard = new Map();
  /** Works of the catalogue in the window, and what the gallery has in sight. */
  const seen = new Set();
  /** Works whose proof was asked for, and whether the page is at those in sight. */
  const begun = new Set();
  let checking = false;
  let order = null;
  let own = null;
  /** What is the matter with whom, by the chain that it is asked about; under no chain's name
   * with an endpoint of the visitor's own that is of none. */
  const troubles = new Map();
  const OF_NO_CHAIN = "";

  function start() {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (data.kind === "news") return data.news.forEach((news) => hear(news));
      const { resolve, reject } = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.problem === undefined) resolve(data.found);
      else reject(new Error(data.problem));
    });
    worker.addEventListener("error", (event) => {
      for (const { reject } of waiting.values()) reject(new Error(event.message ?? "worker.js"));
      waiting.clear();
    });
    send("endpoints", { published: page.live, agree: page.agree });
    // Whatever it was started for goes first.
    queueMicrotask(checkWhatIsSeen);
  }

  function send(kind, what) {
    if (!worker) start();
    asked += 1;
    return new Promise((resolve, reject) => {
      waiting.set(asked, { resolve, reject });
      worker.postMessage({ ...what, kind, id: asked });
    });
  }

  // Stored proofs

  /**
   * Runs a work's stored proof and holds it to its signed records. What nobody asked for is
   * said aloud only where it fails.
   */
  async function check(work, aloud = true) {
    begun.add(work);
    if (aloud) say(work, [["check-going"]]);
    try {
      const { checked } = await send("check", { work });
      hear({ checked }, aloud);
      return checked;
    } catch (error) {
      if (aloud) say(work, [["check-failed", { reason: bare(error.message) }]]);
      return null;
    }
  }

  /**
   * Checks what is in the window, one after the other, once the verifier is there: it never
   * comes unasked.
   */
  async function checkWhatIsSeen() {
    if (checking) return;
    checking = true;
    const isNext = (work) => !begun.has(work) && articleOf(work)?.querySelector(".check");
    for (;;) {
      const next = worker && [...seen].find(isNext);
      if (!next) break;
      await check(next, false);
    }
    checking = false;
  }

  const isRefused = ({ verdict }) =>
    verdict.refused !== undefined || verdict.unsigned !== undefined;
  const isBorneOut = ({ verdict }) => verdict.holds !== undefined || verdict === "signed";

  /**
   * Shows of all that is called proven or attested how it stands here, by what came of its
   * check.
   */
  function stand({ work, at: when, checks: all }) {
    for (const place of articleOf(work)?.querySelectorAll("[data-proof]") ?? []) {
      const { proof, of, place: at } = place.dataset;
      const isOwner = proof === "owner";
      const alike = all.filter(({ said }) => (isOwner ? said.owner === of : said === proof));
      // Where others were checked than are named here, none of them stands.
      const found = alike[Number(at)]
        ?? all.find((one) => isOwner && one.said.owner !== undefined && isRefused(one));
      const stands = !found ? "stored"
        : isRefused(found) ? "refused" : isBorneOut(found) ? "held" : "stored";
      for (const form of place.querySelectorAll("[data-stands]")) {
        form.hidden = form.dataset.stands !== stands;
      }
      if (place.querySelector("[data-stands]")) showWhen(place, stands === "stored" ? null : when);
    }
  }

  /** Shows in a row when its proof was run here: what stands there holds as of then. */
  function showWhen(place, at) {
    let when = place.querySelector(":scope > .when");
    if (at === null) return when?.remove();
    if (!when) {
      when = document.createElement("small");
      when.className = "when";
      place.append(when);
    }
    when.dataset.at = at;
    when.textContent = words("check-at", { time: timeOf(at) });
  }

  /** The sentences for a check that was done: of the owner first, then of the rest. */
  function verdictOf({ at, checks: all }) {
    const time = timeOf(at);
    const found = (isOwner, is) => all.filter(({ said, verdict }) =>
      (said.owner !== undefined) === isOwner && (verdict === is || verdict[is] !== undefined));
    const owners = all.filter(({ said }) => said.owner !== undefined).length;
    const [held, refused] = [found(true, "holds"), found(true, "refused")];
    const [besideHeld, besideRefused] = [found(false, "holds"), found(false, "refused")];
    const [signed, unsigned] = [found(true, "signed"), found(true, "unsigned")];
    const [besideSigned, besideUnsigned] = [found(false, "signed"), found(false, "unsigned")];
    const sentences = [];
    if (refused.length > 0) {
      sentences.push(["check-refused", { time, reason: bare(refused[0].verdict.refused) }]);
    } else if (unsigned.length > 0) {
      sentences.push(["check-unsigned", { time, reason: bare(unsigned[0].verdict.unsigned) }]);
    } else if (held.length > 0) {
      const { block } = held[0].verdict.holds;
      sentences.push(held.length === owners
        ? ["check-holds", { time, block }]
        : ["check-holds-of-some", { time, block, held: held.length, all: owners }]);
    } else if (signed.length > 0) {
      sentences.push(["check-signed", { time, signed: signed.length, all: owners }]);
    } else {
      const nothing = all.every(({ said, verdict }) =>
        said.owner !== undefined || verdict.weaker !== undefined);
      sentences.push([nothing ? "check-nothing" : "check-unproven", { time }]);
    }
    const kinds = (checks) => [...new Set(checks.map(({ said }) => said))];
    if (besideHeld.length > 0) sentences.push(["check-beside-holds", { what: kinds(besideHeld) }]);
    if (besideRefused.length > 0) {
      const reason = bare(besideRefused[0].verdict.refused);
      sentences.push(["check-beside-refused", { what: kinds(besideRefused), reason }]);
    }
    if (besideSigned.length > 0) {
      sentences.push(["check-beside-signed", { what: kinds(besideSigned) }]);
    }
    if (besideUnsigned.length > 0) {
      const reason = bare(besideUnsigned[0].verdict.unsigned);
      sentences.push(["check-beside-unsigned", { what: kinds(besideUnsigned), reason }]);
    }
    return sentences;
  }

  // News

  /**
   * What came of a check, held to the page: where something else is shown than what a contract
   * answers, which was found as the page was written, a proof of that answer bears out nothing.
   */
  function heldToPage(checked) {
    const rows = articleOf(checked.work)?.querySelectorAll("[data-refused]") ?? [];
    const why = new Map([...rows].map(({ dataset }) => [dataset.proof, dataset.refused]));
    const held = (one) =>
      (why.has(one.said) && !isRefused(one) ? { ...one, verdict: { refused: why.get(one.said) } } : one);
    return { ...checked, checks: checked.checks.map(held) };
  }

  function hear(told, aloud = true) {
    const news = told.checked ? { ...told, checked: heldToPage(told.checked) } : told;
    if (news.checked) {
      const { work, checks: all } = news.checked;
      if (aloud || all.some(isRefused)) {
        say(work, verdictOf(news.checked));
      }
      stand(news.checked);
    }
    if (news.work) {
      const { work, holding } = news.work;
      if (!heard.has(work)) heard.set(work, new Map());
      heard.get(work).set(holding.editions?.holder ?? "", news.work);
      said.set(`live ${work}`, liveOf([...heard.get(work).values()]));
      showLive(work);
    }
    if (news.line) {
      const { chain, endpoint, trouble } = news.line;
      if (trouble) troubles.set(chain, [endpoint, trouble]);
      else troubles.delete(chain);
      showOwn();
    }
    gallery()?.told(JSON.stringify(news));
  }

  /** What is said of all holders of a work that is watched: no more strongly than of each. */
  function liveOf(records) {
    const each = records.map(sentencesOf);
    const several = records.length > 1;
    const named = ({ holding }) => {
      const holder = several ? holding.editions?.holder : undefined;
      return holder ? [["live-of", { owner: holder.split(":").pop() }]] : [];
    };
    return {
      mark: each.some(({ mark }) => mark),
      level: (each.find(({ level }) => level !== "proven") ?? each[0]).level,
      sentences: records.flatMap((record, at) => [...named(record), ...each[at].sentences]),
    };
  }

  /** What is said of one holding, as keys with their blanks. */
  function sentencesOf({ holding, evidence, change, metadata_in, taken_back_from, unproven }) {
    const sentences = [];
    if (taken_back_from !== undefined) sentences.push(["live-taken-back", { block: taken_back_from }]);
    const kind = holding.editions ? "count" : "held";
    if (!change) sentences.push(["live-same", { block: evidence.block.number }]);
    // Why a contract names no owner, and since when, no event proves.
    else if (holding === "nobody") sentences.push(["live-gone", { block: change.block }]);
    // Where it happened is known by an event alone; else only where it was seen.
    else if (change.in_block !== undefined) sentences.push([`live-${kind}-now`, { block: change.in_block }]);
    else sentences.push([`live-${kind}-since`, { block: change.block }]);
    if (change && kind !== "count") sentences.push(["live-was", { whose: change.was }]);
    if (change) {
      sentences.push([kind === "count" ? "live-counted" : "live-is", { whose: holding }]);
    }
    const by = evidence.endpoint ?? evidence.endpoints.join(", ");
    const { number, time } = evidence.block;
    sentences.push([`evidence-${evidence.level}-says`, {
      by, block: number, date: time.slice(0, 10), count: evidence.endpoints?.length ?? 1, asked: evidence.asked ?? 1,
    }]);
    // A burning is the word of the endpoint that is watched through, which stands first; what is
    // proven beside it is only that the contract names no owner.
    if (change?.burnt) {
      sentences.push(["live-burnt", { by: evidence.endpoint ?? evidence.endpoints[0], block: change.in_block }]);
    }
    if (metadata_in !== undefined) sentences.push(["live-metadata", { block: metadata_in }]);
    if (unproven !== undefined) sentences.push(["live-unproven", { reason: bare(unproven) }]);
    return { mark: Boolean(change || metadata_in !== undefined), level: evidence.level, sentences };
  }

  /** That a contract names no owner does not say that it is nobody's. */
  const nameOf = (holding) =>
    holding.owner ? holding.owner.split(":").pop()
      : holding.editions ? String(BigInt(holding.editions.count))
      : words("live-unnamed");

  function showLive(work) {
    const place = articleOf(work)?.querySelector(".live");
    if (!place) return;
    const { mark, level, sentences } = said.get(`live ${work}`);
    place.hidden = false;
    place.classList.toggle("changed", mark);
    place.dataset.level = level;
    place.textContent = spoken(sentences);
    for (const line of articleOf(work).querySelectorAll(".owner[data-level]")) supersede(line, work);
  }

  /**
   * Shows that an owner of the exhibition is no more what is told, where what is told is as
   * strong as what the exhibition has; and takes that back where a replaced block does.
   */
  function supersede(line, work) {
    const { of, level } = line.dataset;
    const isCounted = "counted" in line.dataset;
    const record = [...heard.get(work).values()].find(({ holding }) =>
      (holding.editions ? holding.editions.holder === of : !isCounted));
    const isOther = record?.change
      && (record.holding.editions ? BigInt(record.holding.editions.count) === 0n : record.holding.owner !== of);
    // What was known so strongly is not made undone by what is told more weakly.
    const stays = line.classList.contains("superseded") && record?.taken_back_from === undefined;
    const isSo = Boolean(isOther && (stays || LEVELS.indexOf(record.evidence.level) >= Number(level)));
    line.classList.toggle("superseded", isSo);
    line.querySelector(":scope > .since")?.remove();
    if (!isSo) return;
    const since = document.createElement("small");
    since.className = "since";
    since.textContent = words("live-superseded", { block: record.change.block });
    line.append(since);
  }

  function say(work, sentences) {
    said.set(`check ${work}`, sentences);
    const place = articleOf(work)?.querySelector(".check [role=status]");
    if (place) place.textContent = spoken(sentences);
  }

  /** Sentences in the reader's language; kinds in a list and who holds it are named in it, too. */
  function spoken(sentences) {
    const [between, listed] = document.documentElement.lang === "en" ? [" ", ", "] : ["", "、"];
    const named = (kinds) => kinds?.map((kind) => words(`check-said-${kind}`)).join(listed);
    return sentences
      .map(([key, blanks = {}]) => words(key, {
        ...blanks,
        what: named(blanks.what),
        owner: blanks.whose ? nameOf(blanks.whose) : blanks.owner,
      }))
      .join(between);
  }

  // Watching

  const isWatching = () => Object.keys(page.live).length > 0 || own;

  function watch() {
    if (!isWatching()) return;
    const hidden = document.visibilityState === "hidden";
    const walking = document.body.classList.contains("walking");
    if (hidden) send("watch", { order: { works: [] } });
    else if (walking && order) send("watch", { order });
    else {
      const target = location.hash.startsWith("#work=") ? decodeURIComponent(location.hash.slice(6)) : null;
      const before = target && seen.has(target) ? target : null;
      send("watch", { sight: { works: [...seen], before } });
    }
  }

  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const id = target.id.slice("work=".length);
      if (isIntersecting) seen.add(id);
      else seen.delete(id);
    }
    watch();
    checkWhatIsSeen();
  });

  // An endpoint of the visitor's own

  async function setOwn(address) {
    // Others are asked about these chains from now on.
    const forget = () => [OF_NO_CHAIN, own?.chain].forEach((chain) => troubles.delete(chain));
    forget();
    try {
      own = address ? await send("own", { address }) : null;
      if (!address && worker) await send("own", { address: null });
      keep(address);
      forget();
    } catch (error) {
      own = null;
      // By its host alone: the rest may hold a key.
      troubles.set(OF_NO_CHAIN, [hostOf(address), { silent: error.message }]);
    }
    showOwn();
    watch();
  }

  function showOwn() {
    const place = element("endpoint-state");
    if (!place) return;
    const sentences = [...troubles.values()].map(([endpoint, trouble]) => {
      const [[kind, what]] = Object.entries(trouble);
      return [`live-${kind}`, { endpoint, detail: bare(detailOf(what)) }];
    });
    if (own?.chain && !troubles.has(own.chain)) {
      sentences.unshift(["live-own", { endpoint: own.endpoint, chain: own.chain }]);
    }
    place.textContent = spoken(sentences);
    element("endpoint-stop").hidden = !own;
  }

  function hostOf(address) {
    try { return new URL(address).host || address; } catch { return address; }
  }

  const detailOf = (what) => (typeof what === "object" ? `${what.is} < ${what.was}` : String(what));

  function keep(address) {
    // Storage may be forbidden here; then the endpoint holds for this page.
    try {
      if (address) sessionStorage.setItem(KEPT, address);
      else sessionStorage.removeItem(KEPT);
    } catch { /* nothing to keep it in */ }
  }

  function kept() {
    const named = location.hash.match(/^#endpoint=(.+)$/)?.[1];
    if (named) {
      // An address may hold a key: it does not stay where others read along.
      history.replaceState(null, "", location.pathname + location.search);
      return decodeURIComponent(named);
    }
    try { return sessionStorage.getItem(KEPT); } catch { return null; }
  }

  const timeOf = (at) => at.replace("T", " ").replace("Z", " UTC");

  const bare = (text) => String(text).replace(/[.。\s]+$/, "").slice(0, 300);

  // Beginning

  for (const place of document.querySelectorAll(".check")) {
    place.hidden = false;
    const id = place.closest("article").id.slice("work=".length);
    place.querySelector("button").addEventListener("click", () => check(id));
  }
  const field = element("endpoint");
  if (field) {
    element("own-endpoint").hidden = false;
    const use = () => setOwn(field.value.trim());
    element("endpoint-use").addEventListener("click", use);
    field.addEventListener("keydown", ({ key }) => { if (key === "Enter") use(); });
    element("endpoint-stop").addEventListener("click", () => { field.value = ""; setOwn(null); });
  }
  for (const article of document.querySelectorAll("article.work")) sight.observe(article);
  document.addEventListener("visibilitychange", watch);
  addEventListener("hashchange", watch);
  const first = kept();
  if (first) {
    if (field) field.value = first;
    setOwn(first);
  }

  return {
    check,
    /** What the gallery has in sight. */
    watch(json) {
      order = JSON.parse(json);
      watch();
    },
    /** The visitor began or ended a walk. */
    turned: watch,
    /** The visitor reads another language now. */
    speak() {
      for (const [key, sentences] of said) {
        const [kind, work] = key.split(" ");
        if (kind === "check") say(work, sentences);
        else showLive(work);
      }
      for (const when of document.querySelectorAll(".when")) showWhen(when.parentElement, when.dataset.at);
      showOwn();
    },
  };
}
