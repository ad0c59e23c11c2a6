import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Inbox } from "../live/inbox";
import type { Frame } from "../live/protocol";

const frame = (seq: number, ...numbers: number[]): Frame => ({
  seq,
  updates: numbers.map((number) => new Uint8Array([number])),
  receipts: [],
  awareness: [],
});

let delivered: number[];
let asked: number;
let inbox: Inbox;

beforeEach(() => {
  delivered = [];
  asked = 0;
  inbox = new Inbox(
    ({ updates }) => delivered.push(...updates.map((update) => update[0] ?? 0)),
    () => asked++,
  );
});

test("what comes before the ack waits for it, and what the ack brought is not taken again", () => {
  inbox.receive(frame(3, 2, 3));
  assert.deepEqual(delivered, []);
  inbox.seq = 2;
  inbox.open();
  assert.deepEqual(delivered, [3]);
  assert.equal(inbox.seq, 3);
});

test("after a hole the server is asked once, and what came meanwhile follows", () => {
  inbox.open();
  inbox.receive(frame(1, 1));
  inbox.receive(frame(4, 4));
  inbox.receive(frame(5, 5));
  assert.deepEqual([delivered, asked], [[1], 1]);
  inbox.seq = 4;
  inbox.open();
  assert.deepEqual([delivered, asked, inbox.seq], [[1, 5], 1, 5]);
});

test("a frame without updates tells of a hole too", () => {
  inbox.open();
  inbox.receive(frame(0));
  assert.equal(asked, 0);
  inbox.receive(frame(2));
  assert.equal(asked, 1);
});
