import { _, _p } from "../i18n";

const isMac = () => /Mac|iP(hone|ad)/.test(navigator.platform);

/** `Mod-Alt-d` as it is printed on the reader's keyboard. */
export function describeKeys(keys: string): string {
  const names: Record<string, string> = isMac()
    ? { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧" }
    : { Mod: _p("key", "Ctrl"), Ctrl: _p("key", "Ctrl"), Alt: "Alt", Shift: _p("key", "Shift") };
  const parts = keys.split("-").map((key) => names[key] ?? key.toUpperCase());
  return parts.join(isMac() ? "" : "+");
}

/** `Mod-Alt-d` as aria-keyshortcuts wants it. */
export function ariaKeys(keys: string): string {
  const mod = isMac() ? "Meta" : "Control";
  return keys.replace("Mod", mod).replace("Ctrl", "Control").replaceAll("-", "+");
}

/** A label with its keys, for a tooltip. */
export function withKeys(label: string, keys?: string): string {
  return keys ? _("%(label)s (%(keys)s)", { label, keys: describeKeys(keys) }) : label;
}
