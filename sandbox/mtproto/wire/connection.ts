import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { BinaryReader } from 'telegram/extensions/index.js';
import { Api } from 'telegram/tl/index.js';
import type { AuthKey, AuthKeys } from '../auth-keys.ts';
import { int32, int64, long } from './bytes.ts';
import { type Envelope, openPacket, sealPacket } from './envelope.ts';
import { createFraming } from './framing.ts';
import { Handshake } from './handshake.ts';
import { readMessages } from './rpc-codec.ts';
import type { ServerKey } from './server-key.ts';

/** What a connection needs of its server; `id` is its number there. */
export interface ConnectionOptions {
  readonly id: number;
  readonly socket: Socket;
  readonly serverKey: ServerKey;
  readonly authKeys: AuthKeys;
  /** The next server message id; its last two bits are 1 for an answer and 3 for the rest. */
  nextMessageId(kind: 'answer' | 'notice'): bigint;
  /** A request arrived; the answer goes back by {@link Connection.send}. */
  onRequest(connection: Connection, messageId: bigint, request: unknown): void;
  /** The client broke the protocol; the connection has been closed. */
  onProtocolError(error: unknown): void;
}

// A transport error instead of a packet: the client's key is not known here.
const keyNotFound = -404;
// How far a client's clock may be off (https://core.telegram.org/mtproto/description#message-identifier-msg-id).
const latestSec = 30;
const earliestSec = 300;

/** One client's TCP connection: packets in, requests out to the server's methods; messages in, packets out. */
export class Connection {
  readonly id: number;
  readonly #options: ConnectionOptions;
  /** Knows the client's transport from its first bytes on. */
  readonly #framing = createFraming();
  /** The key exchange, while there is one. */
  #handshake: Handshake | null = null;
  #key: AuthKey | null = null;
  /** The client's choice, new with every connection of the package's. */
  #sessionId: bigint | null = null;
  /** How many content-related messages have gone out in this session. */
  #sequence = 0;

  constructor(options: ConnectionOptions) {
    this.id = options.id;
    this.#options = options;
    options.socket.setNoDelay(true);
    options.socket.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  /** The auth key of the last packet; null before the first encrypted one. */
  get key(): AuthKey | null {
    return this.#key;
  }

  /** Sends one message: an `answer` to a request, or a `notice` (updates and service messages). */
  send(body: Buffer, kind: 'answer' | 'notice', isContent = true): void {
    const key = this.#key;
    if (key === null || this.#sessionId === null) return;
    const sequence = this.#sequence * 2 + (isContent ? 1 : 0);
    if (isContent) this.#sequence += 1;
    const messageId = this.#options.nextMessageId(kind);
    this.#write(sealPacket(key.bytes, { salt: key.salt, sessionId: this.#sessionId, messageId, sequence, body }));
  }

  /** Hangs up without a word, as a network does. */
  close(): void {
    this.#options.socket.destroy();
  }

  /** Whatever cannot be understood ends the connection: nothing that follows would be understood either. */
  #receive(chunk: Buffer): void {
    try {
      for (const packet of this.#framing.push(chunk)) this.#open(packet);
    } catch (error) {
      this.close();
      this.#options.onProtocolError(error);
    }
  }

  /** An encrypted packet begins with the name of its key; an unencrypted one with zeros. */
  #open(packet: Buffer): void {
    if (packet.readBigInt64LE(0) === 0n) {
      this.#exchangeKeys(packet);
      return;
    }
    const key = this.#options.authKeys.find(packet.subarray(0, 8).toString('hex'));
    if (key === null) {
      this.#write(int32(keyNotFound));
      return;
    }
    const envelope = openPacket(key.bytes, packet);
    this.#key = key;
    this.#meetSession(key, envelope);
    if (this.#isAcceptable(key, envelope)) this.#handle(envelope);
  }

  /** Unencrypted: auth_key_id 0, message id, length, object. */
  #exchangeKeys(packet: Buffer): void {
    this.#handshake ??= new Handshake(this.#options.serverKey);
    const body = packet.subarray(20, 20 + packet.readInt32LE(16));
    const { answer, agreement } = this.#handshake.step(new BinaryReader(body).tgReadObject());
    if (agreement !== null) {
      const key = this.#options.authKeys.add(agreement.authKey, agreement.salt);
      if (agreement.expiresInSec !== null)
        setTimeout(() => this.#options.authKeys.forget(key.id), agreement.expiresInSec * 1000).unref();
    }
    const messageId = this.#options.nextMessageId('answer');
    this.#write(Buffer.concat([Buffer.alloc(8), int64(messageId), int32(answer.length), answer]));
  }

  /** A session that this connection has not carried yet is announced, with the salt to use. */
  #meetSession(key: AuthKey, { sessionId, messageId }: Envelope): void {
    if (sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    this.#sequence = 0;
    const uniqueId = long(randomBytes(8).readBigInt64LE());
    const created = new Api.NewSessionCreated({ firstMsgId: long(messageId), uniqueId, serverSalt: long(key.salt) });
    this.send(created.getBytes(), 'notice');
  }

  /** Answers a wrong salt or clock as the real servers do; the client then sends again. */
  #isAcceptable(key: AuthKey, { salt, messageId, sequence }: Envelope): boolean {
    const bad = { badMsgId: long(messageId), badMsgSeqno: sequence };
    // The salt guards against replays; clients begin without one and are told.
    if (salt !== key.salt) {
      const answer = new Api.BadServerSalt({ ...bad, errorCode: 48, newServerSalt: long(key.salt) });
      this.send(answer.getBytes(), 'notice', false);
      return false;
    }
    const aheadSec = Number(messageId >> 32n) - Date.now() / 1000;
    if (aheadSec > -earliestSec && aheadSec < latestSec) return true;
    const errorCode = aheadSec < 0 ? 16 : 17;
    this.send(new Api.BadMsgNotification({ ...bad, errorCode }).getBytes(), 'notice', false);
    return false;
  }

  /** Requests run side by side: a slow one does not hold up those behind it. */
  #handle({ messageId, body }: Envelope): void {
    for (const message of readMessages(messageId, body)) {
      if (!this.#serve(message.messageId, message.object))
        this.#options.onRequest(this, message.messageId, message.object);
    }
  }

  /** Service messages; true when it was one. */
  #serve(messageId: bigint, object: unknown): boolean {
    if (object instanceof Api.Ping || object instanceof Api.PingDelayDisconnect) {
      const pong = new Api.Pong({ msgId: long(messageId), pingId: object.pingId });
      this.send(pong.getBytes(), 'answer', false);
      return true;
    }
    return (
      object instanceof Api.MsgsAck ||
      object instanceof Api.MsgsStateReq ||
      object instanceof Api.MsgsStateInfo ||
      object instanceof Api.HttpWait
    );
  }

  /** What is sent to a client that has gone is lost, as updates are. */
  #write(packet: Buffer): void {
    if (!this.#options.socket.destroyed) this.#options.socket.write(this.#framing.wrap(packet));
  }
}
