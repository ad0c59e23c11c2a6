import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { Node, Slice } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { knownOnly } from "../editor/comments/foreign";
import { findRanges, quoteOf, readAnchors, threadsAt } from "../editor/comments/ranges";
import { stack } from "../editor/comments/stacking";
import { schemaOf } from "../editor/schema";

const schema = getSchema(schemaOf({ people: [] }));
const comment = (thread: string) => ({ type: "comment", attrs: { thread } });

function text(words: string, ...threads: string[]) {
  return { type: "text", text: words, marks: threads.map(comment) };
}

function line(id: string, ...content: object[]) {
  return { type: "paragraph", attrs: { id }, content };
}

function document(...content: object[]): Node {
  return Node.fromJSON(schema, { type: "doc", content });
}

function select(doc: Node, from: number, to: number): EditorState {
  const state = EditorState.create({ schema, doc });
  return state.apply(state.tr.setSelection(TextSelection.create(doc, from, to)));
}

test("a thread reaches from the first to the last word that carries it", () => {
  const doc = document(
    line("a", text("We "), text("meet", "x"), text(" in")),
    line("b", text("Lyon", "x", "y"), text(".")),
  );
  const ranges = findRanges(doc);
  assert.deepEqual(ranges.get("x"), { from: 4, to: 17 });
  assert.deepEqual(ranges.get("y"), { from: 13, to: 17 });
  assert.deepEqual(threadsAt(ranges, 14), ["y", "x"]);
  assert.deepEqual(threadsAt(ranges, 5), ["x"]);
  assert.deepEqual(threadsAt(ranges, 18), []);
});

test("selected words are told block by block, what is no text as one sign", () => {
  const mention = { type: "mention", attrs: { id: "m", label: "Ana" } };
  const doc = document(line("a", text("Ask "), mention, text("😀 now")), line("b", text("Lyon")));
  const anchors = readAnchors(select(doc, 3, 16), false);
  assert.deepEqual(anchors, [
    { block: "a", start: 2, end: 11, quote: "k \ufffc😀 now" },
    { block: "b", start: 0, end: 2, quote: "Ly" },
  ]);
  assert.equal(quoteOf(anchors), "k 😀 now Ly");
});

test("without a selection it is the block of the caret, or nothing", () => {
  const doc = document(line("a", text("Lyon")), line("b"));
  const caret = select(doc, 2, 2);
  assert.deepEqual(readAnchors(caret, false), []);
  assert.deepEqual(readAnchors(caret, true), [{ block: "a", start: 0, end: 4, quote: "Lyon" }]);
  assert.deepEqual(readAnchors(select(doc, 7, 7), true), []);
});

test("words from elsewhere come without the threads of elsewhere", () => {
  const doc = document(line("a", text("We ", "x"), text("meet", "x", "y")));
  const kept = knownOnly(new Slice(doc.content, 0, 0), new Set(["y"]));
  assert.deepEqual([...findRanges(document(...kept.content.toJSON())).keys()], ["y"]);
});

test("cards stand beside their words, or below the card before", () => {
  const cards = [
    { top: 0, height: 100 },
    { top: 20, height: 50 },
    { top: 400, height: 50 },
  ];
  assert.deepEqual(stack(cards), [0, 108, 400]);
});

test("the card that one turns to stands beside its words, and the others make room", () => {
  const cards = [
    { top: 300, height: 50 },
    { top: 310, height: 50 },
    { top: 320, height: 50 },
  ];
  assert.deepEqual(stack(cards, 1), [252, 310, 368]);
  assert.deepEqual(stack(cards, 0), [300, 358, 416]);
});

test("no card stands above the margin", () => {
  const cards = [
    { top: -50, height: 80 },
    { top: 10, height: 50 },
  ];
  assert.deepEqual(stack(cards), [0, 88]);
  assert.deepEqual(stack(cards, 1), [0, 88]);
});
