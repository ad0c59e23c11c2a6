import assert from "node:assert/strict";
import { test } from "node:test";
import * as encoding from "lib0/encoding";
import { decodeChanges, decodeUpdates, encodeChange } from "../live/protocol";

const bytes = (...values: number[]) => new Uint8Array(values);
const LARGEST_SESSION = 2 ** 53 - 1;

function encodeFrame(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 300);
  encoding.writeVarUint(encoder, 2);
  encoding.writeVarUint8Array(encoder, bytes(1, 2));
  encoding.writeVarUint8Array(encoder, bytes(3));
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, LARGEST_SESSION);
  encoding.writeVarUint(encoder, 7);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint8Array(encoder, bytes(9));
  return encoding.toUint8Array(encoder);
}

test("a change is its number, its update and its awareness", () => {
  assert.deepEqual(encodeChange(200, bytes(1, 2), bytes(3)), bytes(0xc8, 1, 2, 1, 2, 1, 3));
  assert.deepEqual(encodeChange(1), bytes(1, 0, 0));
});

test("a frame brings updates, receipts and awareness", () => {
  assert.deepEqual(decodeChanges(encodeFrame()), {
    seq: 300,
    updates: [bytes(1, 2), bytes(3)],
    receipts: [[LARGEST_SESSION, 7]],
    awareness: [bytes(9)],
  });
});

test("bytes after the end of a frame are an error", () => {
  assert.throws(() => decodeChanges(new Uint8Array([...encodeFrame(), 0])));
  assert.throws(() => decodeUpdates(bytes(1, 1, 5, 0)));
});

test("the ack of a join holds a list of updates, or nothing", () => {
  assert.deepEqual(decodeUpdates(bytes(2, 1, 5, 2, 6, 7)), [bytes(5), bytes(6, 7)]);
  assert.deepEqual(decodeUpdates(bytes()), []);
});
