import type { Editor } from "@tiptap/core";
import { _ } from "../../i18n";
import type { Command } from "../commands";
import { comments, commentTools, followComments } from "../comments/begin";
import { Foreign } from "../foreign";
import type { LiveKind } from "../live_text";
import { type Lookup, lookUpAt } from "../lookup";
import { Offered } from "../offer";
import { schemaOf } from "../schema";
import { type Address, readAddress } from "./address";
import { showContents } from "./contents";
import { copiesOf } from "./copied";
import { embedThing } from "./embeds";
import { imagesOf, pickImages } from "./images";
import { linksOf } from "./links";
import { Notice } from "./notice";

/** What belongs to minutes. */
const OF_MINUTES = ["agendaItem", "decision", "actionItem"];

/** A page that people write together, with what only pages have: images, links, embeds. */
export const page: LiveKind = {
  extensions: (root, people) => {
    const address = readAddress(root);
    const lookup = lookUpAt(address.lookup);
    const notice = noticeOf(root);
    return [
      ...schemaOf({ people, container: root, images: address.images, lookup, outer: 2 }),
      linksOf(root, address, lookup, notice),
      imagesOf(address.images, notice),
      copiesOf(address.images, notice),
      Foreign.configure({ nodes: OF_MINUTES }),
      comments(),
      Offered.configure({
        more: [...commentTools(root), ...commandsOf(address, lookup, notice)],
        without: ["decision", "action"],
        typed: () => [[_("Link to a document"), "[["]],
      }),
    ];
  },
  label: () => _("Text of the page"),
  show: showAround,
};

const notices = new WeakMap<HTMLElement, Notice>();

function noticeOf(root: HTMLElement): Notice {
  const surface = root.querySelector("[data-surface]");
  const found = notices.get(root) ?? new Notice(surface ?? root);
  notices.set(root, found);
  return found;
}

function commandsOf(address: Address, lookup: Lookup, notice: Notice): Command[] {
  return [
    {
      id: "image",
      label: () => _("Image"),
      icon: "photo",
      open: (editor) => pickImages(editor, address.images, notice),
    },
    {
      id: "document-link",
      label: () => _("Link to a document"),
      icon: "file-text",
      run: (chain) => chain.insertContent("[["),
    },
    {
      id: "embed-decision",
      label: () => _("Decision from minutes"),
      icon: "gavel",
      open: (editor) => embedThing(editor, "decisions", address.choices, lookup),
    },
    {
      id: "embed-task",
      label: () => _("Task from a board"),
      icon: "layout-kanban",
      open: (editor) => embedThing(editor, "tasks", address.choices, lookup),
    },
  ];
}

function showAround(editor: Editor, root: HTMLElement): () => void {
  const contents = document.querySelector<HTMLElement>("[data-contents]");
  const stops = [followComments(editor, root)];
  if (contents) stops.push(showContents(editor, contents));
  return () => {
    for (const stop of stops) stop();
  };
}
