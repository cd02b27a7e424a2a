// How fast a published exhibition is in a browser: bytes, time to the first picture and
// until all in sight is sharp, frame times along the tour, memory. Prints JSON.
//
//   ENFILADE=target/release/enfilade ENFILADE_SITE=site node benches/browser.mjs [SECONDS]
//
// Memory is told three times: the program's own on the page's thread, which only grows;
// and at their peak, where the system tells, the page's process, which holds that, its
// workers' and the scripts', and the process that draws, which holds the textures.
//
// ENFILADE_BROWSER_ARGS="--use-angle=vulkan" replaces the switches of the software
// renderer where there is a graphics card.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { browse, serve, sharp, visit, walking } from "../tests/browser/browser.mjs";

const seconds = Number(process.argv[2] ?? 60);
const site = process.env.ENFILADE_SITE;
const viewport = { width: 1280, height: 720 };

/** A figure in milliseconds, to a tenth. */
const ms = (value) => Math.round(value * 10) / 10;

/** The most memory that a process has held, where the system tells. */
function peakBytes(process_id) {
  try {
    const status = readFileSync(`/proc/${process_id}/status`, "utf8");
    return 1024 * Number(status.match(/^VmHWM:\s*(\d+) kB$/m)[1]);
  } catch {
    return null;
  }
}

/** The largest peak among the browser's processes of a kind: a spare one is small. */
async function peakOf(browser, kind) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = processInfo.filter(({ type }) => type === kind).map(({ id }) => peakBytes(id));
  return peaks.reduce((most, peak) => (peak > most ? peak : most), null);
}

const server = await serve();
const browser = await browse();
try {
  const start = performance.now();
  const { page, complaints } = await visit(browser, server.address, { viewport });
  const page_ms = performance.now() - start;
  await walking(page);
  const first_picture_ms = performance.now() - start;

  const all_sharp_ms = (await sharp(page)) - start;

  await page.locator("#enfilade").focus();
  await page.keyboard.press("KeyT");
  const frames = await page.evaluate((seconds) => new Promise((done) => {
    const times = [];
    let last = performance.now();
    const end = last + seconds * 1_000;
    const frame = (now) => {
      times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else done(times.slice(1));
    };
    requestAnimationFrame(frame);
  }), seconds);
  frames.sort((a, b) => a - b);
  const at = (share) => ms(frames[Math.round((frames.length - 1) * share)]);

  const wasm = readFileSync(join(site, "enfilade_bg.wasm")).length;
  const brotli = statSync(join(site, "enfilade_bg.wasm.br"), { throwIfNoEntry: false })?.size;
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? null);
  process.stdout.write(`${JSON.stringify({
    bench: "browser",
    browser: browser.version(),
    viewport,
    wasm_bytes: wasm,
    wasm_brotli_bytes: brotli ?? null,
    page_ms: ms(page_ms),
    first_picture_ms: ms(first_picture_ms),
    all_sharp_ms: ms(all_sharp_ms),
    tour_s: seconds,
    frames: frames.length,
    frame_mean_ms: ms(frames.reduce((sum, time) => sum + time, 0) / frames.length),
    frame_p95_ms: at(0.95),
    frame_p99_ms: at(0.99),
    js_heap_bytes: heap,
    wasm_memory_bytes: await page.evaluate(() => window.enfilade.memoryBytes()),
    page_peak_bytes: await peakOf(browser, "renderer"),
    drawing_peak_bytes: await peakOf(browser, "GPU"),
    complaints: complaints.length,
  }, null, 2)}\n`);
} finally {
  await browser.close();
  server.stop();
}
