// Films and sounds of a page, as they are heard: nothing before the visitor has touched it,
// then each from where it hangs; and what nobody sees is held.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PATIENCE_MS, browse, canBeHidden, serve, standsBefore, until, visit } from "./browser.mjs";

const site = process.env.ENFILADE_KINDS_SITE;
const lock = JSON.parse(readFileSync(join(site, "exhibition.lock"), "utf8"));
/** What a work's bytes are: of these two works each is alone with its own. */
const mime = (id) => lock.works.find((work) => work.id === id).media.shown.mime;
const [chord, film] = ["chord", "tide-mp4"].map(mime);
let server;
let browser;
let page;

before(async () => {
  server = await serve(site);
  browser = await browse();
  // By a link one stands before the work without a click.
  ({ page } = await visit(browser, `${server.address}#work=chord`, { first: [knowPlayers, canBeHidden] }));
}, { timeout: PATIENCE_MS });
after(async () => {
  await browser?.close();
  server?.stop();
});

/**
 * For `visit`: `window.player(mime)` tells of the element that plays bytes of a kind, and
 * where its sound goes. Such elements are in no document, in which one could find them.
 */
function knowPlayers() {
  const [mimes, elements, sources, ways] = [new Map(), new Set(), new Map(), new Map()];
  /** Notes what a method was given and what it gave, and changes nothing. */
  const noting = (owner, method, note) => {
    const itself = owner[method];
    owner[method] = function (...given) {
      const result = itself.apply(this, given);
      note(this, given[0], result);
      return result;
    };
  };
  noting(URL, "createObjectURL", (_, blob, url) => mimes.set(url, blob.type));
  noting(HTMLMediaElement.prototype, "play", (element) => elements.add(element));
  noting(AudioContext.prototype, "createMediaElementSource", (_, element, source) => sources.set(element, source));
  noting(AudioNode.prototype, "connect", (from, to) => ways.set(from, to));
  window.player = (mime) => {
    const element = [...elements].findLast(({ src }) => mimes.get(src) === mime);
    if (!element) return null;
    const panner = ways.get(sources.get(element));
    const placed = panner instanceof PannerNode && ways.get(panner) === panner.context.destination;
    const { positionX, positionY, positionZ } = placed ? panner : {};
    return {
      plays: !element.paused,
      at_s: element.currentTime,
      muted: element.muted,
      // To the right of the ears, up, behind; null where its sound has no place.
      from: placed ? [positionX.value, positionY.value, positionZ.value] : null,
      sounds: placed && !element.muted && panner.context.state === "running",
      // Of all that sounds in the page.
      audio: placed ? panner.context.state : null,
    };
  };
}

/**
 * The page, asked without being touched: a question of Playwright's own counts as a gesture
 * of the visitor's, and after one a page may sound.
 */
async function untouched(page) {
  const session = await page.context().newCDPSession(page);
  return {
    async evaluate(question, argument) {
      const expression = `(${question})(${JSON.stringify(argument)})`;
      const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
  };
}

const player = (page, mime) => page.evaluate((mime) => window.player(mime), mime);

/** Waits until another moment of it plays. */
async function goesOn(page, mime) {
  const { at_s } = await player(page, mime);
  await until(page, ([mime, at_s]) => window.player(mime).at_s !== at_s, [mime, at_s]);
}

/** Holds a key until something is true of a player. */
async function hold(page, key, question, mime) {
  await page.keyboard.down(key);
  await until(page, question, mime);
  await page.keyboard.up(key);
}

test("nothing sounds before the visitor has touched the page", { timeout: PATIENCE_MS }, async () => {
  const asked = await untouched(page);
  await standsBefore(asked, "chord");
  // It runs, in silence.
  await until(asked, (mime) => window.player(mime)?.at_s > 0, chord);
  const { plays, muted, from } = await player(asked, chord);
  assert.deepEqual({ plays, muted, from }, { plays: true, muted: true, from: null });
  assert.equal(await asked.evaluate(() => navigator.userActivation.hasBeenActive), false);
});

test("a sound comes from where its work hangs", { timeout: PATIENCE_MS }, async () => {
  const { width, height } = page.viewportSize();
  await page.mouse.click(width / 2, height / 2);
  await until(page, (mime) => window.player(mime).sounds, chord);
  await goesOn(page, chord);
  const [right, , behind] = (await player(page, chord)).from;
  assert.ok(behind < -0.3 && Math.abs(right) < -behind, `before the work it comes from ${right}, ${behind}`);
  // Whoever turns to the right has it at their left.
  await hold(page, "KeyE", (mime) => window.player(mime).from[0] < -0.3, chord);
  await hold(page, "KeyQ", (mime) => window.player(mime).from[0] > 0.3, chord);
});

test("a key mutes what sounds, and lets it sound again", { timeout: PATIENCE_MS }, async () => {
  await page.keyboard.press("KeyV");
  await until(page, (mime) => window.player(mime).muted, chord);
  assert.ok((await player(page, chord)).plays, "it is held, not muted");
  await page.keyboard.press("KeyV");
  await until(page, (mime) => window.player(mime).sounds, chord);
});

test("a film that nobody sees is held, and goes on when it is seen", { timeout: PATIENCE_MS }, async () => {
  await page.evaluate(() => { location.hash = "#work=tide-mp4"; });
  await standsBefore(page, "tide-mp4");
  await until(page, (mime) => window.player(mime)?.sounds && window.player(mime).plays, film);
  await goesOn(page, film);
  await hold(page, "KeyE", (mime) => !window.player(mime).plays, film);
  await hold(page, "KeyQ", (mime) => window.player(mime).plays, film);
  await goesOn(page, film);
});

test("a hidden page neither plays nor sounds, and goes on when it is seen", { timeout: PATIENCE_MS }, async () => {
  await until(page, (mime) => window.player(mime).sounds, film);
  await page.evaluate(() => window.hide(true));
  await until(page, (mime) => window.player(mime).audio === "suspended" && !window.player(mime).plays, film);
  const { at_s } = await player(page, film);
  await new Promise((later) => setTimeout(later, 1500));
  const held = await player(page, film);
  assert.deepEqual([held.at_s, held.plays, held.audio], [at_s, false, "suspended"]);
  await page.evaluate(() => window.hide(false));
  await until(page, (mime) => window.player(mime).sounds && window.player(mime).plays, film);
  await goesOn(page, film);
});
