export type Owner = { key: string; name: string; detail: string };
export type Label = { id: string; name: string; language: string; color: string };
export type Choices = { owners: Owner[]; labels: Label[] };

/** Who can owe tasks of this board, and its labels. */
export function readChoices(root: Element): Choices {
  const text = root.querySelector("[data-board-choices]")?.textContent;
  return text ? (JSON.parse(text) as Choices) : { owners: [], labels: [] };
}
