import { type Editor, Extension, type Range } from "@tiptap/core";
import type { Command } from "./commands";

type Offer = {
  /** What only texts of this kind can do. */
  more: Command[];
  /** What texts of this kind cannot do, by the commands' ids. */
  without: string[];
  /** What can be typed beside the usual: what it does, and the signs. */
  typed: () => string[][];
};

/** What a text of some kind can do, apart from what all texts can. */
export const Offered = Extension.create<Offer>({
  name: "offered",
  addOptions() {
    return { more: [], without: [], typed: () => [] };
  },
  addKeyboardShortcuts() {
    const keyed = this.options.more.filter(({ keys }) => keys);
    return Object.fromEntries(
      keyed.map((command) => [
        command.keys as string,
        () => {
          perform(this.editor, command);
          return true;
        },
      ]),
    );
  },
});

/** What texts like this one can do, apart from what all can. */
export function offerOf(editor: Editor): Offer {
  const found = editor.extensionManager.extensions.find(({ name }) => name === Offered.name);
  return (found?.options as Offer | undefined) ?? { more: [], without: [], typed: () => [] };
}

/** Those that texts of this editor can do. */
export function fitting(commands: Command[], editor: Editor): Command[] {
  const { without } = offerOf(editor);
  return commands.filter(
    ({ id, needs }) => (!needs || needs in editor.schema.nodes) && !without.includes(id),
  );
}

/** Does it where the caret is, in place of what stands in `range`. */
export function perform(editor: Editor, command: Command, range?: Range): void {
  const chain = editor.chain().focus();
  if (range) chain.deleteRange(range);
  (command.run?.(chain) ?? chain).run();
  command.open?.(editor);
}
