import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Queue } from "../live/queue";

/** One update a letter, as typing makes them. */
function type(word: string): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  [...word].forEach((letter, at) => {
    doc.getText("text").insert(at, letter);
  });
  return updates;
}

function read(updates: Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getText("text").toString();
}

function fill(queue: Queue, updates: Uint8Array[], firstKey = 1): void {
  updates.forEach((update, at) => {
    queue.add(firstKey + at, update);
  });
}

test("what waits is merged into one update that says the same", () => {
  const queue = new Queue();
  fill(queue, type("hello"));
  const entry = queue.take(1);
  assert.deepEqual(entry?.keys, [1, 2, 3, 4, 5]);
  assert.equal(read([entry?.update as Uint8Array]), "hello");
  assert.equal(queue.take(2), undefined);
});

test("nothing is merged beyond the largest size, and a larger one goes alone", () => {
  const updates = type("abcd");
  const [first, second] = updates as [Uint8Array, Uint8Array];
  const queue = new Queue(first.length + second.length);
  fill(queue, updates);
  assert.deepEqual(queue.take(1)?.keys, [1, 2]);
  const tiny = new Queue(1);
  fill(tiny, updates);
  assert.deepEqual(tiny.take(1)?.keys, [1]);
});

test("a receipt frees what it covers, and what it does not cover waits on", () => {
  const queue = new Queue(1);
  fill(queue, type("abc"));
  queue.take(1);
  queue.take(3);
  assert.deepEqual(queue.confirm(2), [1]);
  assert.equal(queue.size, 2);
  assert.deepEqual(queue.confirm(99), [2]);
  assert.equal(queue.size, 1);
});

test("in a new session everything without a receipt goes again, in order and as it was", () => {
  const queue = new Queue();
  const updates = type("abcdef");
  fill(queue, updates.slice(0, 3));
  const sent = queue.take(5);
  fill(queue, updates.slice(3), 4);
  queue.rewind();
  const again = queue.take(1);
  assert.deepEqual(again?.update, sent?.update);
  assert.deepEqual(again?.keys, [1, 2, 3]);
  assert.deepEqual(queue.take(2)?.keys, [4, 5, 6]);
});

test("with a refused change goes everything after it, and what was before it stays", () => {
  const queue = new Queue(1);
  fill(queue, type("abcd"));
  for (const n of [1, 2, 3]) queue.take(n);
  const lost = queue.cutFrom(2);
  assert.deepEqual(
    lost.flatMap((entry) => entry.keys),
    [2, 3, 4],
  );
  assert.deepEqual(queue.confirm(3), [1]);
  assert.deepEqual(queue.cutFrom(9), []);
});

test("what does not hang on a refused change stays: the server may have taken it", () => {
  const queue = new Queue(0);
  const [a, b] = type("ab") as [Uint8Array, Uint8Array];
  const [other] = type("x") as [Uint8Array];
  queue.add(1, a, true);
  queue.add(2, other, true);
  queue.add(3, b);
  for (const n of [1, 2]) queue.take(n);
  assert.deepEqual(
    queue.cutFrom(1).flatMap((entry) => entry.keys),
    [1, 3],
  );
  assert.deepEqual(queue.keys, [2]);
});

test("what was never on the wire is refused to who may not write; the rest only the server can tell", () => {
  const queue = new Queue();
  fill(queue, type("abc"));
  queue.take(1);
  queue.rewind();
  const [typedLater] = type("d") as [Uint8Array];
  queue.add(4, typedLater);
  assert.deepEqual(
    queue.cutUnseen().flatMap((entry) => entry.keys),
    [4],
  );
  assert.deepEqual(queue.keys, [1, 2, 3]);
});

test("a refused change goes again in parts, if an earlier page may have brought some of it", () => {
  const queue = new Queue();
  const [first, second, third] = type("abc") as [Uint8Array, Uint8Array, Uint8Array];
  queue.add(1, first, true);
  queue.add(2, second);
  assert.deepEqual(queue.take(1)?.keys, [1, 2]);
  queue.add(3, third);
  queue.take(2);
  assert.equal(queue.split(1), true);
  queue.rewind();
  const again = [queue.take(1), queue.take(2), queue.take(3)];
  assert.deepEqual(
    again.map((entry) => entry?.keys),
    [[1], [2], [3]],
  );
  assert.deepEqual(
    again.map((entry) => read([entry?.update as Uint8Array])),
    ["a", "", ""],
  );
  assert.equal(queue.split(2), false);
  assert.deepEqual(
    queue.cutFrom(2).map((entry) => entry.keys),
    [[2], [3]],
  );
});

test("what only this page has written is refused as it went", () => {
  const queue = new Queue();
  fill(queue, type("ab"));
  queue.take(1);
  assert.equal(queue.split(1), false);
  assert.equal(queue.split(7), false);
});
