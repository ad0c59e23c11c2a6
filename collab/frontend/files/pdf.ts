import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, TextLayer } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { _ } from "../i18n";

GlobalWorkerOptions.workerSrc = workerUrl;
const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

/** Shows the PDF in place of the link to it, one page at a time; without success the link stays. */
export async function showPdf(host: HTMLElement): Promise<void> {
  const url = host.dataset.pdf ?? "";
  try {
    const document_ = await getDocument({ url, useWasm: false, enableXfa: false }).promise;
    const reader = new Reader(host, document_);
    await reader.show(1);
  } catch (error) {
    console.warn("the PDF cannot be shown", error);
    const words = document.createElement("p");
    words.textContent = _("This PDF cannot be shown here. Open it, or download it.");
    host.prepend(words);
  }
}

class Reader {
  readonly #document: PDFDocumentProxy;
  readonly #field = document.createElement("input");
  readonly #page = document.createElement("div");
  readonly #scroll = document.createElement("div");
  readonly #back: HTMLButtonElement;
  readonly #on: HTMLButtonElement;
  #number = 1;
  #zoom = 1;
  #turn = 0;

  constructor(host: HTMLElement, document_: PDFDocumentProxy) {
    this.#document = document_;
    this.#back = button(_("Previous page"), "‹", () => this.show(this.#number - 1));
    this.#on = button(_("Next page"), "›", () => this.show(this.#number + 1));
    this.#page.className = "pdf-page";
    this.#page.tabIndex = 0;
    this.#page.setAttribute("role", "region");
    this.#scroll.className = "pdf-scroll";
    this.#scroll.append(this.#page);
    this.#page.addEventListener("keydown", (event) => this.#press(event));
    host.prepend(this.#bar(), this.#scroll);
  }

  async show(wanted: number): Promise<void> {
    const turn = ++this.#turn;
    this.#number = Math.min(Math.max(1, wanted), this.#document.numPages);
    this.#say();
    const page = await this.#document.getPage(this.#number);
    const width = this.#scroll.clientWidth || 600;
    const scale = (width / page.getViewport({ scale: 1 }).width) * this.#zoom;
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    const sharpness = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.floor(viewport.width * sharpness);
    canvas.height = Math.floor(viewport.height * sharpness);
    canvas.style.width = `${viewport.width}px`;
    canvas.style.height = `${viewport.height}px`;
    await page.render({ canvas, viewport: page.getViewport({ scale: scale * sharpness }) }).promise;
    if (turn !== this.#turn) return;
    const words = document.createElement("div");
    words.className = "textLayer";
    this.#page.style.width = canvas.style.width;
    this.#page.style.maxWidth = this.#zoom > 1 ? "none" : "";
    this.#page.style.setProperty("--total-scale-factor", String(scale));
    this.#page.replaceChildren(canvas, words);
    const layer = new TextLayer({
      textContentSource: page.streamTextContent(),
      container: words,
      viewport,
    });
    await layer.render();
  }

  #say(): void {
    const all = this.#document.numPages;
    this.#field.value = String(this.#number);
    this.#back.disabled = this.#number === 1;
    this.#on.disabled = this.#number === all;
    const words = _("Page %(number)d of %(all)d", { number: this.#number, all });
    this.#page.setAttribute("aria-label", words);
    this.#page.dataset.page = String(this.#number);
  }

  #press(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      PageDown: this.#number + 1,
      ArrowRight: this.#number + 1,
      PageUp: this.#number - 1,
      ArrowLeft: this.#number - 1,
      Home: 1,
      End: this.#document.numPages,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    void this.show(wanted);
  }

  #bar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "pdf-bar d-print-none";
    const label = document.createElement("label");
    label.textContent = `${_("Page")} `;
    this.#field.type = "number";
    this.#field.min = "1";
    this.#field.max = String(this.#document.numPages);
    this.#field.className = "form-control d-inline-block";
    this.#field.addEventListener("change", () => void this.show(Number(this.#field.value) || 1));
    label.append(this.#field);
    const all = document.createElement("span");
    all.textContent = _("of %(all)d", { all: this.#document.numPages });
    const smaller = button(_("Smaller"), "−", () => this.#resize(-1));
    const larger = button(_("Larger"), "+", () => this.#resize(1));
    bar.append(this.#back, label, all, this.#on, smaller, larger);
    return bar;
  }

  async #resize(step: number): Promise<void> {
    const next = ZOOMS[ZOOMS.indexOf(this.#zoom) + step];
    if (!next) return;
    this.#zoom = next;
    await this.show(this.#number);
  }
}

function button(label: string, sign: string, act: () => Promise<void>): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => void act());
  return made;
}
