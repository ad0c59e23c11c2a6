import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as Y from "yjs";
import { Buried, type Waiting } from "../live/buried";
import { readText, writeText } from "../live/refused";

const REMOTE = "remote";
let ours: Y.Doc;
let theirs: Y.Doc;
let waiting: Waiting[];
let buried: Buried;

function line(doc: Y.Doc): Y.XmlText {
  return (doc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
}

function make(doc: Y.Doc, name: string, words: string): void {
  const made = new Y.XmlElement(name);
  doc.getXmlFragment("default").insert(0, [made]);
  made.insert(0, [new Y.XmlText(words)]);
}

/** As the editor does it: the block is another one, with the words that were known. */
function turnIntoHeading(doc: Y.Doc): void {
  doc.transact(() => {
    const words = line(doc).toString();
    doc.getXmlFragment("default").delete(0, 1);
    make(doc, "heading", words);
  });
}

function receive(): void {
  Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(ours)), REMOTE);
}

/** As a page does that begins anew: what waits comes into the text of the server. */
function loadAfresh(): void {
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(theirs));
  fresh.on("afterTransaction", (transaction) => buried.note(transaction, waiting));
  for (const { update } of waiting) Y.applyUpdate(fresh, update, REMOTE);
}

beforeEach(() => {
  [ours, theirs] = [new Y.Doc(), new Y.Doc()];
  make(theirs, "paragraph", "Begin");
  receive();
  waiting = [];
  buried = new Buried();
  ours.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) waiting.push({ keys: [waiting.length + 1], update });
  });
  ours.on("afterTransaction", (transaction: Y.Transaction) => {
    if (transaction.origin === REMOTE) buried.note(transaction, waiting);
  });
});

test("words in a block that somebody turned into another are told once the server has them", () => {
  line(ours).insert(5, " here");
  line(ours).insert(10, " and on");
  turnIntoHeading(theirs);
  receive();
  assert.equal(line(ours).toString(), "Begin");
  assert.equal(buried.confirm([1]), "here");
  assert.equal(buried.confirm([1, 2]), "and on");
  assert.equal(buried.confirm([1, 2]), "");
});

test("letters that were typed one by one are told as the words that they make", () => {
  for (const [at, letter] of [..." so it is"].entries()) line(ours).insert(5 + at, letter);
  turnIntoHeading(theirs);
  receive();
  assert.equal(buried.confirm(waiting.flatMap(({ keys }) => keys)), "so it is");
});

test("what one took back oneself is not told, nor what others deleted of their own", () => {
  line(ours).insert(5, "xyz");
  line(ours).delete(5, 2);
  line(ours).delete(0, 5);
  turnIntoHeading(theirs);
  receive();
  assert.equal(buried.confirm([1, 2, 3]), "z");
});

test("words elsewhere, and words that have their receipt, are nobody's loss", () => {
  make(ours, "paragraph", "Mine");
  turnIntoHeading(theirs);
  receive();
  assert.equal(buried.confirm([1]), "");
  line(ours).insert(0, "known");
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours));
  waiting = [];
  theirs.getXmlFragment("default").delete(0, 2);
  receive();
  assert.equal(buried.confirm([1, 2]), "");
});

test("what arrives where there is nothing any more is found in a fresh document too", () => {
  line(ours).insert(5, " here");
  turnIntoHeading(theirs);
  loadAfresh();
  assert.equal(buried.confirm([1]), "here");
});

test("what was refused is told by the refusal alone", () => {
  line(ours).insert(5, " here");
  turnIntoHeading(theirs);
  receive();
  buried.forget([1]);
  assert.equal(buried.confirm([1]), "");
});

test("words are kept as an update of their own", () => {
  assert.equal(readText([writeText("Ça va 😀"), writeText("second")]).split("\n").length, 2);
  assert.equal(readText([writeText("Ça va 😀")]), "Ça va 😀");
});

test("words that travel in two changes at once, as after a restore of the server, are told once", () => {
  line(ours).insert(5, " here");
  waiting.push({ keys: [9], update: Y.encodeStateAsUpdate(ours, Y.encodeStateVector(theirs)) });
  turnIntoHeading(theirs);
  receive();
  assert.equal(buried.confirm([1]) + buried.confirm([9]), "here");
});

test("words that were told are not told again when their change goes again into a fresh document", () => {
  line(ours).insert(5, " here");
  turnIntoHeading(theirs);
  receive();
  assert.equal(buried.confirm([1]), "here");
  buried.clear();
  loadAfresh();
  assert.equal(buried.confirm([1]), "");
});

test("words that were found but not told yet are found again in a fresh document", () => {
  line(ours).insert(5, " here");
  turnIntoHeading(theirs);
  receive();
  buried.clear();
  loadAfresh();
  assert.equal(buried.confirm([1]), "here");
});

test("words whose change goes within another are told when the server has that", () => {
  line(ours).insert(5, " here");
  line(ours).insert(10, " and on");
  turnIntoHeading(theirs);
  receive();
  buried.move([1, 2], 3);
  assert.equal(buried.confirm([1, 2]), "");
  assert.equal(buried.confirm([3]), "here and on");
});
