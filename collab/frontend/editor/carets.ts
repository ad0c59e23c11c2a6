import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import type { Awareness } from "y-protocols/awareness";
import { element } from "./dom";

const COLOURS = 12;

/** Who somebody says they are, next to where their caret is. `hue` is one of twelve colours. */
export type User = { id: string; name: string; hue: number };

/** The class that holds a person's colours; what is no colour counts as the first. */
export function colourClass(hue: unknown): string {
  return `person-${Number.isInteger(hue) ? Math.abs(hue as number) % COLOURS : 0}`;
}

/** Carets and selections of the others. Names are drawn by CSS, so that they are no part of the text. */
export function caretsOf(awareness: Awareness, user: User) {
  const events = { on: () => {}, off: () => {} }; // asked for by extensions that wait for a first sync
  return CollaborationCaret.configure({
    provider: { awareness, ...events },
    user,
    render: ({ name, hue }) => {
      const caret = element("span", { class: `caret ${colourClass(hue)}`, "aria-hidden": "true" });
      caret.append(
        element("span", { class: "caret-name", "data-name": String(name).slice(0, 60) }),
      );
      return caret;
    },
    selectionRender: ({ hue }) => ({
      nodeName: "span",
      class: `caret-selection ${colourClass(hue)}`,
    }),
  });
}
