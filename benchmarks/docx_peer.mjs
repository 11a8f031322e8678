// The peer: docx (npm) with ChartDataPatch, warm in one process, in memory from first to last.
//
//     node docx_peer.mjs TEMPLATE DATA.json
//
// DATA.json: {key: {categories, series: [{name, values}]}}; the template has {{ key }} in its charts'
// alternative texts. Each line read, {count, save?}, makes `count` documents and answers with the
// milliseconds of each; `save` keeps the last one (written after the clock has stopped).

import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { patchDocument } from "docx";
import { ChartDataPatch } from "docx/charts";

const data = readFileSync(process.argv[2]);
const charts = Object.entries(JSON.parse(readFileSync(process.argv[3])));

function make() {
  const patches = Object.fromEntries(
    charts.map(([key, chart]) => [key, new ChartDataPatch(chart)]),
  );
  return patchDocument({ outputType: "nodebuffer", data, patches, trimPlaceholders: true });
}

for await (const line of createInterface({ input: process.stdin })) {
  const { count, save } = JSON.parse(line);
  const times = [];
  let document;
  for (let made = 0; made < count; made++) {
    const start = performance.now();
    document = await make();
    times.push(performance.now() - start);
  }
  if (save) writeFileSync(save, document);
  process.stdout.write(JSON.stringify(times) + "\n");
}
