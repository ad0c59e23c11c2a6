/*
 * The steps of a task: their forms work without a script, each with a new page. With it they are sent in the
 * background, and what the new page says of the steps and of the history takes the place of what is there.
 */
const CHECKLIST = "checklist";
const PARTS = [CHECKLIST, "history"];

/** Sends the forms of the checklist in the background. */
export function followChecklist(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const part = form.closest<HTMLElement>(`#${CHECKLIST}`);
    if (!part || form.dataset.plain) return;
    event.preventDefault();
    if (part.ariaBusy === "true") return;
    part.ariaBusy = "true";
    void send(form, event.submitter as HTMLButtonElement | null);
  });
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const address = button?.getAttribute("formaction") ?? form.action;
  const body = new FormData(form, button);
  const page = await read(address, body).catch(() => undefined);
  if (!page) {
    // it was refused, or did not get there: the browser shows why
    form.dataset.plain = "true";
    form.closest<HTMLElement>(`#${CHECKLIST}`)?.removeAttribute("aria-busy");
    form.requestSubmit(button);
    return;
  }
  for (const id of PARTS) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  focusAgain(form, button);
}

async function read(address: string, body: FormData): Promise<Document | undefined> {
  const answer = await fetch(address, { method: "POST", body });
  if (!answer.ok) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(CHECKLIST) ? page : undefined;
}

/** Where the person was, or the next best place: keys and screen readers go on from there. */
function focusAgain(form: HTMLFormElement, button: HTMLButtonElement | null): void {
  const part = document.getElementById(CHECKLIST);
  const action = button?.getAttribute("formaction");
  if (!part) return;
  if (!button || !action) {
    const next = form.id ? part.querySelector<HTMLElement>(`#${form.id} textarea`) : null;
    (next ?? part.querySelector<HTMLElement>("button"))?.focus();
    return;
  }
  const value = button.name === "direction" ? `[value="${button.value}"]` : "";
  const same = part.querySelector<HTMLElement>(
    `button[formaction="${CSS.escape(action)}"]${value}`,
  );
  const step = part.querySelector<HTMLElement>(
    `#${CSS.escape(button.closest("li")?.id ?? "none")}`,
  );
  const menu = step?.querySelector("details");
  if (same && menu?.contains(same)) menu.open = true;
  const next =
    same ?? menu?.querySelector("summary") ?? part.querySelector<HTMLElement>(".alert button");
  next?.focus();
}
