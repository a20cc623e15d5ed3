import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createOutbox, type OutboxSocket } from './outbox.ts';

const suite = describe('what is on its way to a client');
const kilobytes = (count: number) => Buffer.alloc(count * 1_024);

/** A socket whose other side reads when it is told to. */
function createSlowSocket() {
  const pending: { readonly size: number; readonly done: ((error?: Error) => void) | undefined }[] = [];
  const sent: Buffer[] = [];
  let bufferedAmount = 0;
  const socket = {
    get bufferedAmount() {
      return bufferedAmount;
    },
    send(frame: Buffer, _: object, done?: (error?: Error) => void) {
      sent.push(frame);
      bufferedAmount += frame.length;
      pending.push({ size: frame.length, done });
    },
  };
  const read = (error?: Error) => {
    for (const { size, done } of pending.splice(0)) {
      bufferedAmount -= size;
      done?.(error);
    }
  };
  return { socket: socket as unknown as OutboxSocket, sent, read };
}

suite('goes straight to a client that reads', () => {
  const { socket, sent, read } = createSlowSocket();
  const outbox = createOutbox(socket);
  for (let i = 0; i < 100; i += 1) {
    assert.ok(outbox.send(kilobytes(100)));
    read();
  }
  assert.is(sent.length, 100);
});

suite('is given up when it is a megabyte, and not before', () => {
  const { socket, sent } = createSlowSocket();
  const outbox = createOutbox(socket);
  let count = 0;
  while (outbox.send(kilobytes(16))) count += 1;
  assert.ok(count >= 62 && count <= 65, `${count} of 16 kB`);
  assert.ok(sent.length < 20, 'the socket itself holds no more than a quarter of it');
});

suite('keeps its order, however slowly the client reads', () => {
  const { socket, sent, read } = createSlowSocket();
  const outbox = createOutbox(socket);
  const frames: readonly Buffer[] = Array.from({ length: 40 }, () => kilobytes(20));
  for (const frame of frames) assert.ok(outbox.send(frame));
  for (let i = 0; i < 40; i += 1) read();
  assert.equal(
    sent.map((frame) => frames.indexOf(frame)),
    frames.map((_, i) => i),
  );
});

suite('what the client asked for does not count, what comes meanwhile does', () => {
  const { socket, sent, read } = createSlowSocket();
  const outbox = createOutbox(socket);
  const replay = Array.from({ length: 50 }, () => kilobytes(100));
  outbox.sendAll(replay);
  const live = kilobytes(300);
  assert.ok(outbox.send(live));
  assert.ok(outbox.send(live));
  assert.not(outbox.send(live));
  for (let i = 0; i < 60; i += 1) read();
  assert.is(sent.length, 53);
  assert.is(sent.at(-1), live);
});

suite('a snapshot larger than the limit is delivered', () => {
  const { socket, sent, read } = createSlowSocket();
  const outbox = createOutbox(socket);
  outbox.sendAll([kilobytes(3_000)]);
  assert.ok(outbox.send(kilobytes(1)));
  read();
  read();
  assert.is(sent.length, 2);
});

suite('a socket that breaks is given nothing more', () => {
  const { socket, sent, read } = createSlowSocket();
  const outbox = createOutbox(socket);
  outbox.sendAll(Array.from({ length: 50 }, () => kilobytes(100)));
  const { length } = sent;
  read(new Error('broken'));
  assert.is(sent.length, length);
});

suite.run();
