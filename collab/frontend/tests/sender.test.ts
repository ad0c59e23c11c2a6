import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import * as decoding from "lib0/decoding";
import { Sender } from "../live/sender";

type Sent = { n: number; update: number[]; hasAwareness: boolean };

const AWARENESS = new Uint8Array([7]);
let now: number;
let sent: Sent[];
let sender: Sender;

function emit(blob: Uint8Array): void {
  const decoder = decoding.createDecoder(blob);
  const n = decoding.readVarUint(decoder);
  const update = [...decoding.readVarUint8Array(decoder)];
  sent.push({ n, update, hasAwareness: decoding.readVarUint8Array(decoder).length > 0 });
}

function pass(time: number): void {
  now += time;
  mock.timers.tick(time);
}

/** Bytes are no real updates here: one at a time, so that nothing is merged. */
function type(key: number): void {
  sender.queue.add(key, new Uint8Array([key]));
  sender.pump();
}

beforeEach(() => {
  now = 1000;
  sent = [];
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
  sender = new Sender(() => AWARENESS);
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("nothing is emitted before the ack; then at once, with the awareness", () => {
  type(1);
  assert.deepEqual(sent, []);
  sender.open(emit, 5, 0, true);
  sender.pump();
  assert.deepEqual(sent, [{ n: 1, update: [1], hasAwareness: true }]);
});

test("updates keep 30 ms apart, and take along an awareness that waits", () => {
  sender.open(emit, 5, 0, true);
  type(1);
  type(2);
  assert.equal(sent.length, 1);
  pass(30);
  assert.equal(sent.length, 2);
  pass(100);
  sender.tellAwareness(true);
  type(3);
  assert.deepEqual(sent.slice(2), [{ n: 3, update: [3], hasAwareness: true }]);
  pass(1000);
  assert.equal(sent.length, 3);
});

test("in the same session what got lost goes again under its number", () => {
  sender.open(emit, 5, 0, true);
  type(1);
  pass(100);
  sender.tellAwareness(false);
  pass(150);
  type(2);
  sender.pause();
  sent = [];
  sender.confirm(1);
  sender.open(emit, 5, 1, true);
  assert.deepEqual(sent, [
    { n: 2, update: [], hasAwareness: true },
    { n: 3, update: [2], hasAwareness: true },
  ]);
});

test("in another session everything without a receipt is numbered anew", () => {
  sender.open(emit, 5, 0, true);
  type(1);
  pass(100);
  type(2);
  sender.confirm(1);
  sender.pause();
  sent = [];
  pass(100);
  sender.open(emit, 6, 0, true);
  sender.pump();
  assert.deepEqual(sent, [{ n: 1, update: [2], hasAwareness: true }]);
});

test("on the same socket nothing was lost, and nothing goes again", () => {
  sender.open(emit, 5, 0, true);
  type(1);
  sender.pause();
  sent = [];
  sender.open(emit, 5, 0, false);
  pass(100);
  sender.pump();
  assert.deepEqual(sent, [{ n: 2, update: [], hasAwareness: true }]);
});

function openAndRest(): void {
  sender.open(emit, 5, 0, true);
  sender.pump();
  pass(1000);
  sent = [];
}

test("a caret that moves goes alone after 150 ms, however often it moved meanwhile", () => {
  openAndRest();
  for (let moves = 0; moves < 5; moves++) {
    sender.tellAwareness(true);
    pass(29);
  }
  assert.deepEqual(sent, []);
  pass(5);
  assert.deepEqual(sent, [{ n: 2, update: [], hasAwareness: true }]);
  pass(1000);
  assert.equal(sent.length, 1);
});

test("who comes or leaves is told at once, with the caret that waits", () => {
  openAndRest();
  sender.tellAwareness(true);
  sender.tellAwareness(false);
  assert.deepEqual(sent, [{ n: 2, update: [], hasAwareness: true }]);
});

test("a caret that waited when the connection broke is told after the next join", () => {
  openAndRest();
  sender.tellAwareness(true);
  sender.pause();
  pass(1000);
  assert.deepEqual(sent, []);
  sender.open(emit, 5, 1, true);
  sender.pump();
  assert.deepEqual(sent, [{ n: 2, update: [], hasAwareness: true }]);
});

test("a caret waits for a change that is being written to the device, and goes with it", () => {
  openAndRest();
  sender.tellAwareness(true);
  sender.storing++;
  pass(200);
  assert.deepEqual(sent, []);
  sender.storing--;
  type(1);
  assert.deepEqual(sent, [{ n: 2, update: [1], hasAwareness: true }]);
});
