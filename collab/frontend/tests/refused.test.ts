import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { groupRefused, readText } from "../live/refused";

function write(work: (fragment: Y.XmlFragment) => void): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  work(doc.getXmlFragment("default"));
  return updates;
}

function paragraph(fragment: Y.XmlFragment, text: string): void {
  const made = new Y.XmlElement("paragraph");
  fragment.insert(fragment.length, [made]);
  made.insert(0, [new Y.XmlText(text)]);
}

test("the words of refused changes can be read, one line a block", () => {
  const updates = write((fragment) => {
    paragraph(fragment, "Ça va, 会议 😀");
    paragraph(fragment, "second");
  });
  assert.equal(readText(updates), "Ça va, 会议 😀\nsecond");
  assert.equal(readText([]), "");
});

test("a line that is divided shows once, and what was deleted again does not", () => {
  const updates = write((fragment) => {
    paragraph(fragment, "Ça va😀ende");
    const line = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    line.delete(5, 2);
    line.delete(5, 4);
    paragraph(fragment, "ende");
  });
  assert.equal(readText(updates), "Ça va\nende");
  assert.equal(readText([...updates, Y.mergeUpdates(updates)]), "Ça va\nende");
});

test("changes refused for one reason belong together", () => {
  const [update] = write((fragment) => paragraph(fragment, "x")) as [Uint8Array];
  const row = { scope: "", tab: "", update, at: 0 };
  const large = { code: "too_large", message: "Too large" };
  const groups = groupRefused([
    { ...row, key: 1, refusal: large },
    { ...row, key: 2, refusal: { code: "forbidden", message: "" } },
    { ...row, key: 3, refusal: large },
    { ...row, key: 4 },
  ]);
  assert.deepEqual(
    groups.map(({ keys, code }) => [code, keys]),
    [
      ["too_large", [1, 3]],
      ["forbidden", [2]],
    ],
  );
});
