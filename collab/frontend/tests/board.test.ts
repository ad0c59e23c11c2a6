import assert from "node:assert/strict";
import { test } from "node:test";
import { dateIn, nearness } from "../board/days";
import { interpret } from "../board/keys";
import { compare, findIndex } from "../board/order";
import { Pending } from "../board/pending";
import { Versions } from "../board/versions";

const press = (key: string, more: object = {}) =>
  interpret({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

test("a page takes what follows on what it shows, and nothing twice", () => {
  const versions = new Versions(7, 3);
  assert.equal(versions.judge({ from: 7, version: 8 }), "apply");
  versions.reach(8);
  assert.equal(versions.judge({ from: 7, version: 8 }), "old");
  assert.equal(versions.judge({ from: 5, version: 9 }), "apply");
});

test("a page that missed something asks for it", () => {
  const versions = new Versions(7, 3);
  assert.equal(versions.judge({ from: 8, version: 9 }), "behind");
  assert.equal(versions.version, 7);
});

test("a page read anew follows the board even where its versions went back", () => {
  const versions = new Versions(90, 80);
  versions.reach(12, 5);
  assert.deepEqual([versions.version, versions.shape], [90, 80]);
  versions.restart(12, 5);
  assert.deepEqual([versions.version, versions.shape], [12, 5]);
});

test("cards lie by rank letter by letter, equal ones by id", () => {
  const cards = [
    { rank: "b", id: "2" },
    { rank: "ba", id: "1" },
    { rank: "b", id: "1" },
    { rank: "Z", id: "9" },
  ];
  const order = cards.sort(compare).map(({ rank, id }) => rank + id);
  assert.deepEqual(order, ["Z9", "b1", "b2", "ba1"]);
});

test("a card finds its place among the others", () => {
  const cards = ["b", "d", "f"].map((rank) => ({ rank, id: rank }));
  assert.equal(findIndex(cards, { rank: "a", id: "x" }), 0);
  assert.equal(findIndex(cards, { rank: "d", id: "c" }), 1);
  assert.equal(findIndex(cards, { rank: "d", id: "e" }), 2);
  assert.equal(findIndex(cards, { rank: "z", id: "x" }), 3);
  assert.equal(findIndex([], { rank: "z", id: "x" }), 0);
});

test("a moved card stays where the reader put it until the server's word of that move came", () => {
  const pending = new Pending();
  assert.equal(pending.has("card", 1), false);
  pending.begin("card");
  pending.begin("card");
  pending.take("card", 5);
  assert.equal(pending.has("card", 5), true, "the second move is still on its way");
  pending.take("card", 6);
  assert.equal(pending.has("card", 5), true, "what comes is older than the second move");
  assert.equal(pending.has("card", 6), false);
});

test("a card that was refused is where the server has it", () => {
  const pending = new Pending();
  pending.begin("card");
  pending.drop("card");
  assert.equal(pending.has("card", 1), false);
});

test("what is due is said by the day", () => {
  assert.equal(nearness("2026-03-28", "2026-03-29"), "overdue");
  assert.equal(nearness("2026-03-29", "2026-03-29"), "today");
  assert.equal(nearness("2026-03-30", "2026-03-29"), "tomorrow", "clocks changed that night");
  assert.equal(nearness("2026-04-01", "2026-03-29"), "");
});

test("today is the date where the reader is", () => {
  const moment = new Date("2026-11-24T23:30:00Z");
  assert.equal(dateIn("Europe/Berlin", moment), "2026-11-25");
  assert.equal(dateIn("America/Montreal", moment), "2026-11-24");
});

test("arrows walk, with Alt they carry, with Shift they select", () => {
  assert.deepEqual(press("ArrowLeft"), { kind: "walk", way: "left" });
  assert.deepEqual(press("ArrowDown", { altKey: true }), { kind: "carry", way: "down" });
  assert.deepEqual(press("ArrowUp", { shiftKey: true }), { kind: "extend", way: "up" });
});

test("letters are commands whatever the shift key, and leave the browser's own keys alone", () => {
  assert.deepEqual(press("N", { shiftKey: true }), { kind: "command", command: "new" });
  assert.deepEqual(press("?", { shiftKey: true }), { kind: "command", command: "help" });
  assert.deepEqual(press("Delete"), { kind: "command", command: "archive" });
  assert.equal(press("a", { ctrlKey: true }), null);
  assert.equal(press("l", { metaKey: true }), null);
  assert.equal(press("e", { altKey: true }), null);
  assert.equal(press("q"), null);
});
