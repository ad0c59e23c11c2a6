// One socket of y-websocket's server or of Hocuspocus: the protocol of y-protocols over a websocket.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { clock } from './measure.mjs'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

/** Somebody who has a document open; the same face as `Ours`, without receipts. */
export class Theirs {
  constructor({ base, document, isHocuspocus, on }) {
    Object.assign(this, { document, isHocuspocus, on })
    this.count = { frames: 0, gaps: 0, refused: 0, lost: 0 }
    this.ready = new Promise((resolve, reject) => {
      this.entered = resolve
      this.failed = reject
    })
    this.ready.catch(() => {})
    const address = base.replace(/^http/, 'ws')
    const options = { perMessageDeflate: false, skipUTF8Validation: true }
    this.socket = new WebSocket(isHocuspocus ? address : `${address}/${document}`, options)
    this.socket.on('open', () => (isHocuspocus ? this.introduce() : this.ask()))
    this.socket.on('message', data => this.take(data))
    this.socket.on('error', this.failed)
    this.socket.on('close', () => {
      if (!this.isClosed) this.count.lost++
      this.failed(new Error('the connection has ended'))
    })
  }

  say(...parts) {
    const encoder = encoding.createEncoder()
    if (this.isHocuspocus) encoding.writeVarString(encoder, this.document)
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else if (typeof part === 'string') encoding.writeVarString(encoder, part)
      else encoding.writeVarUint8Array(encoder, part)
    }
    this.socket.send(encoding.toUint8Array(encoder))
  }

  introduce() {
    this.say(AUTH, 0, 'token', '4.7.0')
  }

  ask() {
    this.say(SYNC, STEP_1, Y.encodeStateVector(new Y.Doc()))
  }

  take(data) {
    this.count.frames++
    const decoder = decoding.createDecoder(data)
    if (this.isHocuspocus) decoding.readVarString(decoder)
    const kind = decoding.readVarUint(decoder)
    if (kind === AUTH && decoding.readVarUint(decoder) === 2) this.ask()
    if (kind !== SYNC) return
    const step = decoding.readVarUint(decoder)
    if (step !== STEP_2 && step !== UPDATE) return
    this.on.updates([decoding.readVarUint8Array(decoder)])
    if (step === STEP_2) this.entered()
  }

  update(update, mark) {
    this.on.sent(mark, clock())
    this.say(SYNC, UPDATE, update)
  }

  point(awareness) {
    this.say(AWARENESS, awareness)
  }

  isSettled() {
    return true
  }

  close() {
    this.isClosed = true
    this.socket.terminate()
  }
}
