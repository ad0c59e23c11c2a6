import type { Editor, Extension } from "@tiptap/core";
import { _ } from "../../i18n";
import type { Command } from "../commands";
import { highlightOf } from "./highlight";
import { Margin } from "./margin";

let margin: Margin | undefined;

/** The part of the editor that shows which words threads are about. */
export function comments(): Extension {
  return highlightOf((thread) => margin?.goTo(thread));
}

/** The tool that opens the form of a comment on the selected words, for who may comment. */
export function commentTools(text: HTMLElement): Command[] {
  if (text.dataset.canComment !== "true") return [];
  const open = () => setTimeout(() => margin?.begin()); // after the focus has come back
  return [
    {
      id: "comment",
      label: () => _("Comment"),
      icon: "message-circle",
      keys: "Mod-Alt-m",
      open,
    },
  ];
}

/** Begins the margin beside a text, where the page has one; returns how to stop following the editor. */
export function followComments(editor: Editor, text: HTMLElement): () => void {
  const root = document.querySelector<HTMLElement>("[data-margin]");
  if (!root) return () => {};
  margin ??= new Margin(root, text);
  return margin.attach(editor);
}
