import {
  type CommandProps,
  type Editor,
  findParentNode,
  mergeAttributes,
  Node,
} from "@tiptap/core";
import type { Node as Data } from "@tiptap/pm/model";
import type { Person } from "../people";
import { ActionItemView } from "./action_item_view";
import { attribute } from "./attributes";
import { leaveLists } from "./lists";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    actionItem: {
      /** Turns the current block into an action, or an action back into a paragraph. */
      toggleActionItem: () => ReturnType;
    };
  }
}

type ActionItemOptions = { people: Person[]; tasks: string };

/** What somebody owes by a date. */
export const ActionItem = Node.create<ActionItemOptions>({
  name: "actionItem",
  group: "block",
  content: "inline*",
  defining: true,

  addOptions() {
    return { people: [], tasks: "" };
  },

  addAttributes() {
    return {
      assignee: { default: null, keepOnSplit: false, ...attribute("assignee") },
      assigneeLabel: { default: null, keepOnSplit: false, ...attribute("assigneeLabel") },
      due: { default: null, keepOnSplit: false, ...attribute("due") },
      done: {
        default: false,
        keepOnSplit: false,
        parseHTML: (dom: HTMLElement) => dom.getAttribute("data-done") === "true",
        renderHTML: ({ done }) => ({ "data-done": String(done) }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "div[data-type=action-item]", contentElement: findContent }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-type": "action-item" }), 0];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new ActionItemView(node, editor, getPos, this.options);
  },

  addCommands() {
    return {
      toggleActionItem: () => (props) =>
        props.state.selection.$from.parent.type.name === this.name
          ? props.commands.setParagraph()
          : props.chain().command(leaveLists).command(leaveDecision).setNode(this.name).run(),
    };
  },

  addKeyboardShortcuts() {
    const toggle = () => this.editor.commands.toggleActionItem();
    return {
      "Mod-Alt-a": toggle,
      "Ctrl-Alt-a": toggle,
      Tab: () => goToFields(this.editor),
      Enter: () => isEmptyAction(this.editor.state.selection.$from.parent) && toggle(),
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        const isAtStart = empty && $from.parentOffset === 0;
        return isAtStart && $from.parent.type.name === this.name && toggle();
      },
    };
  },
});

function leaveDecision({ tr, commands }: CommandProps): boolean {
  const decision = findParentNode((node) => node.type.name === "decision")(tr.selection);
  return !decision || commands.toggleDecision();
}

function isEmptyAction(node: Data): boolean {
  return node.type.name === "actionItem" && node.content.size === 0;
}

/** From the text to who and until when: by itself the browser would go to the first field of the whole text. */
function goToFields({ state, view }: Editor): boolean {
  const { $from } = state.selection;
  if ($from.parent.type.name !== "actionItem") return false;
  const dom = view.nodeDOM($from.before()) as HTMLElement | null;
  dom?.querySelector<HTMLElement>(".action-item-fields select")?.focus();
  return true;
}

/** Copied from a node view, the text has fields around it. */
function findContent(dom: globalThis.Node): HTMLElement {
  const whole = dom as HTMLElement;
  return whole.querySelector<HTMLElement>(".action-item-text") ?? whole;
}
