/** Ctrl+Alt+M, also where nobody may write; AltGr+M is a letter. */
export function isCommentKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.getModifierState("AltGraph")) return false;
  const isIt = (event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM";
  return isIt && !(event.target as Element).closest?.("[data-comment-form]");
}

/** The thread above or below that an arrow leads to. */
export function neighbourOf(
  key: string,
  card: HTMLElement,
  root: HTMLElement,
): HTMLElement | undefined {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!step) return undefined;
  const seen = [...root.querySelectorAll<HTMLElement>("[data-thread]")].filter(
    (each) => each.offsetParent,
  );
  return seen[seen.indexOf(card) + step];
}
