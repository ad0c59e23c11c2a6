import type { Changed } from "./wire";

export type Verdict = "apply" | "old" | "behind";

/** Knows how far a page has followed its board. */
export class Versions {
  /** not in the room yet: what comes now may not follow on what the page shows */
  private isJoined = false;

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
    return this.isJoined && event.from === this.known ? "apply" : "behind";
  }

  /** The page shows this version now. */
  reach(version: number, shape?: number): void {
    this.known = Math.max(this.known, version);
    if (shape !== undefined) this.knownShape = Math.max(this.knownShape, shape);
  }

  join(): void {
    this.isJoined = true;
  }

  leave(): void {
    this.isJoined = false;
  }
}
