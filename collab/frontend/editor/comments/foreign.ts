import { Fragment, type Node, Slice } from "@tiptap/pm/model";

/** Words from elsewhere without the threads of elsewhere; only those in `known` stay. */
export function knownOnly(slice: Slice, known: Set<string>): Slice {
  const clean = (fragment: Fragment): Fragment => {
    const nodes: Node[] = [];
    fragment.forEach((node) => {
      const marked = node.mark(
        node.marks.filter(
          (mark) => mark.type.name !== "comment" || known.has(mark.attrs.thread as string),
        ),
      );
      nodes.push(node.isText ? marked : marked.copy(clean(node.content)));
    });
    return Fragment.fromArray(nodes);
  };
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd);
}
