import { send } from "../../board/sending";
import { findRichText, openRichTexts } from "../rich_text";

export type Sent = { thread?: string; comment?: string };

/** A part of a page as the server draws it; nothing when that does not work. */
export async function fetchPart(url: string): Promise<string | null> {
  return fetch(url, { headers: { "X-Fragment": "1" }, redirect: "manual" })
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
}

/** Fetches the form at an address and opens it at the end of `host`; an open one, with its draft, gets the focus. */
export async function openForm(url: string, host: HTMLElement): Promise<HTMLFormElement | null> {
  const old = host.querySelector<HTMLFormElement>(":scope > [data-comment-form]");
  if (old?.dataset.from === url) {
    old.hidden = false;
    focusForm(old);
    return old;
  }
  const html = await fetchPart(url);
  if (html === null) return null;
  const page = new DOMParser().parseFromString(html, "text/html");
  const drawn = page.querySelector<HTMLFormElement>("[data-comment-form]");
  if (!drawn) return null;
  const form = document.importNode(drawn, true);
  form.dataset.from = url;
  old?.remove();
  host.append(form);
  openRichTexts(form);
  focusForm(form);
  return form;
}

/** Puts the caret into its text. */
export function focusForm(form: HTMLFormElement): void {
  const root = form.querySelector<HTMLElement>("[data-rich-text]");
  if (root) findRichText(root)?.editor.commands.focus("end");
}

/** Whether nothing is written in it. */
export function isEmptyForm(form: HTMLFormElement): boolean {
  const root = form.querySelector<HTMLElement>("[data-rich-text]");
  return (root && findRichText(root)?.isEmpty) ?? true;
}

/** Sends it; what was refused stays in the form, with the reason. */
export async function sendForm(
  form: HTMLFormElement,
  more: Record<string, string> = {},
): Promise<Sent | null> {
  const fields: Record<string, string> = { ...more };
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields[name] = value;
  }
  const button = form.querySelector<HTMLButtonElement>("button.btn-primary");
  if (button?.disabled) return null;
  if (button) button.disabled = true;
  const answer = await send(form.action, fields);
  if (button) button.disabled = false;
  const wrong = form.querySelector<HTMLElement>("[data-refusal]");
  if (wrong) {
    wrong.hidden = answer.ok;
    wrong.textContent = answer.ok ? "" : answer.message;
  }
  return answer.ok ? (answer as Sent) : null;
}
