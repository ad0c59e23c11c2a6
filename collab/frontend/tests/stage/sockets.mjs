const encode = (word) =>
  word instanceof Uint8Array ? { bytes: Buffer.from(word).toString("base64") } : word;

/** A binary part as the browser gets it: a buffer of its own. */
export function decode(word) {
  if (!word?.bytes) return word;
  const bytes = Buffer.from(word.bytes, "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

class Listeners {
  listeners = new Map();

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event, listener) {
    const first = (...words) => {
      this.off(event, first);
      listener(...words);
    };
    return this.on(event, first);
  }

  off(event, listener) {
    const left = (this.listeners.get(event) ?? []).filter((each) => each !== listener);
    this.listeners.set(event, left);
    return this;
  }

  call(event, ...words) {
    for (const listener of this.listeners.get(event) ?? []) listener(...words);
  }
}

/** A socket as socket.io-client has it, whose other end is in the hands of the test. */
export class StageSocket extends Listeners {
  connected = false;
  acks = new Map();
  unsent = [];
  nextAck = 1;
  isEnded = false;

  constructor(id, page, tell, timers) {
    super();
    Object.assign(this, { id, page, timers });
    this.tell = (word) => tell({ page, socket: id, ...word });
    this.io = new Listeners();
    this.io.engine = Object.assign(new Listeners(), { transport: { name: "websocket" } });
    this.tell({ kind: "dial" });
  }

  get volatile() {
    return this;
  }

  emit(event, ...words) {
    this.send(event, words, null);
    return this;
  }

  timeout(milliseconds) {
    return { emit: (event, ...words) => this.send(event, words, milliseconds) };
  }

  send(event, words, patience) {
    const ack = typeof words.at(-1) === "function" ? words.pop() : null;
    const message = { kind: "emit", event, words: words.map(encode) };
    if (ack) {
      message.ack = this.nextAck++;
      this.expect(message.ack, ack, patience);
    }
    if (this.connected) this.tell(message);
    else if (!this.isEnded) this.unsent.push(message);
  }

  expect(id, ack, patience) {
    if (patience === null) {
      this.acks.set(id, { answer: ack, hasError: false });
      return;
    }
    const timer = this.timers.setTimeout(() => {
      this.acks.delete(id);
      ack(new Error("operation has timed out"));
    }, patience);
    const answer = (...words) => {
      this.timers.clearTimeout(timer);
      ack(...words);
    };
    this.acks.set(id, { answer, hasError: true });
  }

  /** The client lets go. */
  disconnect() {
    if (this.isEnded) return this;
    this.tell({ kind: "close" });
    this.end("io client disconnect");
    return this;
  }

  end(reason) {
    if (this.isEnded) return;
    this.isEnded = true;
    // whoever lets go of a socket that was never there hears nothing of it
    if (!this.connected && reason === "io client disconnect") return;
    this.connected = false;
    this.call("disconnect", reason);
    for (const [id, { answer, hasError }] of this.acks) {
      this.acks.delete(id);
      if (hasError) answer(new Error("socket has been disconnected"));
    }
  }

  /** What comes from the network. */
  receive({ kind, event, words = [], ack, reason }) {
    if (this.isEnded) return;
    if (kind === "connect") this.connect();
    else if (kind === "fail") this.fail(words[0]);
    else if (kind === "end") this.lose(reason);
    else if (kind === "event") this.call(event, ...words.map(decode));
    else this.answer(ack, words);
  }

  connect() {
    this.io.call("open");
    this.connected = true;
    for (const message of this.unsent) this.tell(message);
    this.unsent = [];
    this.call("connect");
  }

  lose(reason) {
    if (!this.connected) this.io.call("open");
    this.end(reason);
  }

  fail(isReached) {
    if (isReached) this.io.call("open");
    this.call("connect_error", new Error("refused"));
  }

  answer(id, words) {
    const ack = this.acks.get(id);
    if (!ack) return;
    this.acks.delete(id);
    ack.answer(...(ack.hasError ? [null] : []), ...words.map(decode));
  }
}
