// What the browser tests share: a server on a port that the system chose, a Chromium
// that draws in software, and pictures compared in coarse squares.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, request as ask } from "node:http";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** Software rendering makes a frame in a second or so: waits are long and end early. */
export const PATIENCE_MS = 240_000;

const {
  ENFILADE, ENFILADE_SITE, CHROMIUM = "/usr/bin/chromium",
  ENFILADE_BROWSER_ARGS = "--use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist",
} = process.env;

/** Serves the published site; `stop()` ends the server. */
export async function serve(site = ENFILADE_SITE) {
  if (!ENFILADE || !site) {
    throw new Error("set ENFILADE to the program and ENFILADE_SITE to a published site (scripts/test does)");
  }
  const server = spawn(ENFILADE, ["host", site, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const address = line.match(/http:\/\/[^\s]+\//)?.[0];
    if (address) {
      server.stdout.resume();
      return { address, stop: () => server.kill("SIGINT") };
    }
  }
  throw new Error("the server ended before it named its address");
}

/**
 * Stands between a browser and a served site, and keeps of every request its path, for what
 * it is (`Sec-Fetch-Dest`: "empty" where a script fetches) and the cookies that it carries.
 */
export async function overhear(address) {
  const heard = [];
  const server = createServer((request, answer) => {
    const { cookie, "sec-fetch-dest": kind } = request.headers;
    heard.push({ path: request.url, kind, cookie });
    const headers = { ...request.headers, host: new URL(address).host };
    const onward = ask(new URL(request.url, address), { method: request.method, headers }, (response) => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    request.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, heard, stop };
}

/** For `visit`: a browser that has a cookie for every site on this machine. */
export const withACookie = {
  storageState: {
    cookies: [{
      name: "visitor", value: "7", domain: "127.0.0.1", path: "/", expires: -1,
      httpOnly: false, secure: false, sameSite: "Lax",
    }],
    origins: [],
  },
};

/** What scripts fetched, these files among it, came without the cookie that documents were asked for with. */
export function fetchedWithoutCookies(heard, files) {
  assert.ok(heard.some(({ kind, cookie }) => kind === "document" && cookie), "the browser has no cookie");
  const fetched = heard.filter(({ kind }) => kind === "empty");
  for (const file of files) assert.ok(fetched.some(({ path }) => path.endsWith(file)), `nobody fetched ${file}`);
  assert.deepEqual(fetched.filter(({ cookie }) => cookie), []);
}

/** A Chromium; `webgl: false` gives one that offers no WebGL at all. */
export function browse({ webgl = true } = {}) {
  const drawing = webgl
    ? ENFILADE_BROWSER_ARGS.split(" ")
    : ["--disable-gpu", "--disable-3d-apis"];
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...drawing,
    ],
  });
}

/**
 * A page that keeps everything it complains about, and every address it asks. `first` runs
 * in it before any script of its own.
 */
export async function visit(browser, address, { viewport = { width: 640, height: 360 }, first, ...options } = {}) {
  const context = await browser.newContext({ viewport, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  for (const script of [first].flat()) if (script) await page.addInitScript(script);
  const complaints = [];
  const asked = [];
  page.on("console", (message) => {
    // Debugging builds of drivers speak of their speed; that is no error of the page.
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => {
    if (!/control flow/.test(error.message)) complaints.push(error.message);
  });
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  return { page, complaints, asked };
}

/**
 * Opens a site before the tests of a file and walks into its rooms; closes all after them.
 * What it gives is filled in when the tests begin: the server, the browser and the page.
 * `options` are those of `visit`.
 */
export function inTheRooms(site, options) {
  const gallery = {};
  before(async () => {
    gallery.server = await serve(site);
    gallery.browser = await browse();
    Object.assign(gallery, await visit(gallery.browser, gallery.server.address, options));
    await walking(gallery.page);
  }, { timeout: 2 * PATIENCE_MS });
  after(async () => {
    await gallery.browser?.close();
    gallery.server?.stop();
  });
  return gallery;
}

/**
 * Asks the page again and again until its answer is true. Playwright's own waiting needs
 * `eval` inside the page, which the page's policy forbids.
 */
export async function until(page, question, argument, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  for (;;) {
    // While a document gives way to another there is nobody to ask.
    const answer = await page.evaluate(question, argument).catch((error) => {
      if (!/context was destroyed|navigation/.test(error.message)) throw error;
    });
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`never came true: ${question}`);
    await new Promise((again) => setTimeout(again, 250));
  }
}

/** Waits until the visitor walks in the rooms. */
export async function walking(page) {
  await until(page, () => ["open", "failed"].includes(window.enfilade?.phase()));
  const phase = await page.evaluate(() => window.enfilade.phase());
  if (phase !== "open") throw new Error(await page.textContent("#state"));
  await page.evaluate(() => document.getElementById("walk-in").click());
  await until(page, () => window.enfilade.where() !== null);
}

/** For `visit`: keeps in `window.holds` what held the page's thread: [name, start, duration]. */
export function watchHolds() {
  window.holds = [];
  new PerformanceObserver((list) => {
    for (const { entryType, name, startTime, duration } of list.getEntries()) {
      if (entryType === "longtask" || name.startsWith("enfilade:")) {
        window.holds.push([entryType === "longtask" ? entryType : name.slice(9), startTime, duration]);
      }
    }
  }).observe({ entryTypes: ["measure", "longtask"] });
}

/** For `visit`: keeps in `window.said` every sentence that the page says of its stage. */
export function keepWhatIsSaid() {
  window.said = [];
  new MutationObserver(() => {
    const sentence = document.getElementById("state")?.textContent;
    if (sentence && sentence !== window.said.at(-1)) window.said.push(sentence);
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/**
 * For `visit`: `window.hide(hidden)` hides the page as a tab is that lies behind another, or
 * shows it again. A page that is hidden is given no frames.
 */
export function canBeHidden() {
  let hidden = false;
  const late = new Set();
  const draw = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (frame) => draw((now) => (hidden ? late.add(frame) : frame(now)));
  Object.defineProperty(document, "hidden", { get: () => hidden });
  Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
  window.hide = (hide) => {
    hidden = hide;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    if (hidden) return;
    for (const frame of late) window.requestAnimationFrame(frame);
    late.clear();
  };
}

/** For `visit`: a browser without workers, in which the page has to do everything. */
export function withoutWorkers() {
  delete window.Worker;
}

/** Waits until nothing was asked for any more for a while: pictures are the last to come. */
export async function quiet(asked, still_ms = 4_000) {
  let [count, since] = [-1, performance.now()];
  while (performance.now() - since < still_ms) {
    if (asked.length !== count) [count, since] = [asked.length, performance.now()];
    await new Promise((again) => setTimeout(again, 100));
  }
  return since;
}

/**
 * Waits until all in sight has become sharp, lit and lettered for the first time, as the
 * gallery marks in the page's timeline; when that was, on this process's own clock.
 */
export async function sharp(page) {
  const at = await until(page, () => {
    const [mark] = performance.getEntriesByName("enfilade:sharp");
    return mark && performance.timeOrigin + mark.startTime;
  });
  return at - performance.timeOrigin;
}

/** What a reader of English sees of one part of a work in the catalogue. */
export const read = (page, id, part) => page.evaluate(([id, part]) => {
  const article = document.getElementById(`work=${id}`).cloneNode(true);
  for (const unseen of article.querySelectorAll("[hidden], [lang=zh-CN]")) unseen.remove();
  return [...article.querySelectorAll(part)].map((place) => place.textContent).join(" ");
}, [id, part]);

export const where = (page) => page.evaluate(() => window.enfilade.where());

/** Waits until the visitor has come this far (in metres) from a place. */
export function comesAway(page, from, metres) {
  return until(page, ({ from, metres }) => {
    const place = window.enfilade.where();
    return place && Math.hypot(place.x - from.x, place.y - from.y) > metres;
  }, { from, metres });
}

/** Waits until the visitor stands before a work. */
export async function standsBefore(page, work) {
  await until(page, (work) => window.enfilade.where()?.work === work, work);
  // An address takes the keys away for a moment. A key that is pressed in the same frame in
  // which they come back is not heard.
  await page.evaluate(() => new Promise((done) => {
    const frame = (left) => (left ? requestAnimationFrame(() => frame(left - 1)) : done());
    frame(4);
  }));
}

/**
 * A picture as 32 by 18 squares of mean colour, by a canvas of the browser; `part` of it, from
 * the left, from the top, width and height in parts of its sides.
 */
export async function squares(page, png, part = [0, 0, 1, 1]) {
  return page.evaluate(async ([data, [x, y, width, height]]) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(32, 18);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    const across = (share) => share * bitmap.width;
    const down = (share) => share * bitmap.height;
    context.drawImage(bitmap, across(x), down(y), across(width), down(height), 0, 0, 32, 18);
    return [...context.getImageData(0, 0, 32, 18).data].filter((_, index) => index % 4 < 3);
  }, [png.toString("base64"), part]);
}

/** The mean difference of two such pictures, 0 to 255. */
export function difference(a, b) {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length;
}

/** How far a picture's squares spread around their mean: 0 for a blank one. */
export function spread(a) {
  const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
  return Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a.length);
}
