import { type Editor, Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import { _ } from "../../i18n";
import { element } from "../dom";
import { askAboutImage } from "../image_dialog";
import { send } from "./address";
import { insertBlock } from "./insert";
import type { Notice } from "./notice";

type Kept = { id: string; url: string };

/** Images that are pasted or dropped come into the text. */
export function imagesOf(address: string, notice: Notice): Extension {
  return Extension.create({
    name: "incomingImages",
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          props: {
            handlePaste: (_view, { clipboardData }) => {
              const files = imagesIn(clipboardData);
              // what comes with words, as out of a text, is pasted as those words
              if (!files.length || clipboardData?.getData("text/plain").trim()) return false;
              void addImages(editor, files, address, notice);
              return true;
            },
            handleDrop: (view, event, _slice, isMoved) => {
              const { dataTransfer, clientX: left, clientY: top } = event;
              if (isMoved || !dataTransfer?.files.length) return false;
              event.preventDefault();
              const files = imagesIn(dataTransfer);
              if (!files.length) {
                notice.warn(
                  _(
                    "Only images can be put into the text. Add other files to the documents and link to them with [[.",
                  ),
                );
                return true;
              }
              const at = view.posAtCoords({ left, top })?.pos;
              if (at !== undefined) {
                const near = TextSelection.near(view.state.doc.resolve(at));
                view.dispatch(view.state.tr.setSelection(near));
              }
              void addImages(editor, files, address, notice);
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** Lets images be chosen from the device. */
export function pickImages(editor: Editor, address: string, notice: Notice): void {
  const input = element("input", { type: "file", accept: "image/*", multiple: "" });
  input.addEventListener("change", () => {
    void addImages(editor, [...(input.files ?? [])], address, notice);
  });
  input.click();
}

function imagesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

/** One after the other: each is sent, described, and put where the caret is then. */
async function addImages(
  editor: Editor,
  files: File[],
  address: string,
  notice: Notice,
): Promise<void> {
  if (!editor.isEditable) return;
  for (const file of files) {
    notice.say(_("The image is being sent …"));
    const kept = await sendImage(address, file);
    if (typeof kept === "string") {
      notice.warn(kept);
      continue;
    }
    notice.clear();
    const told = await askAboutImage(kept.url);
    const attrs = { image: kept.id, ...(told ?? { alt: "", caption: "", width: null }) };
    insertBlock(editor, { type: "image", attrs });
  }
}

/** The image as the server keeps it, or why it does not. */
export function sendImage(address: string, file: File): Promise<Kept | string> {
  const form = new FormData();
  form.append("image", file);
  return send<Kept>(address, form);
}
