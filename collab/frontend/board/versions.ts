import type { Changed } from "./wire";

export type Verdict = "apply" | "old" | "behind";

/** Knows how far a page has followed its board. */
export class Versions {
  constructor(
    private known: number,
    private knownShape: number,
  ) {}

  get version(): number {
    return this.known;
  }

  get shape(): number {
    return this.knownShape;
  }

  /** What to do with an event: take it, leave it, or ask for everything since our version. */
  judge(event: Pick<Changed, "from" | "version">): Verdict {
    if (event.version <= this.known) return "old";
    // cards come whole: what overlaps with what we have does no harm
    return event.from <= this.known ? "apply" : "behind";
  }

  /** The page was read anew, whatever it showed before. */
  restart(version: number, shape: number): void {
    this.known = version;
    this.knownShape = shape;
  }

  /** The page shows this version now. */
  reach(version: number, shape = 0): void {
    this.known = Math.max(this.known, version);
    this.knownShape = Math.max(this.knownShape, shape);
  }
}
