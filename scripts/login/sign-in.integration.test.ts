import { Api, type TelegramClient } from 'telegram';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';
import { createServerKey } from '../../sandbox/mtproto/wire/server-key.ts';
import { openClient, sessionOf } from './open-client.ts';
import type { Prompts } from './prompts.ts';
import { signIn } from './sign-in.ts';

interface Context {
  stage: Stage;
  client: TelegramClient;
}

const test = suite<Context>('login/sign-in');

const credentials = { apiId: 1, apiHash: 'hash' };
const passwords = new Map<number, string>();

test.before.each(async (context) => {
  context.stage = await openStage({ passwords });
  const { address, serverKeyPem: keyPem } = context.stage.mtproto;
  context.client = openClient(credentials, { address, keyPem });
  await context.client.connect();
});
test.after.each(async ({ stage, client }) => {
  await client.destroy();
  await stage.close();
  passwords.clear();
});

/** A person with prepared answers; what they were asked and told is kept. */
function person(answers: { phones?: string[]; codes?: string[]; passwords?: string[]; onQr?: (url: string) => void }) {
  const heard: string[] = [];
  const next = (list: string[] | undefined, question: string) => {
    heard.push(question);
    const answer = list?.shift();
    if (answer === undefined) throw new AppError('aborted', `no answer to: ${question}`);
    return Promise.resolve(answer);
  };
  const prompts: Prompts = {
    phoneNumber: () => next(answers.phones, 'phone'),
    code: (where) => next(answers.codes, `code ${where}`),
    password: (hint) => next(answers.passwords, `password ${hint ?? ''}`.trim()),
    showQr: async (url) => answers.onQr?.(url),
    tell: (text) => void heard.push(text),
  };
  return { prompts, heard };
}

/** Scans a QR code as a device on which that user is signed in. */
async function scan(stage: Stage, url: string): Promise<void> {
  const device = await stage.connect(stage.assistant);
  const token = Buffer.from(new URL(url).searchParams.get('token') ?? '', 'base64url');
  await device.api.invoke(new Api.auth.AcceptLoginToken({ token }));
}

const never = new AbortController().signal;

/** Whether the session works for a new client. */
async function worksAgain(stage: Stage, client: TelegramClient): Promise<string | undefined> {
  const again = stage.client(sessionOf(client));
  await again.api.connect();
  return (await again.api.getMe()).username;
}

test('phone number and code make a session that signs in again', async ({ stage, client }) => {
  const { prompts } = person({ phones: ['+1 555 0001'], codes: ['12 345'] });
  const user = await signIn(client, credentials, prompts, never);
  assert.is(user.username, 'efir_one');
  assert.is(await worksAgain(stage, client), 'efir_one');
});

test('a wrong number and a wrong code are explained and asked for again', async ({ client }) => {
  const { prompts, heard } = person({ phones: ['hello', '+15550001'], codes: ['99999', '12345'] });
  assert.is((await signIn(client, credentials, prompts, never)).username, 'efir_one');
  assert.is(heard.filter((line) => line === 'phone').length, 2);
  assert.match(heard[1] ?? '', /country code/);
  assert.match(heard.join('\n'), /code is not right/);
});

test('a number without an account is said to be one, and another may be given', async ({ client }) => {
  const { prompts, heard } = person({ phones: ['+4915100000', '+15550001'], codes: ['12345', '12345'] });
  assert.is((await signIn(client, credentials, prompts, never)).username, 'efir_one');
  assert.match(heard.join('\n'), /no Telegram account/);
});

test('the two-step password is asked for until it is right', async ({ stage, client }) => {
  passwords.set(stage.assistant.id, 'correct horse');
  const { prompts, heard } = person({
    phones: ['+15550001'],
    codes: ['12345'],
    passwords: ['battery staple', 'correct horse'],
  });
  assert.is((await signIn(client, credentials, prompts, never)).username, 'efir_one');
  assert.match(heard.join('\n'), /password is not right/);
  assert.is(await worksAgain(stage, client), 'efir_one');
});

test('a QR code that is scanned signs in', async ({ stage, client }) => {
  const { prompts } = person({ phones: [''], onQr: (url) => void scan(stage, url) });
  assert.is((await signIn(client, credentials, prompts, never)).username, 'efir_one');
  assert.is(await worksAgain(stage, client), 'efir_one');
});

test('after the QR code the password may still be missing', async ({ stage, client }) => {
  passwords.set(stage.assistant.id, 'correct horse');
  const { prompts } = person({ phones: [''], passwords: ['correct horse'], onQr: (url) => void scan(stage, url) });
  assert.is((await signIn(client, credentials, prompts, never)).username, 'efir_one');
});

test('a flood wait ends it, with the time in words', async ({ stage, client }) => {
  stage.faults.add({ kind: 'flood-wait', method: 'auth.sendCode', seconds: 600 });
  const { prompts } = person({ phones: ['+15550001'] });
  const error = await signIn(client, credentials, prompts, never).catch((reason: unknown) => reason);
  assert.instance(error, AppError);
  assert.match((error as AppError).message, /wait 10 minutes/);
});

test('it can be given up while a QR code waits', async ({ client }) => {
  const abort = new AbortController();
  const { prompts } = person({ phones: [''], onQr: () => abort.abort() });
  const error = await signIn(client, credentials, prompts, abort.signal).catch((reason: unknown) => reason);
  assert.is((error as AppError).code, 'aborted');
});

test('without the key of the server no session can be made', async ({ stage }) => {
  const other = await openStage({ serverKey: await createServerKey() });
  const stranger = openClient(credentials, { address: other.mtproto.address, keyPem: undefined });
  try {
    assert.not.equal(other.mtproto.serverKeyPem, stage.mtproto.serverKeyPem);
    const error = await stranger.connect().catch((reason: unknown) => reason);
    assert.instance(error, Error);
  } finally {
    await stranger.destroy();
    await other.close();
  }
});

test.run();
