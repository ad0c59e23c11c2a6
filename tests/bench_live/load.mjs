// Editors in rooms, for some seconds: what it costs the server, how long an edit takes to the others,
// and whether everybody has the same text in the end. Reads a plan as JSON, prints a result as JSON.
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { clock, costOf, quantile, sleep, until } from './measure.mjs'
import { Ours } from './ours.mjs'
import { Theirs } from './theirs.mjs'

const plan = { readers: 0, seconds: 8, warmUp: 5000, rate: 5, pointing: 2, probes: 3, checked: 3, drain: 12000, ...JSON.parse(readFileSync(0, 'utf8')) }
const REMOTE = 'remote'
const waits = []
const receipts = []
let edits = 0
let isMeasuring = false

function connect(document, number, on) {
  if (plan.kind !== 'ours') return new Theirs({ base: plan.base, document, isHocuspocus: plan.kind === 'hocuspocus', on })
  const cookie = plan.cookies[number % plan.cookies.length]
  return new Ours({ base: plan.base, cookie, cooperation: plan.cooperation, document, on })
}

/** Has a document open. A probe applies what comes at once, whoever is checked does so in the end. */
class Person {
  constructor(room, number) {
    Object.assign(this, { room, number })
    this.isEditor = number < plan.editors
    this.isProbe = number < plan.probes || number === plan.editors + plan.readers - 1
    this.isChecked = this.isProbe || number < plan.probes + plan.checked
    this.kept = []
    this.marks = []
    this.doc = new Y.Doc()
    this.doc.on('update', (update, origin) => {
      if (origin !== REMOTE) this.write(update)
    })
    if (this.isProbe) this.doc.on('afterTransaction', transaction => this.note(transaction))
    room.writers.set(this.doc.clientID, this)
  }

  async connect() {
    this.link = connect(this.room.document, this.number, {
      updates: list => (this.isProbe ? this.apply(list) : this.isChecked && this.kept.push(...list)),
      sent: (mark, at) => {
        if (mark) mark.at = at
      },
      receipt: ({ sentAt }) => isMeasuring && receipts.push(clock() - sentAt)
    })
    await this.link.ready
  }

  apply(list) {
    this.doc.transact(() => {
      for (const update of list) Y.applyUpdate(this.doc, update, REMOTE)
    }, REMOTE)
  }

  write(update) {
    const end = Y.getState(this.doc.store, this.doc.clientID)
    const mark = { end, at: null, isMeasured: isMeasuring, seenBy: 0 }
    if (isMeasuring) edits++
    const moves = end > (this.marks.at(-1)?.end ?? 0)
    if (moves) this.marks.push(mark)
    this.link.update(update, moves ? mark : null)
  }

  /** An edit has arrived once the clock of whoever wrote it has reached its end. */
  note(transaction) {
    if (transaction.origin !== REMOTE) return
    const at = clock()
    transaction.afterState.forEach((end, client) => {
      const before = transaction.beforeState.get(client) ?? 0
      const writer = before < end && this.room.writers.get(client)
      if (!writer || writer === this) return
      for (let k = writer.marks.length - 1; k >= 0 && writer.marks[k].end > before; k--) {
        const mark = writer.marks[k]
        if (mark.end <= end && mark.isMeasured && mark.at !== null) waits.push(at - mark.at)
      }
    })
  }

  begin() {
    this.text = new Y.XmlText(`Editor ${this.number}: `)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [this.text])
    this.doc.getXmlFragment('default').push([paragraph])
    this.caret = this.text.length
  }

  /** Letters one after the other, now and then one is taken back or the caret goes elsewhere. */
  type() {
    if (Math.random() < 0.02) this.caret = Math.floor(Math.random() * (this.text.length + 1))
    if (this.caret > 0 && Math.random() < 0.1) this.text.delete(--this.caret, 1)
    else this.text.insert(this.caret++, String.fromCharCode(97 + Math.floor(Math.random() * 26)))
  }

  point() {
    const clientID = this.doc.clientID
    const cursor = { anchor: this.caret, head: this.caret }
    const state = { user: { name: `Editor ${this.number}`, color: '#30bced' }, cursor }
    this.pointed = (this.pointed ?? 0) + 1
    const spoken = { states: new Map([[clientID, state]]), meta: new Map([[clientID, { clock: this.pointed }]]) }
    this.link.point(encodeAwarenessUpdate(spoken, [clientID]))
  }

  work(end) {
    const often = (perSecond, act) => {
      const next = () => {
        if (clock() > end) return
        act()
        setTimeout(next, (1000 / perSecond) * (0.7 + 0.6 * Math.random()))
      }
      if (perSecond) setTimeout(next, (1000 / perSecond) * Math.random())
    }
    often(plan.rate, () => this.type())
    often(plan.pointing, () => this.point())
  }
}

const rooms = plan.rooms.map(document => ({ document, writers: new Map(), people: [] }))
for (const room of rooms) for (let n = 0; n < plan.editors + plan.readers; n++) room.people.push(new Person(room, n))
const everybody = rooms.flatMap(room => room.people)
const editors = everybody.filter(person => person.isEditor)
const probes = everybody.filter(person => person.isProbe)
const text = doc => doc.getXmlFragment('default').toString()
const knows = (doc, room) => room.people.every(({ doc: own }) => Y.getState(doc.store, own.clientID) >= Y.getState(own.store, own.clientID))
const isSettled = () => editors.every(person => person.link.isSettled()) && probes.every(probe => knows(probe.doc, probe.room))
const total = name => everybody.reduce((sum, { link }) => sum + link.count[name], 0)

function finish(result) {
  console.log(JSON.stringify(result))
  process.exit(result.ok ? 0 : 1)
}

async function enter() {
  for (let k = 0; k < everybody.length; k += 10) {
    const some = everybody.slice(k, k + 10).map(person => person.connect())
    await Promise.race([Promise.all(some), sleep(30000).then(() => Promise.reject(new Error('no answer')))])
  }
}

async function work() {
  const end = clock() + plan.warmUp + plan.seconds * 1000
  for (const person of editors) person.work(end)
  await sleep(plan.warmUp)
  const frames = total('frames')
  const lag = monitorEventLoopDelay({ resolution: 5 })
  const before = costOf(plan.pid)
  const own = process.cpuUsage()
  const began = clock()
  lag.enable()
  isMeasuring = true
  await sleep(end - clock())
  isMeasuring = false
  lag.disable()
  const spent = process.cpuUsage(own)
  const during = clock() - began
  const atEnd = costOf(plan.pid)
  const settled = await until(isSettled, plan.drain)
  await sleep(300)
  return {
    settled,
    cpu: costOf(plan.pid).cpu - before.cpu,
    serverPercent: Math.round((100 * (atEnd.cpu - before.cpu)) / during),
    framesPerSecond: Math.round((1000 * (total('frames') - frames)) / during),
    ownPercent: Math.round((spent.user + spent.system) / 10 / during),
    ownLag: Math.round(lag.percentile(99) / 1e5) / 10
  }
}

async function readAfresh(room) {
  const doc = new Y.Doc()
  const reader = connect(room.document, 0, { updates: list => list.forEach(each => Y.applyUpdate(doc, each)), sent() {}, receipt() {} })
  await Promise.race([reader.ready, sleep(15000)])
  const known = await until(() => knows(doc, room), 2000)
  reader.close()
  return known && text(doc) === text(room.people[0].doc)
}

async function countDiverged() {
  let diverged = 0
  for (const room of rooms) {
    for (const person of room.people.filter(each => each.isChecked)) {
      person.apply(person.kept)
      if (text(person.doc) !== text(room.people[0].doc)) diverged++
    }
    if (!(await readAfresh(room))) diverged++
  }
  return diverged
}

const idle = costOf(plan.pid)
try {
  await enter()
} catch (error) {
  finish({ ok: false, fatal: error.message })
}
const entered = costOf(plan.pid)
for (const person of editors) person.begin()
if (!(await until(() => probes.every(probe => knows(probe.doc, probe.room)), 30000))) finish({ ok: false, fatal: 'the beginning did not reach everybody' })
await sleep(500)
const result = await work()
const delivered = edits * (plan.editors + plan.readers - 1)
const [lost, refused] = [total('lost'), total('refused')]
const diverged = await countDiverged()
finish({
  ok: result.settled && diverged === 0 && lost === 0 && refused === 0,
  cpuPer1000: delivered ? Math.round((1e5 * result.cpu) / delivered) / 100 : null,
  p50: quantile(waits, 0.5),
  p95: quantile(waits, 0.95),
  p99: quantile(waits, 0.99),
  receipt50: quantile(receipts, 0.5),
  receipt99: quantile(receipts, 0.99),
  edits,
  delivered,
  ...result,
  kilobytesEach: Math.round((10 * (entered.rss - idle.rss)) / everybody.length) / 10,
  diverged,
  lost,
  refused,
  gaps: total('gaps'),
  why: everybody.map(({ link }) => link.why).find(Boolean)
})
