import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { floodWaitMs, isSignedOut, refusalWord, translateRpcError } from './rpc-error.ts';

const suite = createSuite('rpc error');

function rpcError(errorMessage: string): Error {
  return Object.assign(new Error(`400: ${errorMessage}`), { errorMessage, code: 400 });
}

suite('knows the answers of Telegram from errors of the line', () => {
  assert.is(refusalWord(rpcError('GROUPCALL_INVALID')), 'GROUPCALL_INVALID');
  assert.is(refusalWord(new Error('socket closed')), null);
  assert.is(refusalWord('GROUPCALL_INVALID'), null);
});

suite('reads how long a flood wait is', () => {
  assert.is(floodWaitMs(rpcError('FLOOD_WAIT_38')), 38_000);
  assert.is(floodWaitMs(rpcError('FLOOD_PREMIUM_WAIT_3')), 3_000);
  assert.is(floodWaitMs(rpcError('PEER_FLOOD')), null);
  assert.is(floodWaitMs(new Error('FLOOD_WAIT_38')), null);
});

const codes: readonly (readonly [unknown, string, number | undefined])[] = [
  [rpcError('FLOOD_WAIT_7'), 'flood-wait', 7_000],
  [rpcError('CHAT_ADMIN_REQUIRED'), 'telegram-refused', undefined],
  [rpcError('AUTH_KEY_UNREGISTERED'), 'telegram-refused', undefined],
  [new Error('Connection to dc 2 was lost'), 'telegram-unavailable', undefined],
  [new DOMException('stopped', 'AbortError'), 'aborted', undefined],
  [new AppError('timeout', 'slow'), 'timeout', undefined],
];
for (const [error, code, retryAfterMs] of codes) {
  suite(`${String(error)} becomes ${code}`, () => {
    const translated = translateRpcError(error, 'phone.JoinGroupCall');
    assert.is(translated.code, code);
    assert.is(translated.retryAfterMs, retryAfterMs);
    assert.ok(translated === error || translated.cause === error, 'the cause is kept');
  });
}

suite('tells when the session was ended, also behind our own error', () => {
  assert.is(isSignedOut(rpcError('SESSION_REVOKED')), true);
  assert.is(isSignedOut(translateRpcError(rpcError('AUTH_KEY_UNREGISTERED'), 'x')), true);
  assert.is(isSignedOut(rpcError('FLOOD_WAIT_1')), false);
  assert.match(translateRpcError(rpcError('USER_DEACTIVATED_BAN'), 'x').message, 'npm run login');
});

suite.run();
