/** Cards that this page moved, and of which the server has not told the outcome yet. */
export class Pending {
  private readonly waiting = new Map<string, { moves: number; version: number }>();

  /** Whether the page knows better than the server's last word of where the card lies. */
  has(id: string, version: number): boolean {
    const entry = this.waiting.get(id);
    if (!entry) return false;
    if (entry.moves > 0 || entry.version > version) return true;
    this.waiting.delete(id);
    return false;
  }

  begin(id: string): void {
    const entry = this.waiting.get(id) ?? { moves: 0, version: 0 };
    entry.moves++;
    this.waiting.set(id, entry);
  }

  /** The server took a move; the card comes with this version. */
  take(id: string, version: number): void {
    const entry = this.waiting.get(id);
    if (!entry) return;
    entry.moves--;
    entry.version = Math.max(entry.version, version);
  }

  /** A move failed, and with it those that were to follow. */
  drop(id: string): void {
    this.waiting.delete(id);
  }
}
