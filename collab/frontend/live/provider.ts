import type { Socket } from "socket.io-client";
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import { Buried, type Waiting } from "./buried";
import { Connection, SLOWED, SLOWED_TIME, type Transport } from "./connection";
import { Inbox } from "./inbox";
import { Outbox } from "./outbox";
import { decodeChanges, decodeUpdates, type Frame, type JoinAck, type Refusal } from "./protocol";
import { type Entry, newEntry, Queue } from "./queue";
import { groupRefused, type Refused, writeText } from "./refused";
import { Sender } from "./sender";
import { findMissing } from "./whole";

export type LiveState =
  | "connecting"
  | "live"
  | "offline"
  | "restarting"
  | "waiting"
  | "signed-out"
  | "denied"
  | "outdated"
  | "other-person";

export type Options = {
  cooperation: string;
  document: string;
  person: string;
  sessionUrl: string;
  schema: number;
  /** The whole text has arrived: the first, or a fresh one that replaces one with refused changes. */
  onDocument: (doc: Y.Doc, awareness: Awareness) => void;
  onStatus: () => void;
  onRefused: (refused: Refused) => void;
};

type News = Pick<Frame, "updates" | "awareness">;

const ANSWER_TIME = 15_000;
const CARE_TIME = 5_000;
/** So much fits into one message of the server, by long-polling too. */
const LARGEST = 700_000;
const GAPS_BEFORE_GIVING_UP = 3;
/** Refusals that a new join cures. */
const CURABLE = new Set(["gap", "out_of_order", "not_joined", "unknown_session"]);
/** Answers to a join after which it is worth trying again; every other is the last word. */
const PASSING = new Set(["signed_out", "not_joined", "unavailable"]);
/** States in which there is no connection, but will be one again. */
const PENDING = new Set<LiveState>(["connecting", "live", "offline", "restarting", "waiting"]);

const toBytes = (blob?: ArrayBuffer) => new Uint8Array(blob ?? new ArrayBuffer(0));

/** Brings one Yjs document to the server and back: what is typed is kept here until the server has it. */
export class Provider {
  doc = new Y.Doc();
  awareness = new Awareness(this.doc);
  state: LiveState = "connecting";
  isWritable = false;
  savedAt: Date | null = null;
  /** What the server said when it would not let us in, or not yet. */
  denial = "";

  private epoch: number | null = null;
  private socket: Socket | null = null;
  /** What others did since somebody here began to compose a character; null when nobody does. */
  private late: News[] | null = null;
  private isJoined = false;
  private isShown = false;
  private isNewSocket = true;
  private hasCaret = false;
  private gaps = 0;
  private lastRefusal: Refusal = { n: 0, code: "", message: "" };
  /** Changes that are being written to the device. */
  private readonly storing = new Set<Waiting>();
  private readonly buried = new Buried();
  private readonly connection: Connection;
  private readonly inbox = new Inbox(
    (frame) => this.deliver(frame),
    () => this.join(),
  );
  private readonly sender = new Sender(() =>
    encodeAwarenessUpdate(this.awareness, [this.doc.clientID]),
  );

  private constructor(
    private readonly options: Options,
    private readonly outbox: Outbox,
  ) {
    this.connection = new Connection(options.sessionUrl, {
      opened: (socket) => this.opened(socket),
      closed: () => this.closed(),
      signedOut: () => this.become("signed-out"),
      changed: () => this.connectionChanged(),
      mayRest: () => this.pending === 0,
    });
  }

  /** Opens a document: what an earlier page could not send is sent first. */
  static async open(options: Options): Promise<Provider> {
    const scope = [options.cooperation, options.document, options.person].join("/");
    const provider = new Provider(options, await Outbox.open(scope));
    provider.watchDocument();
    await provider.adoptOrphans();
    provider.connection.restart();
    setInterval(() => void provider.care(), CARE_TIME);
    return provider;
  }

  /** How changes travel now; null while there is no connection. */
  get transport(): Transport | null {
    return this.connection.transport;
  }

  /** How many changes made here have no receipt yet. */
  get pending(): number {
    return this.sender.queue.size + this.sender.storing;
  }

  /** How many of them are on this device already, or wait in this page where the device keeps nothing. */
  get kept(): number {
    return this.sender.queue.size;
  }

  /** Whether changes survive when this page is closed. */
  get isLasting(): boolean {
    return this.outbox.isLasting;
  }

  /** What was refused before, in this page or an earlier one. */
  async listRefused(): Promise<Refused[]> {
    return groupRefused(await this.outbox.listRefused());
  }

  discardRefused(keys: number[]): Promise<void> {
    return this.outbox.remove(keys);
  }

  private watchDocument(): void {
    const { doc, awareness } = this;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) void this.keep(doc, update);
    });
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.origin !== this) return;
      this.buried.note(transaction, [...this.sender.queue.waiting, ...this.storing]);
    });
    awareness.on("update", (_: unknown, origin: unknown) => {
      if (origin !== this && awareness === this.awareness) this.tellAwareness();
    });
  }

  /** Who comes or goes is told at once; where their caret is can wait for what they type. */
  private tellAwareness(): void {
    const hadCaret = this.hasCaret;
    this.hasCaret = Boolean(this.awareness.getLocalState()?.cursor);
    this.sender.tellAwareness(hadCaret && this.hasCaret);
  }

  /** First on this device, then on the wire. */
  private async keep(doc: Y.Doc, update: Uint8Array): Promise<void> {
    this.sender.storing++;
    this.options.onStatus();
    const waiting: Waiting = { keys: [], update };
    this.storing.add(waiting);
    const key = await this.outbox.add(update);
    waiting.keys.push(key);
    this.storing.delete(waiting);
    this.sender.storing--;
    if (doc === this.doc) this.sender.queue.add(key, update);
    else await this.refuse([newEntry(key, update)], this.lastRefusal);
    if (update.length > LARGEST) await this.refuseTooLarge();
    this.options.onStatus();
    this.sender.pump();
  }

  /** The server would close the connection over it, again and again. */
  private async refuseTooLarge(): Promise<void> {
    const lost = this.sender.queue.cutFromLarger(LARGEST);
    if (lost.length > 0) await this.startOver(lost, { n: 0, code: "too_large", message: "" });
  }

  private async adoptOrphans(): Promise<void> {
    const rows = await this.outbox.adoptOrphans();
    if (rows.length === 0) return;
    for (const row of rows) this.sender.queue.add(row.key, row.update, true);
    if (!this.isJoined) return;
    this.apply(rows.map((row) => row.update));
    await this.refuseUnwritable();
    this.sender.pump();
  }

  /** Now and then: looks for changes of pages that were closed, and for a server that no longer answers. */
  private async care(): Promise<void> {
    if (!this.isJoined) return;
    if (this.sender.silence > ANSWER_TIME) this.connection.restart();
    else await this.adoptOrphans();
  }

  private opened(socket: Socket): void {
    this.socket = socket;
    this.isNewSocket = true;
    socket.on("changes", (blob: ArrayBuffer) =>
      this.inbox.receive(decodeChanges(new Uint8Array(blob))),
    );
    socket.on("resync", () => this.join());
    socket.on("refused", (refusal: Refusal) => void this.refused(refusal));
    this.join();
  }

  private closed(): void {
    this.socket = null;
    this.leave();
    this.inbox.clear();
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    if (!PENDING.has(this.state)) return;
    const { isRestarting, isResting } = this.connection;
    this.become(isRestarting ? "restarting" : isResting ? "connecting" : "offline");
  }

  private connectionChanged(): void {
    const isAway = this.connection.isRestarting && PENDING.has(this.state);
    this.become(isAway ? "restarting" : this.state);
  }

  private leave(): void {
    this.isJoined = false;
    this.sender.pause();
    this.inbox.hold();
  }

  private join(): void {
    const { socket } = this;
    if (!socket) return;
    this.leave();
    const { cooperation, document } = this.options;
    const message: Record<string, string | number> = { cooperation, document, seq: this.inbox.seq };
    if (this.epoch !== null) message.epoch = this.epoch;
    if (this.sender.session !== null) message.session = this.sender.session;
    socket
      .timeout(ANSWER_TIME)
      .emit("join", message, (error: Error | null, ack: JoinAck, blob?: ArrayBuffer) => {
        if (socket !== this.socket) return;
        if (error) this.connection.retryLater();
        else if (ack.ok) void this.joined(socket, ack, decodeUpdates(toBytes(blob)));
        else this.notJoined(ack);
      });
  }

  private notJoined(ack: { code: string; message: string }): void {
    if (PASSING.has(ack.code)) {
      void this.connection.checkSession();
      return;
    }
    if (SLOWED.has(ack.code)) {
      this.slowDown(ack.message);
      return;
    }
    // who was let in before has lost the right, and need not guess whether there is anything here
    this.denial = this.epoch === null ? ack.message : "";
    this.end("denied");
    void this.refuse(this.sender.queue.cutAll(), { n: 0, code: "forbidden", message: "" });
  }

  private async joined(socket: Socket, ack: JoinAck & { ok: true }, updates: Uint8Array[]) {
    if (ack.schema > this.options.schema) return this.end("outdated");
    // the page's changes are those of whoever opened it, never of who signed in meanwhile
    if (!ack.people.some(({ id }) => id === this.options.person)) return this.end("other-person");
    this.release();
    const isOtherEpoch = this.epoch !== null && ack.epoch !== this.epoch;
    this.epoch = ack.epoch;
    this.isWritable = ack.writable;
    if (ack.session === this.sender.session) this.confirm(ack.received);
    if (isOtherEpoch) await this.offerWhole(updates);
    this.inbox.seq = ack.seq;
    this.apply([...updates, ...this.sender.queue.updates]);
    if (await this.refuseUnwritable()) return;
    if (socket !== this.socket) return;
    this.start(socket, ack);
  }

  private start(socket: Socket, ack: JoinAck & { ok: true }): void {
    this.isJoined = true;
    this.connection.succeeded();
    const emit = (blob: Uint8Array) => socket.emit("change", blob);
    this.sender.open(emit, ack.session, ack.received, this.isNewSocket);
    this.isNewSocket = false;
    this.inbox.open();
    if (!this.isShown) this.options.onDocument(this.doc, this.awareness);
    this.isShown = true;
    this.become("live");
    this.sender.pump();
  }

  /** After a restore the server may lack what we have: the whole of it goes first, in place of what waits. */
  private async offerWhole(updates: Uint8Array[]): Promise<void> {
    this.apply(this.sender.queue.updates);
    const offer = findMissing(this.doc, updates);
    if (!offer) return;
    const replaced = this.sender.queue;
    this.sender.queue = new Queue();
    const key = await this.outbox.add(offer);
    this.sender.queue.add(key, offer);
    this.buried.move(replaced.keys, key);
    await this.outbox.remove(replaced.keys);
  }

  private deliver({ updates, receipts, awareness }: Frame): void {
    for (const [session, n] of receipts) if (session === this.sender.session) this.confirm(n);
    if (this.late) this.late.push({ updates, awareness });
    else this.draw({ updates, awareness });
  }

  /** What others do waits: drawn into a paragraph, it would break off what is being composed there. */
  hold(): void {
    this.late ??= [];
  }

  /** Draws what has waited, and from now on everything at once. */
  release(): void {
    const { late } = this;
    this.late = null;
    for (const news of late ?? []) this.draw(news);
  }

  private draw({ updates, awareness }: News): void {
    if (updates.length > 0) this.apply(updates);
    for (const state of awareness) applyAwarenessUpdate(this.awareness, state, this);
  }

  /** In one transaction, so that the editor draws once. */
  private apply(updates: Uint8Array[]): void {
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update, this);
    }, this);
  }

  private confirm(n: number): void {
    const freed = this.sender.confirm(n);
    if (freed.length === 0) return;
    void this.free(freed, this.buried.confirm(freed));
    this.gaps = 0;
    this.savedAt = new Date();
    this.options.onStatus();
  }

  /** What the server has is no longer kept here, but for the words in it that nobody sees. */
  private async free(keys: number[], buried: string): Promise<void> {
    if (!buried) return this.outbox.remove(keys);
    const update = writeText(buried);
    const key = await this.outbox.replaceByRefused(keys, update, "buried");
    this.options.onRefused({ keys: [key], updates: [update], code: "buried", message: "" });
  }

  private async refused(refusal: Refusal): Promise<void> {
    const { queue } = this.sender;
    if (SLOWED.has(refusal.code)) return this.slowDown(refusal.message);
    const isCurable = CURABLE.has(refusal.code);
    if (isCurable && !this.isJoined) return; // the join that cures it is under way
    if (isCurable && this.gaps < GAPS_BEFORE_GIVING_UP) {
      this.gaps++;
      this.sender.session = null;
      this.join();
      return;
    }
    const n = isCurable ? (queue.sent()[0]?.n ?? refusal.n) : refusal.n;
    if (queue.split(n)) {
      this.sender.session = null;
      this.connection.restart();
      return;
    }
    const lost = queue.cutFrom(n);
    if (lost.length > 0) await this.startOver(lost, refusal);
  }

  /** Comes back later with everything that has no receipt. */
  private slowDown(words: string): void {
    this.denial = words;
    this.sender.session = null;
    this.connection.retryLater(SLOWED_TIME);
    this.become("waiting");
  }

  /**
   * What waits although its author may not write (any more) is refused here; true when there was any. What the server
   * may have taken before, only it can tell: that is sent all the same.
   */
  private async refuseUnwritable(): Promise<boolean> {
    if (this.isWritable) return false;
    const lost = this.sender.queue.cutUnseen();
    if (lost.length === 0) return false;
    await this.startOver(lost, { n: 0, code: "forbidden", message: "" });
    return true;
  }

  /**
   * Goes on without refused changes: they are kept aside, and a fresh document is fetched under a new client id. What is
   * typed into the old one until that is there is kept aside with them.
   */
  private async startOver(lost: Entry[], refusal: Refusal): Promise<void> {
    this.lastRefusal = refusal;
    this.buried.clear();
    const { awareness } = this;
    const state = awareness.getLocalState();
    this.doc = new Y.Doc();
    this.awareness = new Awareness(this.doc);
    this.awareness.setLocalState(state && { user: state.user });
    this.watchDocument();
    this.late = null;
    this.inbox.seq = 0;
    this.gaps = 0;
    this.isShown = false;
    this.sender.session = null;
    this.connection.restart();
    awareness.destroy();
    await this.refuse(lost, refusal);
  }

  private async refuse(entries: Entry[], { code, message }: Refusal): Promise<void> {
    if (entries.length === 0) return;
    const keys = entries.flatMap((entry) => entry.keys);
    this.buried.forget(keys);
    await this.outbox.refuse(keys, code, message);
    const updates = entries.map((entry) => entry.update);
    this.options.onRefused({ keys, updates, code, message });
  }

  private end(state: LiveState): void {
    this.connection.close();
    this.become(state);
  }

  private become(state: LiveState): void {
    this.state = state;
    this.options.onStatus();
  }
}
