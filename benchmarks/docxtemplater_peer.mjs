// The peer: docxtemplater, warm in one process, in memory from first to last.
//
//     node docxtemplater_peer.mjs JOBS.json
//
// JOBS.json: {job: {template: path, data: path}}. Each line read, {job, count, save?}, makes
// `count` documents and answers with the milliseconds of each; `save` keeps the last one
// (written after the clock has stopped). An instance renders only once, so every document
// takes a new Docxtemplater over the template's bytes.

import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";

const jobs = JSON.parse(readFileSync(process.argv[2]));
let current;

function make({ template, data }) {
  const options = { paragraphLoop: true, errorLogging: false };
  const document = new Docxtemplater(new PizZip(template), options);
  document.render(data);
  return document.toBuffer();
}

for await (const line of createInterface({ input: process.stdin })) {
  const { job, count, save } = JSON.parse(line);
  if (current?.job !== job) {
    const { template, data } = jobs[job];
    current = { job, template: readFileSync(template), data: JSON.parse(readFileSync(data)) };
  }
  const times = [];
  let document;
  for (let made = 0; made < count; made++) {
    const start = performance.now();
    document = make(current);
    times.push(performance.now() - start);
  }
  if (save) writeFileSync(save, document);
  process.stdout.write(JSON.stringify(times) + "\n");
}
