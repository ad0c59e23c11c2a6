import { _, _n } from "../i18n";
import type { Found } from "./found";
import { Row } from "./row";
import { type Place, send, type Taken } from "./sending";

const AT_ONCE = 3;

type Job = { found: Found; row: Row; taken: Taken; end: () => void };

/** Sends files, a few at once, and shows how far they are. */
export class Queue {
  readonly #place: Place;
  readonly #most: number;
  readonly #list: HTMLElement;
  readonly #tell: (words: string) => void;
  readonly #finished: (allTaken: boolean) => void;
  readonly #waiting: Job[] = [];
  readonly #open = new Set<Job>();
  #running = 0;
  #done = 0;
  #refused = 0;

  constructor(
    place: Place,
    most: number,
    list: HTMLElement,
    tell: (words: string) => void,
    finished: (allTaken: boolean) => void,
  ) {
    this.#place = place;
    this.#most = most;
    this.#list = list;
    this.#tell = tell;
    this.#finished = finished;
  }

  get isBusy(): boolean {
    return this.#running > 0 || this.#waiting.length > 0;
  }

  add(all: Found[]): void {
    this.#list.hidden = false;
    for (const found of all) this.#enqueue(found);
    this.#tell(_n("One file is being uploaded.", "%(num)d files are being uploaded.", all.length));
    this.#next();
  }

  #enqueue(found: Found): void {
    const job: Job = { found, row: undefined as never, taken: "ask", end: () => undefined };
    job.row = new Row(found, this.#ways(job));
    this.#list.append(job.row.element);
    this.#open.add(job);
    if (found.file.size > this.#most) {
      const max = Math.floor(this.#most / 1_000_000);
      this.#refuse(job, _("This file is too large: at most %(max)d MB.", { max }));
    } else if (!found.file.size) this.#refuse(job, _("This file is empty."));
    else this.#waiting.push(job);
  }

  #ways(job: Job) {
    return {
      cancel: () => this.#cancel(job),
      decide: (taken: Taken) => {
        job.taken = taken;
        job.row.restart(this.#ways(job));
        this.#waiting.unshift(job);
        this.#next();
      },
    };
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const job = this.#waiting.shift();
      if (!job) break;
      this.#run(job);
    }
    if (!this.#running && !this.#open.size) this.#end();
  }

  #run(job: Job): void {
    this.#running += 1;
    let isOver = false;
    const over = () => {
      if (isOver) return false;
      isOver = true;
      this.#running -= 1;
      return true;
    };
    const end = send(job.found, this.#place, job.taken, {
      progress: (sent) => job.row.progress(sent),
      refused: (message, there) => {
        if (!over()) return;
        if (there) {
          job.end = () => undefined;
          job.row.ask(message, this.#ways(job));
          this.#tell(message);
        } else this.#refuse(job, message);
        this.#next();
      },
      done: () => {
        if (!over()) return;
        this.#done += 1;
        this.#open.delete(job);
        job.row.done();
        this.#next();
      },
    });
    job.end = () => {
      end();
      over();
    };
  }

  #refuse(job: Job, message: string): void {
    this.#refused += 1;
    this.#open.delete(job);
    job.row.refuse(message);
    this.#tell(`${job.found.file.name}: ${message}`);
  }

  #cancel(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    job.end();
    this.#open.delete(job);
    job.row.element.remove();
    this.#tell(_("The upload was cancelled."));
    this.#next();
  }

  #end(): void {
    if (!this.#done) return;
    this.#tell(_n("One file was added.", "%(num)d files were added.", this.#done));
    this.#finished(!this.#refused);
    this.#done = 0;
  }
}
