import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { findMissing } from "../live/whole";

function write(words: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, words);
  return doc;
}

test("a page that knows no more than the server offers nothing", () => {
  const doc = write("a");
  assert.equal(findMissing(doc, [Y.encodeStateAsUpdate(doc)]), null);
});

test("what the server lacks is offered, be it text or only that something was deleted", () => {
  const doc = write("ab");
  const before = Y.encodeStateAsUpdate(doc);
  for (const change of [
    () => doc.getText("t").delete(0, 1),
    () => doc.getText("t").insert(0, "c"),
  ]) {
    change();
    const offer = findMissing(doc, [before]);
    const theirs = new Y.Doc();
    for (const update of [before, offer as Uint8Array]) Y.applyUpdate(theirs, update);
    assert.equal(theirs.getText("t").toString(), doc.getText("t").toString());
  }
});
