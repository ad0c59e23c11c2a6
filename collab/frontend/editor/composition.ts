/** ProseMirror reads what was composed 20 ms after its end. */
const READ_TIME = 60;
/** Nobody waits longer than that for others, whatever is left half composed. */
const LONGEST = 5_000;

/** Calls `begun` when a character begins to be composed, by a dead key or an input method, and `ended` when it is in the text. */
export function watchComposition(
  text: HTMLElement,
  begun: () => void,
  ended: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const endIn = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(ended, wait);
  };
  const begin = () => {
    begun();
    endIn(LONGEST);
  };
  const end = () => endIn(READ_TIME);
  text.addEventListener("compositionstart", begin);
  text.addEventListener("compositionend", end);
  return () => {
    clearTimeout(timer);
    text.removeEventListener("compositionstart", begin);
    text.removeEventListener("compositionend", end);
    ended();
  };
}
