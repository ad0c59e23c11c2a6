import { Editor } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions";
import { element } from "./dom";
import { type Person, readPeople } from "./people";
import { plainSchemaOf } from "./schema";
import { slashOf } from "./slash";
import { attributesOf, hint, promptFocus, styling, toolsKey } from "./surface";
import { drawToolbar } from "./toolbar";

/*
 * A formatted text in a form, for descriptions and comments. The markup, made by the macro `rich_text` of
 * templates/macros/rich_text.html:
 *
 *   <label for="content" id="content-label">Comment</label>
 *   <div data-rich-text data-name="content" data-level="2" lang="de">
 *     <textarea id="content" name="content" lang="de">plain words</textarea>
 *     <script type="application/json" data-written>"… ProseMirror JSON as a string, or empty …"</script>
 *   </div>
 *
 * Without JavaScript the textarea is sent. With it, an editor takes the textarea's place, the textarea is switched
 * off, and a hidden control `content_json` is sent, which collab/texts/fields.py reads. People for mentions are read
 * from the page once (macro `rich_text_people`). `data-level`: of the heading that the text stands below. A form that is reset, or sent by a script that then calls `clear`,
 * begins anew.
 */

const open = new WeakMap<HTMLElement, RichText>();

/** Turns every formatted text below `root` that is none yet into an editor. */
export function openRichTexts(root: ParentNode = document): void {
  const people = readPeople();
  for (const each of root.querySelectorAll<HTMLElement>("[data-rich-text]")) {
    if (!open.has(each)) open.set(each, new RichText(each, people));
  }
}

/** The editor in that element, if it has become one. */
export function findRichText(root: HTMLElement): RichText | undefined {
  return open.get(root);
}

/** One text with its tools. */
export class RichText {
  readonly editor: Editor;
  private readonly textarea: HTMLTextAreaElement;
  private readonly sent: HTMLInputElement;

  constructor(root: HTMLElement, people: Person[]) {
    const textarea = root.querySelector("textarea");
    if (!textarea) throw new Error("a formatted text begins as a textarea");
    this.textarea = textarea;
    const name = root.dataset.name ?? textarea.name;
    this.sent = element("input", { type: "hidden", name: `${name}_json` });
    const page = { lang: document.documentElement.lang };
    const toolbar = element("div", { "data-toolbar": "", ...page });
    const surface = element("div", { "data-surface": "" });
    root.append(toolbar, surface, this.sent);
    this.editor = new Editor({
      element: surface,
      content: readContent(root, textarea),
      ...styling(),
      extensions: [
        ...plainSchemaOf(people, root, Number(root.dataset.level ?? 2)),
        Placeholder.configure({ placeholder: ({ node }) => hint(node.type.name) }),
        slashOf(root),
        promptFocus(),
        attributesOf(describe(root, textarea)),
        toolsKey(() => toolbar.querySelector<HTMLElement>("[tabindex='0']")?.focus()),
      ],
    });
    drawToolbar(toolbar, this.editor);
    const isWriting = document.activeElement === textarea;
    this.takeOver(root);
    if (isWriting) this.editor.commands.focus("end");
  }

  /** Whether there are no words. */
  get isEmpty(): boolean {
    return this.editor.getText().trim() === "";
  }

  /** Begins anew. */
  clear(): void {
    this.editor.commands.clearContent(true);
  }

  private takeOver(root: HTMLElement): void {
    const { editor, textarea, sent } = this;
    const keep = () => {
      sent.value = JSON.stringify(editor.getJSON());
    };
    // the script that the page came with, or the last text when it came back out of the browser's cache
    keep();
    editor.on("update", keep);
    textarea.disabled = true;
    textarea.hidden = true;
    root.dataset.state = "open";
    for (const label of textarea.labels ?? []) {
      label.addEventListener("click", () => editor.commands.focus());
    }
    // links to a wrong field lead to the id
    const { id } = textarea;
    textarea.removeAttribute("id");
    editor.view.dom.id = id;
    textarea.form?.addEventListener("reset", () => this.clear());
  }
}

function describe(root: HTMLElement, textarea: HTMLTextAreaElement): Record<string, string> {
  const told: Record<string, string> = { lang: root.lang, role: "textbox" };
  const label = textarea.labels?.[0];
  if (label?.id) told["aria-labelledby"] = label.id;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    const value = textarea.getAttribute(name);
    if (value) told[name] = value;
  }
  return told;
}

/** What the page was made with; words that are no formatted text yet become paragraphs. */
function readContent(root: HTMLElement, textarea: HTMLTextAreaElement): object {
  const script = root.querySelector("script[data-written]")?.textContent;
  const written = script ? (JSON.parse(script) as string) : "";
  try {
    const found = JSON.parse(written) as { content?: object[] } | "";
    if (found) return withTyped(found, textarea);
  } catch {
    // it was empty, or cut off on its way: the words are there
  }
  const paragraphs = asParagraphs(textarea.value);
  return { type: "doc", content: paragraphs.length ? paragraphs : [{ type: "paragraph" }] };
}

/** What was typed before this script was there follows the text, which keeps its form. */
function withTyped<Written extends { content?: object[] }>(
  written: Written,
  { value, defaultValue }: HTMLTextAreaElement,
): Written {
  const typed = findTyped(defaultValue, value);
  return { ...written, content: [...(written.content ?? []), ...asParagraphs(typed)] };
}

/** What stands between the beginning and the end that both have. */
function findTyped(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  return after.slice(start, after.length - end);
}

function asParagraphs(words: string): object[] {
  const lines = words.split(/\n{2,}/).filter((line) => line.trim());
  return lines.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }));
}
