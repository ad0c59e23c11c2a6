/** How near a day is to the reader's today; both as 2026-11-24. */
export type Nearness = "overdue" | "today" | "tomorrow" | "";

export function nearness(day: string, today: string): Nearness {
  const days = (Date.parse(day) - Date.parse(today)) / 86_400_000;
  if (days < 0) return "overdue";
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : "";
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date in a time zone. */
export function dateIn(timezone: string, moment = new Date()): string {
  const parts = formatFor(timezone).formatToParts(moment);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${find("year")}-${find("month")}-${find("day")}`;
}

/** Making one takes longer than using it for a whole board. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en", { timeZone, ...digits });
  formats.set(timeZone, made);
  return made;
}
