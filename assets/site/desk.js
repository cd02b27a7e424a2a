// A worker's desk: the same program once more, which does one job after the other.

import begin, { do_job, sit_down } from "./enfilade.js";

/** Settled when the program runs here and its typefaces are there. */
let seated = null;

async function sit({ program, base, faces }) {
  // What cannot set type like the page leaves everything to the page.
  if (!self.fonts || typeof OffscreenCanvas === "undefined") throw new Error("unfit");
  const loaded = faces.map(async ({ family, source, weight }) => {
    const face = new FontFace(family, source, { weight });
    self.fonts.add(face);
    await face.load();
  });
  // A typeface that does not come is stood in for by the system's, as in the page.
  await Promise.allSettled(loaded);
  await begin({ module_or_path: program });
  await sit_down(base);
}

self.onmessage = async ({ data }) => {
  if (data.program) {
    seated = sit(data);
    seated.then(() => postMessage({ seated: true }), () => postMessage({ unfit: true }));
    return;
  }
  const { number, job } = data;
  try {
    await seated;
    const { note, bytes } = await do_job(job);
    postMessage({ number, note, bytes }, [bytes.buffer]);
  } catch (error) {
    const broken = error instanceof WebAssembly.RuntimeError;
    postMessage({ number, failed: String(error?.message ?? error), broken });
  }
};
