import * as Y from "yjs";

/** What hangs on changes that are lost, and cannot do without them. */
export class Lost {
  /** Client id → the first of its clocks that is lost. */
  private readonly clocks = new Map<number, number>();

  constructor(update: Uint8Array) {
    this.note(Y.decodeUpdate(update).structs);
  }

  /** Whether an update is lost with them; if so, what hangs on it is, too. */
  takes(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update);
    const isHanging =
      structs.some((struct) => this.isLost(struct.id) || this.touches(struct)) ||
      [...ds.clients].some(([client, ranges]) =>
        ranges.some(({ clock, len }) => this.isLost(Y.createID(client, clock + len - 1))),
      );
    if (isHanging) this.note(structs);
    return isHanging;
  }

  private note(structs: { id: Y.ID }[]): void {
    for (const { id } of structs) {
      const first = this.clocks.get(id.client) ?? id.clock;
      this.clocks.set(id.client, Math.min(first, id.clock));
    }
  }

  private isLost({ client, clock }: Y.ID): boolean {
    return clock >= (this.clocks.get(client) ?? Number.POSITIVE_INFINITY);
  }

  private touches(struct: unknown): boolean {
    if (!(struct instanceof Y.Item)) return false;
    // what is not yet in a document names its parent by its id
    const places = [struct.origin, struct.rightOrigin, struct.parent as unknown];
    return places.some((place) => place instanceof Y.ID && this.isLost(place));
  }
}
