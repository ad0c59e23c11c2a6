/** Time that stands still until it is moved on, for everything that runs in the pages. */
export class Clock {
  now = 1_700_000_000_000;
  timers = new Map();
  next = 1;

  /** What a page takes for the browser's timers; `isOpen` says whether it still is. */
  timersFor(isOpen) {
    const add = (work, wait, every) => {
      const id = this.next++;
      const run = () => isOpen() && work();
      this.timers.set(id, { at: this.now + Math.max(wait ?? 0, 1), every, run });
      return id;
    };
    const remove = (id) => void this.timers.delete(id);
    return {
      setTimeout: (work, wait) => add(work, wait, 0),
      setInterval: (work, wait) => add(work, wait, wait),
      clearTimeout: remove,
      clearInterval: remove,
    };
  }

  dateClass() {
    const clock = this;
    return class extends Date {
      constructor(...words) {
        super(...(words.length > 0 ? words : [clock.now]));
      }
      static now() {
        return clock.now;
      }
    };
  }

  /** Moves on, one timer after the other; `settle` lets what it began come to rest. */
  async advance(milliseconds, settle) {
    const end = this.now + milliseconds;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end);
      due.sort(([a, one], [b, other]) => one.at - other.at || a - b);
      if (due.length === 0) break;
      const [id, timer] = due[0];
      this.now = Math.max(this.now, timer.at);
      if (timer.every) timer.at += timer.every;
      else this.timers.delete(id);
      timer.run();
      await settle();
    }
    this.now = end;
  }
}
