// How long each piece of work holds the page's one thread, and so may stall a frame:
// hashing, decoding, scaling, baking, lettering, uploading, building, while the visitor
// comes in and walks the tour. Prints JSON. What workers do is in none of the figures.
//
//   ENFILADE=target/release/enfilade ENFILADE_SITE=site node benches/holds.mjs [SECONDS] [--alone]
//
// With --alone the browser has no workers, so that the page does everything itself.

import { browse, serve, sharp, visit, walking, watchHolds, withoutWorkers } from "../tests/browser/browser.mjs";

const alone = process.argv.includes("--alone");
const seconds = Number(process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? 60);
const viewport = { width: 1280, height: 720 };

/** What a frame may be held up by the arrival of works, rooms and texts. */
const BUDGET_MS = 4;

const ms = (value) => Math.round(value * 100) / 100;

function figures(durations) {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share) => ms(sorted[Math.round((sorted.length - 1) * share)] ?? 0);
  return {
    count: sorted.length,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: at(1),
    over_budget: sorted.filter((duration) => duration > BUDGET_MS).length,
  };
}

function byName(holds) {
  const names = [...new Set(holds.map(([name]) => name))].sort();
  return Object.fromEntries(names.map((name) =>
    [name, figures(holds.filter((hold) => hold[0] === name).map(([, , duration]) => duration))]));
}

/**
 * What all pieces of work took of each frame, together; with the engine's preparing of
 * textures, meshes and materials, which takes a little in a frame with no arrival, too.
 */
function byFrame(holds, frames) {
  const sums = frames.map(() => 0);
  let frame = 0;
  for (const [name, start, duration] of [...holds].sort((a, b) => a[1] - b[1])) {
    while (frame + 1 < frames.length && frames[frame + 1] <= start) frame += 1;
    if (name !== "longtask") sums[frame] += duration;
  }
  return figures(sums);
}

/** Keeps the times at which frames begin. */
function watchFrames() {
  window.frames_ms = [];
  const frame = (now) => { window.frames_ms.push(now); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}

const server = await serve();
const browser = await browse();
try {
  const first = [watchHolds, watchFrames, ...(alone ? [withoutWorkers] : [])];
  const start = performance.now();
  const { page, complaints } = await visit(browser, server.address, { viewport, first });
  await walking(page);
  const first_picture_ms = performance.now() - start;
  const all_sharp_ms = (await sharp(page)) - start;
  const toured = await page.evaluate(() => performance.now());
  await page.locator("#enfilade").focus();
  await page.keyboard.press("KeyT");
  await new Promise((over) => setTimeout(over, seconds * 1_000));
  const { holds, frames } = await page.evaluate(() => ({ holds: window.holds, frames: window.frames_ms }));
  const [before, during] = [([, at]) => at < toured, ([, at]) => at >= toured];
  const tour_frames = frames.filter((at) => at >= toured);
  process.stdout.write(`${JSON.stringify({
    bench: "holds",
    browser: browser.version(),
    viewport,
    workers: !alone,
    budget_ms: BUDGET_MS,
    first_picture_ms: ms(first_picture_ms),
    all_sharp_ms: ms(all_sharp_ms),
    coming_in: byName(holds.filter(before)),
    coming_in_by_frame: byFrame(holds.filter(before), frames.filter((at) => at < toured)),
    tour_s: seconds,
    tour: byName(holds.filter(during)),
    tour_by_frame: byFrame(holds.filter(during), tour_frames),
    tour_frame_mean_ms: ms((tour_frames.at(-1) - tour_frames[0]) / (tour_frames.length - 1)),
    complaints: complaints.length,
  }, null, 2)}\n`);
} finally {
  await browser.close();
  server.stop();
}
