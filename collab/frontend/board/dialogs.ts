import { openDialog } from "../editor/dialog";
import { element } from "../editor/dom";
import { _ } from "../i18n";
import type { Choices } from "./choices";
import type { Table } from "./table";
import { placeAtEnd, placeAtStart } from "./walking";
import type { Place } from "./wire";

type Option = { value: string; words: string; language?: string | undefined };
type Box = Option & { detail?: string };

/** Asks where the cards should go; `elsewhere` leads to the form with the other boards. */
export function askPlace(
  table: Table,
  from: HTMLElement,
  elsewhere: string,
  done: (place: Place) => void,
): void {
  const columns = pick(
    _("Column"),
    table.columns().map((head) => ({
      value: head.dataset.column ?? "",
      words: head.dataset.name ?? "",
      language: head.querySelector<HTMLElement>("h2 [lang]")?.lang,
    })),
    from.dataset.column,
  );
  const rows = [...table.body.querySelectorAll<HTMLElement>("[data-lane-row]")];
  const lanes = pick(
    _("Swimlane"),
    rows.map((row) => ({
      value: row.dataset.laneRow ?? "",
      words: row.querySelector("[data-lane-name]")?.textContent ?? "",
    })),
    from.dataset.lane,
  );
  const places = pick(_("Position in the column"), [
    { value: "end", words: _("at the end") },
    { value: "start", words: _("at the beginning") },
  ]);
  const fields = rows.length > 1 ? [columns.row, lanes.row, places.row] : [columns.row, places.row];
  const more = elsewhere ? [element("a", { href: elsewhere }, _("To another board"))] : [];
  askIn(_("Move to"), _("Move"), [...fields, ...more], () => {
    const cell = table.findCell(columns.select.value, lanes.select.value);
    if (!cell) return;
    done(places.select.value === "end" ? placeAtEnd(table, cell) : placeAtStart(table, cell));
  });
}

/** Asks who should owe the tasks. */
export function askOwners(
  choices: Choices,
  before: string[],
  done: (keys: string[]) => void,
): void {
  const boxes = choices.owners.map(({ key, name, detail }) => ({
    value: key,
    words: name,
    detail,
  }));
  askBoxes(_("Who does it?"), boxes, before, done);
}

/** Asks for the labels of tasks. */
export function askLabels(choices: Choices, before: string[], done: (ids: string[]) => void): void {
  const boxes = choices.labels.map(({ id, name, language }) => ({
    value: id,
    words: name,
    language,
  }));
  askBoxes(_("Labels"), boxes, before, done);
}

function askBoxes(
  title: string,
  boxes: Box[],
  before: string[],
  done: (values: string[]) => void,
): void {
  const list = element("div", { class: "board-boxes" });
  for (const box of boxes) list.append(drawBox(box, before.includes(box.value)));
  const find = element("input", { type: "search", class: "form-control" });
  find.setAttribute("aria-label", _("Find in the list"));
  find.placeholder = _("Find in the list");
  find.addEventListener("input", () => narrow(list, find.value));
  const empty = element(
    "p",
    { class: "text-secondary" },
    _("There is nothing to choose from yet."),
  );
  const content = boxes.length ? [...(boxes.length > 8 ? [find] : []), list] : [empty];
  askIn(title, _("Save"), content, () => {
    const ticked = list.querySelectorAll<HTMLInputElement>("input:checked");
    done([...ticked].map((input) => input.value));
  });
}

function drawBox({ value, words, detail, language }: Box, isChecked: boolean): HTMLElement {
  const input = element("input", { type: "checkbox", class: "form-check-input", value });
  input.checked = isChecked;
  const name = element("span", {}, words);
  if (language) name.lang = language.replace("_", "-");
  const label = element("label", { class: "board-box" }, input, name);
  if (detail) label.append(element("span", { class: "text-secondary" }, detail));
  return label;
}

function narrow(list: HTMLElement, words: string): void {
  const wanted = words.trim().toLocaleLowerCase();
  for (const row of list.children)
    (row as HTMLElement).hidden = !row.textContent?.toLocaleLowerCase().includes(wanted);
}

function pick(
  label: string,
  options: Option[],
  chosen = "",
): { row: HTMLElement; select: HTMLSelectElement } {
  const select = element("select", { class: "form-select" });
  for (const { value, words, language } of options) {
    const option = element("option", { value }, words);
    if (language) option.lang = language;
    select.append(option);
  }
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
  return { row: element("label", { class: "board-field" }, label, select), select };
}

/** A dialog with a form; it closes when the form is sent. */
function askIn(title: string, action: string, fields: Node[], done: () => void): void {
  const submit = element("button", { class: "btn btn-primary" }, action);
  const buttons = element("div", { class: "board-dialog-buttons" }, submit);
  const form = element("form", { method: "dialog" }, ...fields, buttons);
  const dialog = openDialog(title, form);
  dialog.classList.add("board-dialog");
  form.addEventListener("submit", done);
  form.querySelector<HTMLElement>("select, input, button")?.focus();
}
