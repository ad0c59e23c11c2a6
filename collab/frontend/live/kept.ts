import { element, pageLanguage } from "../editor/dom";
import { _ } from "../i18n";
import { type Refused, readText } from "./refused";

type Box = { refused: Refused; text: HTMLTextAreaElement; dom: HTMLElement };

const ID = "kept-text";

/** Shows refused text below the status line until its author throws it away. */
export class Kept {
  private readonly place = element("div", {
    tabindex: "-1",
    class: "kept",
    id: ID,
    lang: pageLanguage(),
  });
  /** In the line, which is always in sight: the box may be far above what somebody writes. */
  private readonly sign = element("a", { href: `#${ID}`, class: "status-kept" });
  private readonly boxes = new Map<string, Box>();

  constructor(
    line: HTMLElement,
    private readonly discard: (keys: number[]) => void,
  ) {
    line.after(this.place);
    line.insertBefore(this.sign, line.lastElementChild); // before how changes travel
    this.pointTo();
  }

  /** Adds changes to what is shown for the same reason. */
  show({ keys, updates, code, message }: Refused): void {
    const box = this.boxes.get(code) ?? this.draw({ keys: [], updates: [], code, message });
    box.refused.keys.push(...keys);
    box.refused.updates.push(...updates);
    box.text.value = read(box.refused);
    box.dom.hidden = box.text.value === ""; // nothing but deletions: there is nothing to copy
    this.pointTo();
  }

  /** Away from a text that was replaced, to where the words about it are. */
  takeFocus(): void {
    this.place.focus();
  }

  private draw(refused: Refused): Box {
    const text = element("textarea", { class: "form-control", readonly: "", rows: "4" });
    const copy = element("button", { type: "button", class: "btn btn-primary" }, _("Copy"));
    const discard = element("button", { type: "button", class: "btn" }, _("Throw away"));
    const body = element(
      "div",
      { class: "alert-body" },
      element("p", { class: "alert-title" }, name(refused)),
      element("p", {}, explain(refused)),
      element("label", { class: "form-label" }, _("Your text"), text),
      element("p", { class: "editor-dialog-buttons" }, copy, discard),
    );
    const attributes = { class: "alert alert-danger", role: "alert", "data-refused": refused.code };
    const dom = element("div", attributes, body);
    const box = { refused, text, dom };
    this.boxes.set(refused.code, box);
    copy.addEventListener("click", () => void copyText(text, copy));
    discard.addEventListener("click", () => {
      this.boxes.delete(refused.code);
      this.discard(refused.keys);
      dom.remove();
      this.pointTo();
    });
    this.place.append(dom);
    return box;
  }

  private pointTo(): void {
    const shown = [...this.boxes.values()].find(({ dom }) => !dom.hidden);
    this.sign.hidden = !shown;
    this.sign.textContent = shown ? name(shown.refused) : "";
  }
}

function read({ code, updates }: Refused): string {
  if (code !== "buried") return readText(updates);
  // one by one they are in the order in which they came; one that comes from the device as well is the same
  const distinct = new Map(updates.map((update) => [update.toString(), update]));
  return [...distinct.values()].map((update) => readText([update])).join("\n");
}

function name({ code }: Refused): string {
  return code === "buried" ? _("The place of this text is gone") : _("This text was not accepted");
}

function explain({ code, message }: Refused): string {
  if (code === "forbidden") return _("You may no longer write here. Your text is kept below.");
  if (code === "too_large") return _("This change is too large. Insert it in several parts.");
  if (code === "buried") {
    return _(
      "Somebody replaced or deleted the place where you were writing. Your text is kept below.",
    );
  }
  return message || _("The server could not take it. Your text is kept below.");
}

async function copyText(text: HTMLTextAreaElement, button: HTMLElement): Promise<void> {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    button.textContent = _("Copied");
  } catch {
    text.focus(); // where scripts may not copy, the selection is ready for the keys
  }
}
