import "../styles/editor.css";
import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { User } from "../editor/carets";
import { watchComposition } from "../editor/composition";
import { openEditor } from "../editor/editor";
import { readPeople } from "../editor/people";
import { showPresence } from "../editor/presence";
import { SCHEMA_VERSION } from "../editor/schema";
import { drawToolbar } from "../editor/toolbar";
import { loadCatalogue } from "../i18n";
import { Kept } from "../live/kept";
import { Provider } from "../live/provider";
import { StatusLine } from "../live/status";

/** States out of which only loading the page again leads. */
const ENDED = new Set(["denied", "outdated", "other-person"]);
const RELOADED = "collab-reloaded-for-schema";

/** The minutes of a page: text, tools, who is here, what is saved. */
class Minutes {
  private readonly people = readPeople();
  private readonly user: User;
  private readonly status: StatusLine;
  private readonly kept: Kept;
  private provider: Provider | undefined;
  private editor: Editor | undefined;
  private stops: (() => void)[] = [];

  constructor(private readonly root: HTMLElement) {
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
      onPause: () => this.pause(),
      onStatus: () => this.follow(),
      onRefused: (refused) => this.kept.show(refused),
    });
    for (const refused of await this.provider.listRefused()) this.kept.show(refused);
  }

  private pause(): void {
    if (this.editor?.isFocused) this.kept.takeFocus();
    this.editor?.setEditable(false);
  }

  private show(doc: Y.Doc, awareness: Awareness): void {
    this.close();
    const surface = this.part("[data-surface]");
    const toolbar = this.part("[data-toolbar]");
    this.editor = openEditor({
      surface,
      container: this.root,
      doc,
      awareness,
      user: this.user,
      people: this.people,
      tasks: this.root.dataset.tasks ?? "",
      isWritable: this.provider?.isWritable ?? false,
      language: this.root.lang,
      goToTools: () => toolbar.querySelector<HTMLElement>("[tabindex='0']")?.focus(),
    });
    const { provider } = this;
    this.stops.push(
      drawToolbar(toolbar, this.editor),
      watchComposition(
        this.editor.view.dom,
        () => provider?.hold(),
        () => provider?.release(),
      ),
    );
    const list = document.querySelector<HTMLElement>("[data-presence]");
    if (list) this.stops.push(showPresence(list, awareness, this.people, this.user));
    this.follow();
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

await loadCatalogue();
const root = document.querySelector<HTMLElement>("[data-live-editor]");
if (root) await new Minutes(root).open();
