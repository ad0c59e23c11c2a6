import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import { translate } from "../editor/foreign";
import { schemaOf } from "../editor/schema";

const schema = getSchema(schemaOf({ people: [] }));

function become(content: object[], nodes: string[], marks: string[] = []): object[] {
  const given = Fragment.fromJSON(schema, content);
  return translate(given, schema, new Set(nodes), new Set(marks)).toJSON() ?? [];
}

const text = (words: string, ...marks: object[]) => ({ type: "text", text: words, marks });
const paragraph = (...content: object[]) => ({ type: "paragraph", content });

function outline(nodes: unknown): unknown {
  return (nodes as { type: string; text?: string; content?: object[] }[]).map(
    ({ type, text: words, content }) => words ?? [type, ...((outline(content ?? []) as []) ?? [])],
  );
}

test("an agenda item with its decisions and actions becomes a heading and what was noted", () => {
  const item = {
    type: "agendaItem",
    attrs: { title: "Budget" },
    content: [
      { type: "decision", content: [paragraph(text("Agreed."))] },
      { type: "actionItem", content: [text("Pay")] },
    ],
  };
  const made = become([item], ["agendaItem", "decision", "actionItem"]);
  assert.deepEqual(outline(made), [
    ["heading", "Budget"],
    ["paragraph", "Agreed."],
    ["paragraph", "Pay"],
  ]);
});

test("images, links and embeds become their words, and comments leave no trace", () => {
  const comment = { type: "comment", attrs: { thread: "1" } };
  const made = become(
    [
      { type: "image", attrs: { alt: "A chart" } },
      { type: "image" },
      paragraph(text("See ", { type: "bold" }, comment), {
        type: "documentLink",
        attrs: { label: "Charter" },
      }),
      { type: "embed", attrs: { label: "We meet." } },
    ],
    ["image", "documentLink", "embed"],
    ["comment"],
  );
  assert.deepEqual(outline(made), [
    ["paragraph", "A chart"],
    ["paragraph", "See ", "Charter"],
    ["paragraph", "We meet."],
  ]);
  assert.ok(JSON.stringify(made).includes("bold"));
  assert.ok(!JSON.stringify(made).includes("comment"));
});

test("what every text holds stays as it is", () => {
  const given = [
    paragraph(text("One")),
    { type: "bulletList", content: [{ type: "listItem", content: [paragraph(text("Two"))] }] },
  ];
  assert.deepEqual(outline(become(given, ["agendaItem"])), [
    ["paragraph", "One"],
    ["bulletList", ["listItem", ["paragraph", "Two"]]],
  ]);
});
