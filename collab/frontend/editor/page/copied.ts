import { type Editor, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { _ } from "../../i18n";
import { sendImage } from "./images";
import type { Notice } from "./notice";

/** An image belongs to its page: one that is pasted out of another page is sent again for this one. */
export function copiesOf(address: string, notice: Notice): Extension {
  return Extension.create({
    name: "copiedImages",
    addProseMirrorPlugins() {
      const { editor } = this;
      const transformPastedHTML = (html: string) => {
        const foreign = listForeign(html, address);
        // the text is pasted first
        if (foreign.size) setTimeout(() => copyAll(editor, foreign, address, notice));
        return html;
      };
      return [new Plugin({ props: { transformPastedHTML } })];
    },
  });
}

/** Ids and addresses of the images of other pages of ours in it. */
function listForeign(html: string, address: string): Map<string, string> {
  const found = new Map<string, string>();
  const pasted = new DOMParser().parseFromString(html, "text/html");
  for (const figure of pasted.querySelectorAll<HTMLElement>("figure[data-image]")) {
    const { image = "" } = figure.dataset;
    const src = figure.querySelector("img")?.getAttribute("src") ?? "";
    const { origin, pathname } = new URL(src, location.href);
    const isOurs = origin === location.origin && pathname.endsWith(`/images/${image}`);
    if (isOurs && pathname !== `${address}/${image}`) found.set(image, pathname);
  }
  return found;
}

async function copyAll(
  editor: Editor,
  foreign: Map<string, string>,
  address: string,
  notice: Notice,
): Promise<void> {
  notice.say(_("The image is being sent …"));
  const refusals: string[] = [];
  for (const [image, from] of foreign) {
    const kept = await copyImage(from, address);
    if (typeof kept === "string") refusals.push(kept);
    else replace(editor, image, kept.id);
  }
  if (refusals[0]) notice.warn(refusals[0]);
  else notice.clear();
}

async function copyImage(from: string, address: string): ReturnType<typeof sendImage> {
  try {
    const response = await fetch(from);
    if (response.ok) return await sendImage(address, new File([await response.blob()], "image"));
  } catch {
    // offline
  }
  return _("The image could not be added.");
}

function replace(editor: Editor, before: string, image: string): void {
  if (editor.isDestroyed) return;
  const { tr, doc } = editor.state;
  doc.descendants((node, position) => {
    if (node.type.name === "image" && node.attrs.image === before) {
      tr.setNodeAttribute(position, "image", image);
    }
  });
  editor.view.dispatch(tr);
}
