import { type CommandProps, findParentNode } from "@tiptap/core";

const ITEMS = new Set(["listItem", "taskItem"]);

/** Lifts the current block out of every list around it, for what may only stand on its own. */
export function leaveLists({ commands, tr, dispatch }: CommandProps): boolean {
  for (;;) {
    const item = findParentNode((node) => ITEMS.has(node.type.name))(tr.selection);
    if (!item) return true;
    const isLifted = commands.liftListItem(item.node.type.name);
    if (!isLifted || !dispatch) return isLifted;
  }
}
