// One socket of our own live texts: Engine.IO 4 and Socket.IO 5 over a websocket, and the protocol
// of collab/live/wire.py. Knows no Yjs document.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import { clock } from './measure.mjs'

const NOTHING = new Uint8Array(0)
const NAMESPACE = '/live,'
const CARET_WAIT = 150

function encodeChange(n, update, awareness) {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, n)
  encoding.writeVarUint8Array(encoder, update)
  encoding.writeVarUint8Array(encoder, awareness)
  return encoding.toUint8Array(encoder)
}

function readList(decoder) {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint8Array(decoder))
}

function readPairs(decoder) {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => [
    decoding.readVarUint(decoder),
    decoding.readVarUint(decoder)
  ])
}

/** Somebody who has a document open. on: updates(list), sent(marks), receipt(sentAt). */
export class Ours {
  constructor({ base, cookie, cooperation, document, pace = 30, on }) {
    Object.assign(this, { cooperation, document, pace, on })
    this.seq = 0
    this.n = 0
    this.session = null
    this.waiting = [] // updates with their marks that are not sent yet
    this.unreceipted = []
    this.awareness = null
    this.held = null // frames that come while we join
    this.count = { frames: 0, gaps: 0, refused: 0, lost: 0 }
    this.ready = new Promise((resolve, reject) => {
      this.entered = resolve
      this.failed = reject
    })
    this.ready.catch(() => {})
    this.socket = new WebSocket(`${base.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      headers: { Origin: base, Cookie: cookie }
    })
    this.socket.on('message', (data, isBinary) => (isBinary ? this.blob(data) : this.text(data.toString())))
    this.socket.on('error', this.failed)
    this.socket.on('close', () => this.end())
  }

  end() {
    if (!this.isClosed) this.count.lost++
    this.failed(new Error('the connection has ended'))
  }

  text(text) {
    if (text === '2') this.socket.send('3')
    else if (text[0] === '0') this.socket.send(`40${NAMESPACE}`)
    else if (text.startsWith('40')) this.join()
    else if (text.startsWith('44')) this.failed(new Error(text))
    else if (text.startsWith('451-') || text.startsWith('461-')) this.head = text
    else if (text.startsWith('42')) this.event(JSON.parse(text.slice(text.indexOf('['))))
    else if (text.startsWith('43')) this.failed(new Error(text))
  }

  blob(data) {
    if (this.head.startsWith('461-')) this.joined(JSON.parse(this.head.slice(this.head.indexOf('[')))[0], data)
    else if (this.head.includes('"changes"')) this.frame(data)
  }

  event([name, message]) {
    if (name === 'resync') this.join()
    if (name === 'refused') {
      this.count.refused++
      this.why = message?.code
    }
  }

  join() {
    if (this.held) return
    this.held = []
    const where = { cooperation: this.cooperation, document: this.document, seq: this.seq }
    this.socket.send(`42${NAMESPACE}0${JSON.stringify(['join', where])}`)
  }

  joined(answer, blob) {
    if (!answer?.ok) return this.failed(new Error(JSON.stringify(answer)))
    this.session = answer.session
    this.n = 0
    this.waiting = [...this.unreceipted.flatMap(each => each.waiting), ...this.waiting]
    this.unreceipted = []
    const updates = readList(decoding.createDecoder(blob))
    if (updates.length) this.on.updates(updates)
    this.seq = answer.seq
    const held = this.held
    this.held = null
    for (const data of held) this.frame(data)
    this.entered(answer)
    this.pump()
  }

  frame(data) {
    this.count.frames++
    if (this.held) return this.held.push(data)
    const decoder = decoding.createDecoder(data)
    const seq = decoding.readVarUint(decoder)
    const updates = readList(decoder)
    const first = seq - updates.length + 1
    if (first > this.seq + 1) {
      this.count.gaps++
      return this.join()
    }
    const fresh = updates.slice(this.seq + 1 - first)
    this.seq = Math.max(seq, this.seq)
    if (fresh.length) this.on.updates(fresh)
    for (const [session, n] of readPairs(decoder)) if (session === this.session) this.take(n)
  }

  take(n) {
    while (this.unreceipted.length && this.unreceipted[0].n <= n) this.on.receipt(this.unreceipted.shift())
  }

  update(update, mark) {
    this.waiting.push({ update, mark })
    this.pump()
  }

  point(awareness) {
    if (!this.awareness) this.pointedAt = clock()
    this.awareness = awareness
    this.pump()
  }

  /** At most one change per `pace` ms; a caret alone waits for a change to go with, as in the browser. */
  pump() {
    clearTimeout(this.timer)
    if (this.held || !(this.waiting.length || this.awareness)) return
    const due = this.waiting.length ? (this.sentAt ?? 0) + this.pace : this.pointedAt + CARET_WAIT
    const wait = due - clock()
    if (wait > 0) this.timer = setTimeout(() => this.pump(), wait)
    else this.send()
  }

  send() {
    this.sentAt = clock()
    this.n++
    const one = this.waiting.shift()
    const awareness = this.awareness ?? NOTHING
    this.awareness = null
    if (one) {
      this.unreceipted.push({ n: this.n, sentAt: this.sentAt, waiting: [one] })
      this.on.sent(one.mark, this.sentAt)
    }
    this.socket.send(`451-${NAMESPACE}["change",{"_placeholder":true,"num":0}]`)
    this.socket.send(encodeChange(this.n, one?.update ?? NOTHING, awareness))
    this.pump()
  }

  isSettled() {
    return !this.waiting.length && !this.unreceipted.length
  }

  close() {
    this.isClosed = true
    this.socket.terminate()
  }
}
