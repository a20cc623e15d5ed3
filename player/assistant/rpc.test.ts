import { Api, type TelegramClient } from 'telegram';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createRpc, type RequestOptions } from './rpc.ts';

const suite = createSuite('rpc');
const request = new Api.updates.GetState();

/** Requests over a client that gives these answers in turn; an Error is thrown, `never` does not come. */
function stage(answers: readonly (Error | 'never' | string)[], isConnected = true) {
  let asked = 0;
  const client = {
    connected: isConnected,
    invoke: async () => {
      const answer = answers[asked] ?? new Error('asked too often');
      asked += 1;
      if (answer === 'never') return new Promise(() => undefined);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { rpc: createRpc(client as unknown as TelegramClient), asked: () => asked };
}

function refusal(errorMessage: string): Error {
  return Object.assign(new Error(errorMessage), { errorMessage });
}

function options(change: Partial<RequestOptions> = {}): RequestOptions {
  return { signal: new AbortController().signal, ...change };
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw new Error('not an AppError', { cause: error });
  }
  throw new Error('it succeeded');
}

suite('gives the answer', async () => {
  const { rpc } = stage(['hello']);
  assert.is(await rpc.send(request, options()), 'hello');
});

suite('gives expected refusals as values, and throws the others', async () => {
  const { rpc } = stage([refusal('CHAT_ID_INVALID'), refusal('CHAT_ID_INVALID'), 'fine']);
  const expected = ['PEER_ID_INVALID', 'CHAT_ID_INVALID'] as const;
  assert.equal(await rpc.ask(request, expected, options()), { type: 'refused', word: 'CHAT_ID_INVALID' });
  const error = await failure(rpc.ask(request, ['PEER_ID_INVALID'], options()));
  assert.is(error.code, 'telegram-refused');
  assert.match(error.message, 'CHAT_ID_INVALID');
  assert.equal(await rpc.ask(request, expected, options()), { type: 'ok', value: 'fine' });
});

suite('does not send while the line is down', async () => {
  const { rpc, asked } = stage(['hello'], false);
  assert.is((await failure(rpc.send(request, options()))).code, 'telegram-unavailable');
  assert.is(asked(), 0);
});

suite('gives up after its time', async () => {
  const { rpc } = stage(['never']);
  assert.is((await failure(rpc.send(request, options({ timeoutMs: 30 })))).code, 'timeout');
});

suite('ends when stopped, in the middle and before', async () => {
  const { rpc, asked } = stage(['never', 'hello']);
  const stop = new AbortController();
  const sending = failure(rpc.send(request, options({ signal: stop.signal })));
  stop.abort();
  assert.is((await sending).code, 'aborted');
  assert.is((await failure(rpc.send(request, options({ signal: stop.signal })))).code, 'aborted');
  assert.is(asked(), 1);
});

suite('waits out a short flood, not a long one', async () => {
  const { rpc, asked } = stage([refusal('FLOOD_WAIT_0'), 'hello', refusal('FLOOD_WAIT_30')]);
  assert.is(await rpc.send(request, options()), 'hello');
  assert.is(asked(), 2);
  const error = await failure(rpc.send(request, options()));
  assert.is(error.code, 'flood-wait');
  assert.is(error.retryAfterMs, 30_000);
});

suite('a flood wait ends when stopped', async () => {
  const { rpc } = stage([refusal('FLOOD_WAIT_4'), 'hello']);
  const stop = new AbortController();
  const sending = failure(rpc.send(request, options({ signal: stop.signal })));
  setTimeout(() => stop.abort(), 20);
  assert.is((await sending).code, 'aborted');
});

suite.run();
