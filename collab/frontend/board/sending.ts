import { _ } from "../i18n";

export type Answer =
  | { ok: true; version: number; number?: number; thread?: string; comment?: string }
  | { ok: false; message: string };
export type Fields = Record<string, string | string[]>;

const PATIENCE = 10_000;
/** Browsers bring so much to the server even when the page is left meanwhile. */
const OUTLIVES_PAGE = 15_000;

/** Sends a form in the background; says in the reader's words why it did not work. */
export async function send(url: string, fields: Fields): Promise<Answer> {
  if (!navigator.onLine) return refuse(offline());
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: asForm(fields),
      headers: { "X-Fragment": "1", "X-CSRFToken": token() },
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: JSON.stringify(fields).length < OUTLIVES_PAGE,
    });
  } catch {
    return refuse(navigator.onLine ? silent() : offline());
  }
  return read(response);
}

async function read(response: Response): Promise<Answer> {
  if (response.redirected) return refuse(_("You are signed out. Please sign in again."));
  try {
    const answer = await response.json();
    if (answer.ok === true) return answer as Answer;
    if (typeof answer.message === "string" && answer.message) return refuse(answer.message);
  } catch {
    // an error page
  }
  return refuse(_("That did not work. Please load the page again."));
}

function refuse(message: string): Answer {
  return { ok: false, message };
}

function offline(): string {
  return _("You are offline. Nothing was changed.");
}

function silent(): string {
  return _("The server does not answer. Nothing was changed here.");
}

function asForm(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  return form;
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
