import { Extension } from "@tiptap/core";
import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";

/** What the schema knows but texts of this kind do not hold: what is pasted of it becomes plain words. */
export const Foreign = Extension.create<{ nodes: string[]; marks: string[] }>({
  name: "foreign",
  addOptions() {
    return { nodes: [], marks: [] };
  },
  addProseMirrorPlugins() {
    const { nodes, marks } = this.options;
    const transformPasted = ({ content, openStart, openEnd }: Slice, { state }: Viewing): Slice => {
      const made = translate(content, state.schema, new Set(nodes), new Set(marks));
      return made.eq(content) ? new Slice(content, openStart, openEnd) : Slice.maxOpen(made);
    };
    return [new Plugin({ props: { transformPasted } })];
  },
});

type Viewing = { state: { schema: Schema } };

/** The same content without those nodes and marks; their words stay. */
export function translate(
  content: Fragment,
  schema: Schema,
  nodes: Set<string>,
  marks: Set<string>,
): Fragment {
  const made: Node[] = [];
  content.forEach((node) => {
    const kept = node.marks.filter(({ type }) => !marks.has(type.name));
    const inside = translate(node.content, schema, nodes, marks);
    if (!nodes.has(node.type.name)) made.push(node.copy(inside).mark(kept));
    else made.push(...inWords(node, inside, schema));
  });
  return Fragment.fromArray(made);
}

function inWords(node: Node, inside: Fragment, schema: Schema): Node[] {
  const { title, label, alt } = node.attrs;
  const words = String(title ?? label ?? alt ?? "");
  const text = words ? schema.text(words) : null;
  const paragraph = (content: Fragment | Node | null) =>
    schema.node("paragraph", null, content ?? undefined);
  if (node.isInline) return text ? [text] : [];
  if (node.isAtom) return text ? [paragraph(text)] : [];
  if (node.inlineContent) return [paragraph(inside)];
  const heading = text ? [schema.node("heading", { level: 1 }, text)] : [];
  return [...heading, ...inside.content];
}
