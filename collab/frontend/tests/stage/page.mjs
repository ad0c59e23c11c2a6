import { readFileSync } from "node:fs";
import { StageSocket } from "./sockets.mjs";

/** The same numbers for the same seed, so that a failure can be repeated. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function cryptoFor(next) {
  return {
    getRandomValues: (target) => {
      const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
      for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(next() * 256);
      return target;
    },
  };
}

/** Reads the bundle once; each page runs it from its beginning, with a browser of its own. */
export function compile(path) {
  const names = Object.keys(browserOf({}, {}, () => {}, 0, {}));
  return new Function("exports", ...names, readFileSync(path, "utf8"));
}

function browserOf(device, clock, tell, number, page) {
  const isOpen = () => page.isOpen;
  const timers = clock.timersFor?.(isOpen);
  const next = random(number * 7919 + 1);
  const view = new EventTarget();
  const paper = Object.assign(new EventTarget(), { visibilityState: "visible" });
  let sockets = 0;
  page.view = view;
  return {
    ...(timers ?? { setTimeout: 0, setInterval: 0, clearTimeout: 0, clearInterval: 0 }),
    Date: clock.dateClass?.(),
    performance: { now: () => clock.now },
    Math: Object.create(Math, { random: { value: next } }),
    crypto: cryptoFor(next),
    indexedDB: device.databaseFor?.(isOpen),
    navigator: { locks: device.locksFor?.(number), onLine: true },
    fetch: device.fetch,
    document: paper,
    window: view,
    addEventListener: view.addEventListener.bind(view),
    removeEventListener: view.removeEventListener.bind(view),
    stageSocket: () => {
      const socket = new StageSocket(++sockets, number, (word) => isOpen() && tell(word), timers);
      page.sockets.set(sockets, socket);
      return socket;
    },
  };
}

/** One page of a browser with a document open in the real provider. */
export class Page {
  isOpen = true;
  isEditable = false;
  sockets = new Map();
  refused = "";

  constructor(program, device, clock, tell, number) {
    delete globalThis["__ $YJS$ __"]; // each page brings its own
    this.device = device;
    this.number = number;
    this.module = {};
    program(this.module, ...Object.values(browserOf(device, clock, tell, number, this)));
  }

  async start(options) {
    this.provider = await this.module.Provider.open({
      ...options,
      sessionUrl: "/session",
      schema: 1,
      onDocument: (doc) => {
        this.text = doc.getText("t");
        this.isEditable = true;
      },
      onStatus: () => {},
      onRefused: ({ updates }) => {
        this.refused += this.module.readText(updates);
      },
    });
  }

  get mayWrite() {
    return this.isOpen && this.isEditable && this.provider.isWritable;
  }

  /** Types where somebody would; null when nothing may be typed now. */
  type(at, words) {
    if (!this.mayWrite) return null;
    this.text.insert(at % (this.text.length + 1), words);
    return words;
  }

  /** Deletes some characters; returns them. */
  erase(at, count) {
    if (!this.mayWrite || this.text.length === 0) return null;
    const from = at % this.text.length;
    const gone = this.text.toString().slice(from, from + count);
    this.text.delete(from, gone.length);
    return gone;
  }

  close() {
    this.isOpen = false;
    this.device.release(this.number);
    for (const socket of this.sockets.values()) socket.isEnded = true;
  }

  describe() {
    const { provider } = this;
    if (!provider) return { state: "opening", pending: 0, text: "", refused: "" };
    return {
      state: provider.state,
      pending: provider.pending,
      isEditable: this.isEditable,
      isWritable: provider.isWritable,
      text: provider.doc.getText("t").toString(),
      waits: provider.doc.store.pendingStructs !== null || provider.doc.store.pendingDs !== null,
      refused: this.refused,
    };
  }
}
