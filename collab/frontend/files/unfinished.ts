import { Upload } from "tus-js-client";
import { _ } from "../i18n";
import { beginningOf, type Place, prepare } from "./sending";

const STORED = "tus::";
/** The server keeps what was cut off for so long. */
const KEPT = 24 * 60 * 60 * 1000;

type Unfinished = { key: string; name: string; url: string };

/** Lists uploads to this place that a reload or a closed window has cut. */
export function showUnfinished(list: HTMLElement, place: Place): void {
  for (const each of find(place)) {
    list.append(show(each));
    list.hidden = false;
  }
}

function find(place: Place): Unfinished[] {
  const begin = STORED + beginningOf(place);
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(begin))
    .flatMap((key) => read(key) ?? []);
}

function read(key: string): Unfinished | null {
  try {
    const { creationTime, uploadUrl, metadata } = JSON.parse(localStorage.getItem(key) ?? "");
    if (uploadUrl && Date.now() - Date.parse(creationTime) < KEPT)
      return { key, url: uploadUrl, name: String(metadata.path ?? "") + metadata.filename };
  } catch {
    // not ours after all
  }
  localStorage.removeItem(key);
  return null;
}

function show({ key, name, url }: Unfinished): HTMLElement {
  const row = document.createElement("li");
  row.className = "upload-row";
  row.dataset.unfinished = "";
  const title = document.createElement("span");
  title.className = "upload-name";
  title.translate = false;
  title.textContent = name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  button.textContent = _("Cancel");
  button.setAttribute("aria-label", `${_("Cancel")}: ${name}`);
  button.addEventListener("click", () => {
    localStorage.removeItem(key);
    row.remove();
    void Upload.terminate(url, { onBeforeRequest: prepare }).catch(() => undefined);
  });
  const words = document.createElement("p");
  words.className = "upload-words mb-0";
  words.textContent = _("The upload was cut. Choose the file again to go on with it.");
  row.append(title, button, words);
  return row;
}
