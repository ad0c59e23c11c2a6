import { type Editor, mergeAttributes, Node } from "@tiptap/core";
import type { Node as Data } from "@tiptap/pm/model";
import { _, _n } from "../../i18n";
import { element, pageLanguage } from "../dom";
import { attribute } from "./attributes";

const TAG = "agenda-item";

/** One item of the agenda with what was said about it. Its title changes only with the agenda. */
export const AgendaItem = Node.create({
  name: "agendaItem",
  content: "block+",
  isolating: true,
  defining: true,
  selectable: false,

  addAttributes() {
    return {
      agendaId: { default: null, ...attribute("agendaId") },
      title: { default: "", ...attribute("title") },
      presenter: { default: null, ...attribute("presenter") },
      minutes: {
        default: null,
        parseHTML: (dom: HTMLElement) => Number(dom.dataset.minutes) || null,
        renderHTML: ({ minutes }) => (minutes === null ? {} : { "data-minutes": minutes }),
      },
      withdrawn: {
        default: false,
        parseHTML: (dom: HTMLElement) => dom.dataset.withdrawn === "true",
        renderHTML: ({ withdrawn }) => (withdrawn ? { "data-withdrawn": "true" } : {}),
      },
    };
  },

  parseHTML() {
    return [{ tag: `section[data-type=${TAG}]` }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["section", mergeAttributes(HTMLAttributes, { "data-type": TAG }), 0];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const title = element("h3", { class: "agenda-item-title" });
      const detail = element("div", { class: "agenda-item-detail", lang: pageLanguage() });
      const head = element("header", { class: "agenda-item-head", contenteditable: "false" });
      const contentDOM = element("div", { class: "agenda-item-body" });
      const dom = element("section", { class: TAG, "data-type": TAG }, head, contentDOM);
      head.append(title, detail);
      const paint = ({ attrs }: Data) => {
        setText(title, attrs.title || _("Without a title"));
        setText(detail, describe(attrs));
        detail.hidden = detail.textContent === "";
        dom.dataset.agendaId = attrs.agendaId ?? "";
        dom.toggleAttribute("data-withdrawn", attrs.withdrawn);
        dom.setAttribute("aria-label", attrs.title);
      };
      paint(node);
      contentDOM.addEventListener("mousedown", (event) => {
        if (event.target === contentDOM) goToEnd(editor, getPos());
      });
      return {
        dom,
        contentDOM,
        update: (next) => {
          if (next.type.name !== "agendaItem") return false;
          paint(next);
          return true;
        },
        stopEvent: (event) => head.contains(event.target as HTMLElement),
        ignoreMutation: (mutation) =>
          mutation.type !== "selection" && !contentDOM.contains(mutation.target),
      };
    };
  },
});

/** A click below the last block goes on writing there, also where that block is no paragraph. */
function goToEnd(editor: Editor, position: number | undefined): void {
  const item = position === undefined ? null : editor.state.doc.nodeAt(position);
  if (!item || position === undefined || !editor.isEditable) return;
  const end = position + item.nodeSize - 1;
  if (item.lastChild?.type.name === "paragraph") editor.commands.focus(end - 1);
  else
    editor
      .chain()
      .insertContentAt(end, { type: "paragraph" })
      .focus(end + 1)
      .run();
}

function describe({ withdrawn, presenter, minutes }: Data["attrs"]): string {
  const parts = [
    withdrawn ? _("Withdrawn from the agenda") : "",
    presenter ?? "",
    minutes ? _n("%(num)s minute", "%(num)s minutes", minutes) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
