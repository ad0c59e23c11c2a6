import type { PluginKey } from "@tiptap/pm/state";
import type { SuggestionOptions, SuggestionProps } from "@tiptap/suggestion";
import { element } from "./dom";

export type Choice = { id: string; label: string; detail?: string | undefined };

type Renderer = NonNullable<SuggestionOptions["render"]>;

/** How the binding marks what others did; by its name, so that forms get by without Yjs. */
const OTHERS = "y-sync$";

let count = 0;

/** A list under the caret; the focus stays in the text, which says what is active. Without words for it, an empty list hides. */
export function listbox(label: string, whenEmpty: string): Renderer {
  return () => {
    let list: Listbox | undefined;
    return {
      onStart: (props) => {
        list = new Listbox(props, label, whenEmpty);
      },
      onUpdate: (props) => list?.show(props),
      onKeyDown: ({ event }) => list?.press(event) ?? false,
      onExit: () => {
        list?.close();
        list = undefined;
      },
    };
  };
}

/** Only typing opens a list; what others do meanwhile neither opens nor closes it. */
export function opensByTyping(key: PluginKey): NonNullable<SuggestionOptions["shouldShow"]> {
  return ({ editor, transaction }) =>
    key.getState(editor.state)?.active || (transaction.docChanged && !transaction.getMeta(OTHERS));
}

class Listbox {
  private readonly id = `choices-${++count}`;
  private readonly dom: HTMLElement;
  private readonly options: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly text: HTMLElement;
  private readonly unmount: () => void;
  private choices: Choice[] = [];
  private active = 0;

  constructor(
    private props: SuggestionProps<Choice, Choice>,
    label: string,
    whenEmpty: string,
  ) {
    this.options = element("ul", { id: this.id, role: "listbox", "aria-label": label });
    this.empty = element("p", { role: "status" }, whenEmpty);
    this.dom = element("div", { class: "choices" }, this.options, this.empty);
    this.text = props.editor.view.dom;
    this.text.setAttribute("aria-controls", this.id);
    this.unmount = props.mount(this.dom);
    this.show(props);
  }

  show(props: SuggestionProps<Choice, Choice>): void {
    this.props = props;
    if (props.loading) return;
    this.choices = props.items;
    this.active = Math.min(this.active, Math.max(0, this.choices.length - 1));
    this.options.replaceChildren(...this.choices.map((choice, at) => this.draw(choice, at)));
    this.options.hidden = this.choices.length === 0;
    this.empty.hidden = this.choices.length > 0;
    this.dom.hidden = this.choices.length === 0 && this.empty.textContent === "";
    this.mark();
  }

  /** True when the key was for the list. */
  press(event: KeyboardEvent): boolean {
    const last = this.choices.length - 1;
    if (event.isComposing || last < 0) return false;
    if (event.key === "ArrowDown") this.active = this.active === last ? 0 : this.active + 1;
    else if (event.key === "ArrowUp") this.active = this.active === 0 ? last : this.active - 1;
    else if (event.key === "Enter" || event.key === "Tab") return this.choose(this.active);
    else return false;
    this.mark();
    return true;
  }

  close(): void {
    this.unmount();
    this.text.removeAttribute("aria-controls");
    this.text.removeAttribute("aria-activedescendant");
  }

  private draw(choice: Choice, at: number): HTMLElement {
    const option = element("li", { id: `${this.id}-${at}`, role: "option" }, choice.label);
    if (choice.detail) option.append(element("small", {}, choice.detail));
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.choose(at));
    return option;
  }

  private mark(): void {
    [...this.options.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === this.active));
    });
    const active = this.options.children[this.active];
    if (!active) {
      this.text.removeAttribute("aria-activedescendant");
      return;
    }
    this.text.setAttribute("aria-activedescendant", active.id);
    if (active instanceof HTMLElement) this.reveal(active);
  }

  /** Scrolls the list and never the page: at first the list has no place yet and stands at the end of the page. */
  private reveal({ offsetTop, offsetHeight }: HTMLElement): void {
    const { scrollTop, clientHeight } = this.dom;
    const end = offsetTop + offsetHeight;
    if (offsetTop < scrollTop) this.dom.scrollTop = offsetTop;
    else if (end > scrollTop + clientHeight) this.dom.scrollTop = end - clientHeight;
  }

  private choose(at: number): boolean {
    const choice = this.choices[at];
    if (choice) this.props.command(choice);
    return choice !== undefined;
  }
}
