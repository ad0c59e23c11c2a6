import type { Editor, Extensions } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { Kept } from "../live/kept";
import { Provider } from "../live/provider";
import { StatusLine } from "../live/status";
import type { User } from "./carets";
import { watchComposition } from "./composition";
import { openEditor } from "./editor";
import { goOn, readPlace } from "./going_on";
import { type Person, readPeople } from "./people";
import { showPresence } from "./presence";
import { SCHEMA_VERSION } from "./schema";
import { drawToolbar } from "./toolbar";

/** States out of which only loading the page again leads. */
const ENDED = new Set(["denied", "outdated", "other-person"]);
const RELOADED = "collab-reloaded-for-schema";

/** What differs between the kinds of live texts. */
export type LiveKind = {
  /** What the text may hold, and what it can do beside writing. */
  extensions: (root: HTMLElement, people: Person[]) => Extensions;
  /** What the text is, for assistive technology. */
  label: () => string;
  /** Begins what stands beside the text whenever it is shown; returns how to stop. */
  show?: (editor: Editor, root: HTMLElement) => () => void;
};

/** A live text of a page: its words, tools, who is here, what is saved. */
export class LiveText {
  private readonly people = readPeople();
  private readonly user: User;
  private readonly status: StatusLine;
  private readonly kept: Kept;
  private provider: Provider | undefined;
  private editor: Editor | undefined;
  private stops: (() => void)[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly kind: LiveKind,
  ) {
    const { userId = "", userName = "", userColor = "0", loginUrl = "", timezone } = root.dataset;
    this.user = { id: userId, name: userName, hue: Number(userColor) };
    const line = this.part("[data-status]");
    const locale = document.documentElement.lang || "en";
    this.status = new StatusLine({ line, loginUrl, locale, timezone: timezone || "UTC" });
    this.kept = new Kept(line, (keys) => this.provider?.discardRefused(keys));
    root.append(line); // below the text it stays in sight
  }

  async open(): Promise<void> {
    const { cooperation = "", document: id = "", sessionUrl = "" } = this.root.dataset;
    this.provider = await Provider.open({
      cooperation,
      document: id,
      person: this.user.id,
      sessionUrl,
      schema: SCHEMA_VERSION,
      onDocument: (doc, awareness) => this.show(doc, awareness),
      onStatus: () => this.follow(),
      onRefused: (refused) => this.kept.show(refused),
    });
    for (const refused of await this.provider.listRefused()) this.kept.show(refused);
  }

  /** Shows a text; in place of another, its writer goes on where they were: a key has gone into the one or goes into the other. */
  private show(doc: Y.Doc, awareness: Awareness): void {
    const isWriting = this.editor?.view.hasFocus() ?? false;
    const place = this.editor ? readPlace(this.editor) : null;
    this.close();
    const surface = this.part("[data-surface]");
    const toolbar = this.part("[data-toolbar]");
    const { provider, root, people, kind } = this;
    const editor = openEditor({
      surface,
      container: root,
      doc,
      awareness,
      user: this.user,
      extensions: kind.extensions(root, people),
      label: kind.label(),
      isWritable: provider?.isWritable ?? false,
      language: root.lang,
      goToTools: () => toolbar.querySelector<HTMLElement>("[tabindex='0']")?.focus(),
    });
    this.editor = editor;
    this.stops.push(
      drawToolbar(toolbar, editor),
      watchComposition(
        editor.view.dom,
        () => provider?.hold(),
        () => provider?.release(),
      ),
    );
    const list = document.querySelector<HTMLElement>("[data-presence]");
    if (list) this.stops.push(showPresence(list, awareness, people, this.user));
    if (kind.show) this.stops.push(kind.show(editor, root));
    this.follow();
    if (isWriting && !(place && goOn(editor, place))) this.kept.takeFocus();
  }

  private close(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.editor?.destroy();
  }

  private follow(): void {
    const { provider, editor, root } = this;
    if (!provider) return;
    if (provider.state === "outdated") reloadOnce();
    if (provider.state === "live") sessionStorage.removeItem(RELOADED);
    this.status.show(provider);
    const isEditable = provider.isWritable && !ENDED.has(provider.state);
    root.dataset.mode = isEditable ? "write" : "read";
    this.part("[data-toolbar]").hidden = !isEditable;
    if (editor && editor.isEditable !== isEditable) editor.setEditable(isEditable);
  }

  private part(selector: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`${selector} is missing`);
    return found;
  }
}

/** Fetches the page with the new schema; once, for a server that is behind its own page would never let us in. */
function reloadOnce(): void {
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
}
