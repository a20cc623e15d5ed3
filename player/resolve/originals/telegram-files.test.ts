import { once } from 'node:events';
import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import { createTelegramFiles, type FetchLarge, type TelegramSource } from './telegram-files.ts';

interface Context {
  server: Server;
  root: string;
  answers: RequestListener[];
  asked: string[];
}

const test = suite<Context>('telegram files');

const never = new AbortController().signal;
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const source: TelegramSource = {
  type: 'telegram',
  fileId: 'FILE',
  fileUniqueId: 'UNIQUE',
  chatId: -1001,
  messageId: 7,
  sizeBytes: 4,
  mime: 'audio/mpeg',
  fileName: 'a.mp3',
};

test.before.each(async (context) => {
  context.asked = [];
  context.server = http.createServer((request, response) => {
    context.asked.push(request.url ?? '');
    context.answers.shift()?.(request, response);
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  context.root = `http://127.0.0.1:${(context.server.address() as AddressInfo).port}`;
});

test.after.each(async ({ server }) => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const large: FetchLarge = async (chatId, messageId) =>
  (async function* () {
    yield Buffer.from(`large ${chatId} ${messageId}`);
  })();

const noLarge: FetchLarge = async () => {
  throw new Error('the assistant is not to be asked');
};

function filesOf({ root }: Context, fetchLarge: FetchLarge = noLarge, retryMs = [1, 1]) {
  return createTelegramFiles({ botApiRoot: root, botToken: '1:TOKEN', fetchLarge, log, retryMs });
}

async function read(opened: Awaited<ReturnType<ReturnType<typeof filesOf>['open']>>) {
  if (opened.type === 'refused') return opened.refusal;
  let text = '';
  for await (const piece of opened.stream) text += Buffer.from(piece).toString();
  return text;
}

const good: RequestListener = async (request, response) => {
  const body = (await json(request)) as { file_id: string };
  response.end(JSON.stringify({ ok: true, result: { file_path: `music/${body.file_id}.mp3` } }));
};
const bytes: RequestListener = (_request, response) => response.end('data');
const status =
  (code: number, description: string, parameters = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code).end(JSON.stringify({ ok: false, error_code: code, description, parameters }));

test('small files come by the Bot API', async (context) => {
  context.answers = [good, bytes];
  assert.is(await read(await filesOf(context).open(source, never)), 'data');
  assert.equal(context.asked, ['/bot1:TOKEN/getFile', '/file/bot1:TOKEN/music/FILE.mp3']);
});

test('large files come by the assistant, whether Telegram said so before or only now', async (context) => {
  context.answers = [status(400, 'Bad Request: file is too big')];
  const files = filesOf(context, large);
  assert.is(await read(await files.open({ ...source, sizeBytes: 30e6 }, never)), 'large -1001 7');
  assert.equal(context.asked, []);
  assert.is(await read(await files.open({ ...source, sizeBytes: null }, never)), 'large -1001 7');
});

test('a large file in a chat that the assistant does not see is too large', async (context) => {
  const unseen: FetchLarge = async () => Promise.reject(new AppError('chat-unreachable', 'x'));
  const refusal = await read(await filesOf(context, unseen).open({ ...source, sizeBytes: 30e6 }, never));
  assert.equal(refusal, { code: 'too-large', limitMb: 20 });
});

test('a file that is gone is refused', async (context) => {
  for (const answers of [
    [status(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')],
    [good, status(404, 'Not Found')],
  ]) {
    context.answers = answers;
    assert.equal(await read(await filesOf(context).open(source, never)), { code: 'file-gone' });
  }
});

test('passing trouble is waited out: 500, hang-up, 429 with its own wait', async (context) => {
  const hangUp: RequestListener = (request) => request.socket.destroy();
  context.answers = [status(500, 'x'), hangUp, good, status(429, 'x', { retry_after: 0.01 }), bytes];
  assert.is(await read(await filesOf(context).open(source, never)), 'data');
  assert.is(context.asked.length, 5);
});

test('lasting trouble is an error, without the token in it', async (context) => {
  for (const [answers, code] of [
    [[status(502, 'x'), status(502, 'x'), status(502, 'x')], 'telegram-unavailable'],
    [[status(429, 'x', { retry_after: 3_600 })], 'telegram-unavailable'],
    [[status(401, 'Unauthorized')], 'telegram-refused'],
  ] as const) {
    context.answers = [...answers];
    const error: unknown = await filesOf(context)
      .open(source, never)
      .catch((thrown) => thrown);
    assert.ok(error instanceof AppError && error.code === code, String(error));
    assert.not.match(String(error instanceof Error && `${error.stack}${error.cause}`), /TOKEN/);
  }
});

test('the signal ends it', async (context) => {
  const controller = new AbortController();
  context.answers = [() => controller.abort()];
  const error: unknown = await filesOf(context)
    .open(source, controller.signal)
    .catch((thrown) => thrown);
  assert.is(error instanceof AppError && error.code, 'aborted');
});

test.run();
