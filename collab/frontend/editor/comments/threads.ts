/** The server draws threads; here their elements are kept, so that a form that somebody writes in stays where it is. */
export class Threads {
  private readonly elements = new Map<string, HTMLElement>();

  /** Takes in what the server drew; says which threads are new. */
  take(html: string): string[] {
    const page = new DOMParser().parseFromString(html, "text/html");
    const drawn = [...page.querySelectorAll<HTMLElement>("[data-thread]")];
    const ids = new Set(drawn.map((each) => each.dataset.thread));
    for (const [id, element] of this.elements) {
      if (ids.has(id)) continue;
      element.remove();
      this.elements.delete(id);
    }
    const added: string[] = [];
    const order = new Map<string, HTMLElement>();
    for (const each of drawn) {
      const id = each.dataset.thread ?? "";
      const old = this.elements.get(id);
      if (old) update(old, each);
      else added.push(id);
      const element = old ?? document.importNode(each, true);
      element.tabIndex = 0;
      order.set(id, element);
    }
    this.elements.clear();
    for (const [id, element] of order) this.elements.set(id, element);
    return added;
  }

  get ids(): string[] {
    return [...this.elements.keys()];
  }

  find(id: string): HTMLElement | undefined {
    return this.elements.get(id);
  }

  /** The thread that an element is in. */
  holding(element: Element): string | undefined {
    return element.closest<HTMLElement>("[data-thread]")?.dataset.thread;
  }

  isOpen(id: string): boolean {
    return this.elements.get(id)?.dataset.state === "open";
  }

  isAboutAll(id: string): boolean {
    return this.elements.get(id)?.dataset.aboutAll !== undefined;
  }
}

/** Only what the server drew is drawn anew, and only when it differs; forms stay. */
function update(old: HTMLElement, drawn: HTMLElement): void {
  if (old.dataset.changed === drawn.dataset.changed) return;
  const forms = [...old.querySelectorAll(":scope > [data-comment-form]")];
  const hadFocus = old.contains(document.activeElement);
  const inForm = forms.some((form) => form.contains(document.activeElement));
  for (const child of [...old.children]) if (!forms.includes(child)) child.remove();
  old.prepend(...[...drawn.children].map((child) => document.importNode(child, true)));
  old.dataset.changed = drawn.dataset.changed ?? "";
  old.dataset.state = drawn.dataset.state ?? "";
  if (hadFocus && !inForm) old.focus({ preventScroll: true });
}
