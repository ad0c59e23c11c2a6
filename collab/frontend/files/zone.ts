import { type Found, findDropped } from "./found";
import { Queue } from "./queue";
import { showUnfinished } from "./unfinished";

/**
 * Takes files that are chosen or dropped anywhere on the page. When all are there, the zone
 * dispatches `files:uploaded`; unless that is prevented, the page is loaded again. Where some were
 * refused, it stays, and offers to show the others.
 */
export function openUploadZone(zone: HTMLElement, words: Promise<void>): void {
  const { endpoint = "", folder = "", group = "", max = "0" } = zone.dataset;
  const list = zone.querySelector<HTMLElement>("[data-upload-list]");
  const status = zone.querySelector<HTMLElement>("[data-upload-status]");
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  if (!list || !status || !input) return;
  const tell = (words: string) => {
    status.textContent = words;
  };
  const place = { endpoint, folder, group };
  const queue = new Queue(place, Number(max), list, tell, (allTaken) => finish(zone, allTaken));
  const add = async (found: Found[]) => {
    if (!found.length) return;
    await words;
    for (const each of list.querySelectorAll("[data-unfinished]")) each.remove();
    queue.add(found);
  };
  void words.then(() => showUnfinished(list, place));
  takeChosen(zone, input, add);
  takeDropped(zone, add);
  window.addEventListener("beforeunload", (event) => {
    if (queue.isBusy) event.preventDefault();
  });
}

function takeChosen(
  zone: HTMLElement,
  input: HTMLInputElement,
  add: (found: Found[]) => Promise<void>,
): void {
  for (const each of zone.querySelectorAll<HTMLElement>("[data-upload-send]")) each.hidden = true;
  for (const each of zone.querySelectorAll<HTMLElement>("[data-upload-drop]")) each.hidden = false;
  const take = () => {
    void add([...(input.files ?? [])].map((file) => ({ file, path: "" })));
    input.value = "";
  };
  input.addEventListener("change", take);
  take(); // what was chosen before this script was there
}

function takeDropped(zone: HTMLElement, add: (found: Found[]) => Promise<void>): void {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const mark = (isOver: boolean) => zone.classList.toggle("is-over", isOver);
  window.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  window.addEventListener("drop", async (event) => {
    if (!holdsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    mark(false);
    await add(await findDropped(event.dataTransfer));
  });
}

function finish(zone: HTMLElement, allTaken: boolean): void {
  const event = new CustomEvent("files:uploaded", { bubbles: true, cancelable: true });
  if (!zone.dispatchEvent(event)) return;
  const way = zone.querySelector<HTMLElement>("[data-upload-reload]");
  if (!allTaken && way) way.hidden = false;
  else window.location.reload();
}
