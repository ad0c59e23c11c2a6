import { type CommandProps, findParentNode, mergeAttributes, Node } from "@tiptap/core";
import { NodeRange } from "@tiptap/pm/model";
import { _ } from "../../i18n";
import { element, pageLanguage } from "../dom";
import { leaveLists } from "./lists";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    decision: {
      /** Turns the current block into a decision, or a decision back into its blocks. */
      toggleDecision: () => ReturnType;
    };
  }
}

/** What was decided. */
export const Decision = Node.create({
  name: "decision",
  group: "block",
  content: "(paragraph | bulletList | orderedList | taskList)+",
  defining: true,

  parseHTML() {
    return [{ tag: "section[data-type=decision]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["section", mergeAttributes(HTMLAttributes, { "data-type": "decision" }), 0];
  },

  addNodeView() {
    return () => {
      const fixed = { contenteditable: "false", lang: pageLanguage() };
      const label = element("div", { ...fixed, class: "block-label" }, _("Decision"));
      const contentDOM = element("div", { class: "decision-body" });
      const attributes = {
        class: "decision",
        "data-type": "decision",
        "aria-label": _("Decision"),
      };
      const dom = element("section", attributes, label, contentDOM);
      return {
        dom,
        contentDOM,
        stopEvent: (event) => label.contains(event.target as HTMLElement),
        ignoreMutation: (mutation) =>
          mutation.type !== "selection" && !contentDOM.contains(mutation.target),
      };
    };
  },

  addCommands() {
    return {
      toggleDecision: () => (props) => {
        if (unwrap(props)) return true;
        return props
          .chain()
          .command(leaveLists)
          .command(({ commands, state }) => {
            const { parent } = state.selection.$from;
            return parent.type.name === "paragraph" || commands.setParagraph();
          })
          .wrapIn(this.name)
          .run();
      },
    };
  },

  addKeyboardShortcuts() {
    const toggle = () => this.editor.commands.toggleDecision();
    return { "Mod-Alt-d": toggle, "Ctrl-Alt-d": toggle };
  },
});

/** Takes the frame away and leaves what was decided as it is. */
function unwrap({ tr, state, dispatch }: CommandProps): boolean {
  const decision = findParentNode((node) => node.type.name === "decision")(state.selection);
  if (!decision) return false;
  const { depth, start, node } = decision;
  const from = tr.doc.resolve(start);
  const range = new NodeRange(from, tr.doc.resolve(start + node.content.size), depth);
  if (dispatch) tr.lift(range, depth - 1);
  return true;
}
