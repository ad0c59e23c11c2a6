import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { plainSchemaOf, SCHEMA_VERSION, schemaOf } from "../editor/schema";

type Kind = {
  content?: string;
  group?: string;
  marks?: string;
  excludes?: string;
  attrs: Record<string, unknown>;
};
type Description = { version: number; nodes: Record<string, Kind>; marks: Record<string, Kind> };

/** What only live documents hold. */
const OF_DOCUMENTS = ["agendaItem", "decision", "actionItem", "image", "documentLink", "embed"];

const server = JSON.parse(readFileSync("../live/schema.json", "utf8")) as Description;
const editor = getSchema(schemaOf({ people: [] })).spec;

const words = (text = "") => text.split(/\s+/).filter(Boolean).sort();

function defaults(attrs: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attrs).map(([name, attr]) => [name, (attr as { default?: unknown }).default]),
  );
}

test("browser and server know the same nodes and marks", () => {
  const names = (kinds: { forEach: (each: (name: string) => void) => void }) => {
    const found: string[] = [];
    kinds.forEach((name) => {
      found.push(name);
    });
    return found.sort();
  };
  assert.equal(server.version, SCHEMA_VERSION);
  assert.deepEqual(names(editor.nodes), Object.keys(server.nodes).sort());
  assert.deepEqual(names(editor.marks), Object.keys(server.marks).sort());
});

for (const [name, node] of Object.entries(server.nodes)) {
  test(`${name} is the same in browser and server`, () => {
    const ours = editor.nodes.get(name);
    assert.equal(ours?.content ?? "", node.content ?? "");
    assert.equal(ours?.marks, node.marks);
    assert.deepEqual(words(ours?.group), words(node.group));
    assert.deepEqual(defaults(ours?.attrs), defaults(node.attrs));
  });
}

for (const [name, mark] of Object.entries(server.marks)) {
  test(`${name} is the same in browser and server`, () => {
    assert.equal(editor.marks.get(name)?.excludes, mark.excludes);
    assert.deepEqual(defaults(editor.marks.get(name)?.attrs), defaults(mark.attrs));
  });
}

test("an empty text begins with a paragraph", () => {
  const { topNodeType } = getSchema(schemaOf({ people: [] }));
  assert.equal(topNodeType.contentMatch.defaultType?.name, "paragraph");
});

test("texts in forms hold the same but what belongs to minutes and pages", () => {
  const plain = getSchema(plainSchemaOf([])).spec;
  for (const [name, node] of Object.entries(server.nodes)) {
    const ours = plain.nodes.get(name);
    assert.equal(ours === undefined, OF_DOCUMENTS.includes(name));
    if (ours) assert.deepEqual(defaults(ours.attrs), defaults(node.attrs));
  }
  for (const [name, mark] of Object.entries(server.marks)) {
    const ours = plain.marks.get(name);
    assert.equal(ours === undefined, name === "comment");
    if (ours) assert.deepEqual(defaults(ours.attrs), defaults(mark.attrs));
  }
});

test("the binding marks what others did as the lists of choices expect", () => {
  assert.equal((ySyncPluginKey as unknown as { key: string }).key, "y-sync$");
});
