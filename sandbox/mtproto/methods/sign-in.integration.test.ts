import bigInt from 'big-integer';
import { computeCheck } from 'telegram/Password.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trustServerKey } from '../../../scripts/login/trust-server-key.ts';
import { type Client, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';

interface Context {
  stage: Stage;
  /** A client with a fresh key, not signed in. */
  client: Client;
}

// That signing in succeeds is tested with `npm run login` (scripts/login); here is what is refused.
const test = suite<Context>('methods/sign-in');
const passwords = new Map<number, string>();
const settings = new Api.CodeSettings({});
const phoneNumber = '+15550001';

test.before.each(async (context) => {
  context.stage = await openStage({ passwords });
  trustServerKey(context.stage.mtproto.serverKeyPem);
  context.client = context.stage.client('');
  await context.client.api.connect();
});
test.after.each(async ({ stage }) => {
  await stage.close();
  passwords.clear();
});

const sendCode = ({ api }: Client, number = phoneNumber, apiId = 1) =>
  api.invoke(new Api.auth.SendCode({ phoneNumber: number, apiId, apiHash: 'hash', settings }));

async function enter(client: Client, phoneCode: string, number = phoneNumber): Promise<Api.auth.TypeAuthorization> {
  const { phoneCodeHash } = (await sendCode(client, number)) as Api.auth.SentCode;
  return client.api.invoke(new Api.auth.SignIn({ phoneNumber: number, phoneCodeHash, phoneCode }));
}

test('a key that is not signed in gets nowhere', async ({ client }) => {
  assert.is(await rpcError(client.api.invoke(new Api.updates.GetState())), 'AUTH_KEY_UNREGISTERED');
  assert.is(await rpcError(client.api.invoke(new Api.account.GetPassword())), 'AUTH_KEY_UNREGISTERED');
  assert.is(
    await rpcError(client.api.invoke(new Api.auth.AcceptLoginToken({ token: Buffer.alloc(8) }))),
    'AUTH_KEY_UNREGISTERED',
  );
});

test('numbers, ids and codes that cannot be right are refused', async ({ client }) => {
  assert.is(await rpcError(sendCode(client, 'hello')), 'PHONE_NUMBER_INVALID');
  assert.is(await rpcError(sendCode(client, '+123')), 'PHONE_NUMBER_INVALID');
  assert.is(await rpcError(sendCode(client, phoneNumber, 0)), 'API_ID_INVALID');
  assert.is(await rpcError(enter(client, '54321')), 'PHONE_CODE_INVALID');
  assert.is(await rpcError(enter(client, '')), 'PHONE_CODE_EMPTY');
  const stale = new Api.auth.SignIn({ phoneNumber, phoneCodeHash: 'old', phoneCode: '12345' });
  assert.is(await rpcError(client.api.invoke(stale)), 'PHONE_CODE_EXPIRED');
});

test('a number without an account, and the bot, cannot sign in', async ({ stage, client }) => {
  stage.world.addUser({ firstName: 'Bot', isBot: true, phone: '15550009' });
  for (const number of ['+15550003', '+15550009'])
    assert.instance(await enter(client, '12345', number), Api.auth.AuthorizationSignUpRequired);
  assert.is(await rpcError(client.api.invoke(new Api.updates.GetState())), 'AUTH_KEY_UNREGISTERED');
});

test('the code alone does not sign in when there is a password', async ({ stage, client }) => {
  passwords.set(stage.assistant.id, 'correct horse');
  assert.is(await rpcError(enter(client, '12345')), 'SESSION_PASSWORD_NEEDED');
  assert.is(await rpcError(client.api.invoke(new Api.updates.GetState())), 'AUTH_KEY_UNREGISTERED');
  const challenge = await client.api.invoke(new Api.account.GetPassword());
  const proof = await computeCheck(challenge, 'correct horse');
  await client.api.invoke(new Api.auth.CheckPassword({ password: proof }));
  await client.api.invoke(new Api.updates.GetState());
});

test('a challenge serves one try, and an old one none', async ({ stage, client }) => {
  passwords.set(stage.assistant.id, 'correct horse');
  assert.is(await rpcError(enter(client, '12345')), 'SESSION_PASSWORD_NEEDED');
  const old = await computeCheck(await client.api.invoke(new Api.account.GetPassword()), 'correct horse');
  const wrong = await computeCheck(await client.api.invoke(new Api.account.GetPassword()), 'battery staple');
  const check = (password: Api.TypeInputCheckPasswordSRP) =>
    rpcError(client.api.invoke(new Api.auth.CheckPassword({ password })));
  assert.is(await check(wrong), 'PASSWORD_HASH_INVALID');
  assert.is(await check(wrong), 'SRP_ID_INVALID');
  assert.is(await check(old), 'SRP_ID_INVALID');
  assert.is(await check(new Api.InputCheckPasswordEmpty()), 'PASSWORD_HASH_INVALID');
});

test('who is signed in without a password is told that there is none', async ({ client }) => {
  await enter(client, '12345');
  const answer = await client.api.invoke(new Api.account.GetPassword());
  assert.not.ok(answer.hasPassword);
  assert.not.ok(answer.srp_B);
});

test('a QR token is accepted once, while it is good, by who is signed in', async ({ stage, client }) => {
  const request = new Api.auth.ExportLoginToken({ apiId: 1, apiHash: 'hash', exceptIds: [] });
  const { token } = (await client.api.invoke(request)) as Api.auth.LoginToken;
  const device = await stage.connect(stage.olga);
  const accept = (bytes: Buffer) => device.api.invoke(new Api.auth.AcceptLoginToken({ token: bytes }));
  assert.is(await rpcError(accept(Buffer.from('guessed'))), 'AUTH_TOKEN_INVALIDX');
  assert.instance(await accept(token), Api.Authorization);
  assert.is(await rpcError(accept(token)), 'AUTH_TOKEN_ALREADY_ACCEPTED');
  await client.waitFor((update) => (update instanceof Api.UpdateLoginToken ? true : undefined));
  const done = await client.api.invoke(new Api.auth.ImportLoginToken({ token }));
  assert.instance(done, Api.auth.LoginTokenSuccess);
  assert.is((await client.api.getMe()).username, 'olga');
});

test("somebody else's QR token is of no use", async ({ stage, client }) => {
  const request = new Api.auth.ExportLoginToken({ apiId: 1, apiHash: 'hash', exceptIds: [] });
  const { token } = (await client.api.invoke(request)) as Api.auth.LoginToken;
  const other = stage.client('');
  await other.api.connect();
  assert.is(await rpcError(other.api.invoke(new Api.auth.ImportLoginToken({ token }))), 'AUTH_TOKEN_INVALID');
  const unknown = new Api.auth.ExportLoginToken({ apiId: 0, apiHash: 'hash', exceptIds: [] });
  assert.is(await rpcError(other.api.invoke(unknown)), 'API_ID_INVALID');
});

test('a temporary key needs a proof of the permanent one', async ({ client }) => {
  const claim = { permAuthKeyId: bigInt(1), nonce: bigInt(2), expiresAt: 3 };
  const request = new Api.auth.BindTempAuthKey({ ...claim, encryptedMessage: Buffer.alloc(72) });
  assert.is(await rpcError(client.api.invoke(request)), 'ENCRYPTED_MESSAGE_INVALID');
});

test.run();
