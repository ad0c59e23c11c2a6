/**
 * Pages of a browser whose time, network and disk are in the hands of a test: it writes one command a line and
 * reads what the pages did about it.
 */
import { createInterface } from "node:readline";
import { Clock } from "./clock.mjs";
import { Device } from "./device.mjs";
import { compile, Page } from "./page.mjs";

const program = compile(process.argv[2]);
let out = [];
let clock;
let device;
let pages;

const commands = {
  reset: () => {
    for (const page of pages?.values() ?? []) page.close();
    clock = new Clock();
    device = new Device();
    pages = new Map();
  },
  open: ({ page, options }) => {
    const fresh = new Page(program, device, clock, (word) => void out.push(word), page);
    pages.set(page, fresh);
    void fresh.start(options);
  },
  close: ({ page }) => pages.get(page).close(),
  type: ({ page, at, words }) => pages.get(page).type(at, words),
  erase: ({ page, at, count }) => pages.get(page).erase(at, count),
  hold: ({ page }) => pages.get(page).provider?.hold(),
  release: ({ page }) => pages.get(page).provider?.release(),
  event: ({ page, event }) => void pages.get(page).view.dispatchEvent(new Event(event)),
  receive: ({ page, socket, ...message }) => pages.get(page).sockets.get(socket).receive(message),
  advance: ({ milliseconds }) => clock.advance(milliseconds, device.settle),
  freeze: ({ isFrozen }) => {
    device.isFrozen = isFrozen;
  },
  session: ({ status }) => {
    device.session = status;
  },
  describe: ({ page }) => pages.get(page).describe(),
  rows: () => listRows(),
};

function listRows() {
  const { module } = pages.values().next().value;
  return device.listRows().map(({ update, refusal }) => ({
    text: module.readText([update]),
    refusal: refusal?.code ?? null,
  }));
}

function complain(error) {
  out.push({ kind: "error", error: String(error?.stack ?? error) });
}

process.on("unhandledRejection", complain);
process.on("uncaughtException", complain);

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...words } = JSON.parse(line);
  let answer = null;
  try {
    answer = (await commands[command](words)) ?? null;
    await device.settle();
  } catch (error) {
    complain(error);
  }
  process.stdout.write(`${JSON.stringify({ answer, out })}\n`);
  out = [];
}
