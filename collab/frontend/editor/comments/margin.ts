import type { Editor } from "@tiptap/core";
import { send } from "../../board/sending";
import { _ } from "../../i18n";
import { Composer } from "./composer";
import { fetchPart, focusForm, isEmptyForm, openForm, sendForm } from "./forms";
import { isCommentKey, neighbourOf } from "./keys";
import { Layout } from "./layout";
import { type Pane, Panes } from "./panes";
import { Room } from "./room";
import { Threads } from "./threads";
import { GRACE, Words } from "./words";

/** The conversations beside a page, each beside the words that it is about. */
export class Margin {
  private readonly threads = new Threads();
  private readonly words = new Words(this.threads);
  private readonly panes: Panes;
  private readonly composer: Composer;
  private readonly layout: Layout;
  private loading: Promise<void> | null = null;
  private isStale = false;

  constructor(
    private readonly root: HTMLElement,
    text: HTMLElement,
  ) {
    const { cooperation = "", page = "", sessionUrl = "" } = text.dataset;
    this.panes = new Panes(root);
    this.composer = new Composer(root.dataset.newUrl ?? "");
    this.layout = new Layout(this.threads, this.words, this.panes, this.composer);
    new ResizeObserver(this.layout.paintSoon).observe(text);
    new Room(sessionUrl, { cooperation, page }, () => void this.load());
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("submit", (event) => void this.submit(event));
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("focusin", (event) => this.follow(event.target as Element));
    document.addEventListener("keydown", (event) => {
      if (!isCommentKey(event)) return;
      event.preventDefault();
      this.begin();
    });
  }

  /** Follows this editor's text; returns how to stop. */
  attach(editor: Editor): () => void {
    const turn = () => this.turn();
    this.words.editor = editor;
    editor.on("transaction", this.layout.paintSoon);
    editor.on("selectionUpdate", turn);
    this.words.look();
    this.layout.paintSoon();
    return () => {
      editor.off("transaction", this.layout.paintSoon);
      editor.off("selectionUpdate", turn);
      this.words.editor = undefined;
    };
  }

  /** Asks for all threads; one question at a time. */
  async load(): Promise<void> {
    this.isStale = true;
    this.loading ??= this.loadAll().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async loadAll(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      const html = await fetchPart(this.root.dataset.url ?? "");
      if (html === null) return; // whatever comes back with the connection asks again
      const added = this.threads.take(html);
      const isFirst = this.root.dataset.state !== "open";
      this.root.dataset.state = "open";
      if (!isFirst) this.words.expect(added);
      if (!isFirst && added.length) setTimeout(this.layout.paintSoon, GRACE + 100);
      this.words.look();
      if (isFirst) this.layout.makeRoom();
      this.layout.paint();
      if (isFirst) this.goToAddress();
    }
  }

  /** A link from elsewhere names a thread or a comment. */
  private goToAddress(): void {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const thread = target && this.root.contains(target) ? this.threads.holding(target) : undefined;
    if (thread) this.goTo(thread);
  }

  /** Opens the form for the selected words, or goes to the thread at the caret. */
  begin(): void {
    const { words } = this;
    const { editor } = words;
    if (!editor || this.root.dataset.canTalk !== "true") return;
    const thread = editor.state.selection.empty && editor.isFocused ? words.atCaret() : null;
    if (thread) this.goTo(thread);
    else void this.compose();
  }

  private async compose(): Promise<void> {
    this.words.active = null;
    const anchors = this.words.choose();
    this.panes.lift(true);
    this.panes.show("text");
    const isOpen = await this.composer.open(anchors, () => this.layout.paint());
    if (!isOpen) this.failed();
  }

  private failed(): void {
    this.panes.tell(_("That did not work. Please load the page again."));
  }

  private endComposing(thread?: string): void {
    this.composer.close();
    this.words.release(thread);
    this.layout.paint();
  }

  /** Goes to a thread, whichever list it is in. */
  goTo(thread: string): void {
    const list = this.words.listOf(thread);
    this.panes.show(list === "text" || list === "resolved" ? list : "other");
    this.panes.lift(true);
    this.activate(thread);
    this.layout.paint();
    const card = this.threads.find(thread);
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const link = target.closest<HTMLAnchorElement>("[data-opens-form]");
    const tab = target.closest<HTMLElement>("[data-shows]")?.dataset.shows;
    if (link) {
      event.preventDefault();
      void this.openAt(link);
    } else if (tab) this.panes.show(tab as Pane);
    else if (target.closest("[data-cancel]")) this.cancel(target);
    else if (target.closest("[data-comment]")) this.begin();
    else if (target.closest("[data-sheet]")) this.panes.lift(!this.panes.isUp);
    else if (target.closest(".thread-quote")) this.leave(target);
    this.layout.paintSoon();
  }

  private async openAt(link: HTMLAnchorElement): Promise<void> {
    const host = link.closest<HTMLElement>("[data-thread]");
    if (!host) return;
    const form = await openForm(link.href, host);
    this.layout.paint();
    if (form) focusForm(form);
    else this.failed();
  }

  private cancel(target: Element): void {
    const form = target.closest<HTMLFormElement>("[data-comment-form]");
    const card = form?.closest<HTMLElement>("[data-thread]");
    if (!form || !card) {
      this.endComposing();
      this.words.editor?.commands.focus();
      return;
    }
    if (isEmptyForm(form)) form.remove();
    else form.hidden = true; // what was written is there when it is opened again
    card.focus({ preventScroll: true });
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (form.matches("[data-comment-form]")) await this.say(form);
    else await this.act(form.action);
  }

  private async say(form: HTMLFormElement): Promise<void> {
    const isNew = this.composer.element.contains(form);
    const sent = await sendForm(form, isNew ? this.composer.fields : {});
    this.layout.paintSoon();
    if (!sent) return;
    form.remove();
    if (isNew) this.endComposing(sent.thread);
    await this.load();
    if (sent.thread && this.mayTakeFocus()) this.goTo(sent.thread);
  }

  /** Whoever has gone on elsewhere meanwhile, as in the text, keeps the caret there. */
  private mayTakeFocus(): boolean {
    const focused = document.activeElement;
    return !focused || focused === document.body || this.root.contains(focused);
  }

  /** Deletes, resolves, reopens, takes back. */
  private async act(url: string): Promise<void> {
    const answer = await send(url, {});
    if (!answer.ok) {
      this.panes.tell(answer.message);
      return;
    }
    await this.load();
    if (url.endsWith("/deletion")) this.panes.tell(_("Your comment was deleted."), `${url}/undo`);
    else this.panes.tell("");
    this.layout.paintSoon();
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const form = target.closest<HTMLFormElement>("[data-comment-form]");
    if (form) this.pressInForm(event, form);
    else if (event.key === "Escape") this.leave(target);
    else if (target.matches("[data-thread]")) {
      const next = neighbourOf(event.key, target, this.root);
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  }

  private pressInForm(event: KeyboardEvent, form: HTMLFormElement): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && !event.defaultPrevented && isEmptyForm(form)) {
      this.cancel(form);
      this.layout.paintSoon();
    }
  }

  /** Back to the text, at the words of the thread. */
  private leave(target: Element): void {
    this.panes.lift(false);
    const thread = this.threads.holding(target);
    if (!thread || !this.words.show(thread)) this.words.editor?.commands.focus();
  }

  /** Whoever turns to a thread sees its words. */
  private follow(target: Element): void {
    const thread = this.threads.holding(target);
    if (thread && thread !== this.words.active) this.activate(thread);
  }

  /** Whoever turns to words sees their thread. */
  private turn(): void {
    if (!this.words.editor?.isFocused) return;
    const thread = this.words.atCaret();
    if (thread !== this.words.active) this.activate(thread);
  }

  private activate(thread: string | null): void {
    this.words.active = thread;
    this.words.look();
    this.layout.paintSoon();
  }
}
