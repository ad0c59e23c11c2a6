/** Warns of public holidays of those who owe the task as soon as the day or the owners change. */
export function followDueDay(form: HTMLFormElement): void {
  const target = form.querySelector<HTMLElement>("[data-days-off]");
  const source = form.dataset.dueDay;
  if (!target || !source) return;
  let latest = 0;
  form.addEventListener("change", async (event) => {
    const { name } = event.target as HTMLInputElement;
    if (name !== "due_on" && name !== "owners") return;
    latest += 1;
    const mine = latest;
    const asked = new URLSearchParams();
    for (const [key, value] of new FormData(form)) {
      if ((key === "due_on" || key === "owners") && typeof value === "string")
        asked.append(key, value);
    }
    const answer = await fetch(`${source}?${asked}`).catch(() => undefined);
    // a redirect is the sign-in page, and an older answer is of no use
    if (!answer?.ok || answer.redirected || mine !== latest) return;
    target.innerHTML = await answer.text();
  });
}
