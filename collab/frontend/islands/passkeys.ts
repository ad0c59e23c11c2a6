/** Makes and uses passkeys, with the options of the server; and copies recovery codes. */

import { _, loadCatalogue } from "../i18n";

/** What went wrong, in the reader's words. */
class Trouble extends Error {}

function explain(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError")
    return _("It was cancelled, or it took too long. Nothing was changed. You can try again.");
  if (name === "InvalidStateError") return _("This device has a passkey for your account already.");
  if (name === "SecurityError")
    return _("Passkeys are not possible at this address. Please open this page at its own name.");
  if (name === "NotSupportedError")
    return _("This device cannot make a passkey that fits here. Please use another one.");
  console.error(error);
  return _("That did not work. Please try again, or choose another way.");
}

async function fetchOptions(url: string, token: string): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } });
  } catch {
    throw new Trouble(_("The server does not answer. Are you offline?"));
  }
  // the question is too old, or the password has to be entered again: the page knows what to do
  if (answer.redirected || answer.status === 410 || answer.status === 404) {
    location.assign(answer.redirected ? answer.url : location.href);
    return new Promise(() => {});
  }
  if (!answer.ok)
    throw new Trouble(_("That did not work. Please try again, or choose another way."));
  return answer.json();
}

async function ask(form: HTMLFormElement): Promise<string> {
  const token = form.querySelector<HTMLInputElement>('input[name="csrf_token"]')?.value ?? "";
  const options = await fetchOptions(form.dataset.options ?? "", token);
  const found =
    form.dataset.passkey === "make"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
            options as PublicKeyCredentialCreationOptionsJSON,
          ),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
            options as PublicKeyCredentialRequestOptionsJSON,
          ),
        });
  if (!(found instanceof PublicKeyCredential)) throw new Trouble(_("The device gave no passkey."));
  return JSON.stringify(found.toJSON());
}

function canDoIt(): boolean {
  return (
    window.isSecureContext &&
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function"
  );
}

function show(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-passkey-error]");
  if (!place) return;
  place.hidden = !words;
  place.textContent = words;
}

async function prepare(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button");
  const answer = form.querySelector<HTMLInputElement>('input[name="answer"]');
  if (!button || !answer) return;
  if (!canDoIt()) {
    await words;
    // on the sign-in page the form stays hidden: the password is there
    show(form, _("This browser cannot use passkeys. Please use another browser or another way."));
    button.disabled = true;
    return;
  }
  form.hidden = false;
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    show(form, "");
    await words;
    try {
      answer.value = await ask(form);
      form.submit();
    } catch (error) {
      show(form, explain(error));
      button.disabled = false;
      button.focus();
    }
  });
}

/** Buttons to copy and to print recovery codes. */
function prepareCodes(): void {
  const codes = document.querySelector("[data-codes]");
  if (!codes) return;
  const print = document.querySelector<HTMLButtonElement>("[data-print]");
  const copy = document.querySelector<HTMLButtonElement>("[data-copy-codes]");
  const status = document.querySelector("[data-copy-status]");
  print?.addEventListener("click", () => window.print());
  copy?.addEventListener("click", async () => {
    const text = [...codes.querySelectorAll("code")].map((code) => code.textContent).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      if (status) status.textContent = _("Copied.");
    } catch {
      if (status)
        status.textContent = _("Copying was not possible. Please mark the codes and copy them.");
    }
  });
  if (print) print.hidden = false;
  if (copy) copy.hidden = !navigator.clipboard;
}

// listens before it can speak: a form sent without its passkey would be refused for no reason that its reader could see
const words = loadCatalogue();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]"))
  void prepare(form);
await words;
prepareCodes();
