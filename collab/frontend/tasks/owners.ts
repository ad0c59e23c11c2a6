import { fold } from "../editor/people";

/** Shows only the owners whose name or delegation holds the words that are typed; chosen ones stay. */
export function searchOwners(form: HTMLFormElement): void {
  const frame = form.querySelector<HTMLElement>("[data-owner-search]");
  const input = frame?.querySelector("input");
  const none = form.querySelector<HTMLElement>("[data-owners-none]");
  if (!frame || !input || !none) return;
  frame.hidden = false;
  const filter = () => {
    const words = fold(input.value).split(/\s+/);
    let shown = 0;
    for (const group of form.querySelectorAll<HTMLElement>(".owner-delegation")) {
      const whole = fold(group.querySelector("label")?.textContent ?? "");
      for (const label of group.querySelectorAll("label")) {
        const text = `${whole} ${fold(label.textContent ?? "")}`;
        const isChosen = label.querySelector("input")?.checked ?? false;
        label.hidden = !isChosen && !words.every((word) => text.includes(word));
        if (!label.hidden) shown += 1;
      }
    }
    none.hidden = shown > 0;
  };
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it searches, it does not save
  });
}
