import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Outbox } from "../live/outbox";

const held = new Set<string>();

/** What of the Web Locks the outbox uses; "closing a page" takes its lock away. */
async function request(
  name: string,
  options: unknown,
  work?: (lock: object | null) => Promise<void>,
): Promise<void> {
  if (work) return work(held.has(name) ? null : {});
  held.add(name);
  return (options as () => Promise<void>)();
}

Object.defineProperty(navigatorOf(), "locks", { value: { request } });

function navigatorOf(): object {
  if (!("navigator" in globalThis)) Object.defineProperty(globalThis, "navigator", { value: {} });
  return (globalThis as unknown as { navigator: object }).navigator;
}

const bytes = (...values: number[]) => new Uint8Array(values);
let scope = "";
let count = 0;

beforeEach(() => {
  held.clear();
  scope = `cooperation/document/${++count}`;
});

test("what a closed page could not send is taken over, in order", async () => {
  const closed = await Outbox.open(scope);
  await Promise.all([closed.add(bytes(1)), closed.add(bytes(2)), closed.add(bytes(3))]);
  held.clear();
  const next = await Outbox.open(scope);
  const rows = await next.adoptOrphans();
  assert.deepEqual(
    rows.map((row) => [...row.update]),
    [[1], [2], [3]],
  );
  assert.deepEqual(await next.adoptOrphans(), []);
});

test("nobody takes the changes of a page that is open, or of another person", async () => {
  const open = await Outbox.open(scope);
  await open.add(bytes(1));
  assert.deepEqual(await (await Outbox.open(scope)).adoptOrphans(), []);
  held.clear();
  assert.deepEqual(await (await Outbox.open(`${scope}/other`)).adoptOrphans(), []);
});

test("a receipt takes changes out, a refusal marks them", async () => {
  const outbox = await Outbox.open(scope);
  const keys = await Promise.all([outbox.add(bytes(1)), outbox.add(bytes(2))]);
  await outbox.remove([keys[0]]);
  await outbox.refuse([keys[1]], "too_large", "Too large");
  held.clear();
  const next = await Outbox.open(scope);
  assert.deepEqual(await next.adoptOrphans(), []);
  const [refused] = await next.listRefused();
  assert.deepEqual(refused?.refusal, { code: "too_large", message: "Too large" });
});
