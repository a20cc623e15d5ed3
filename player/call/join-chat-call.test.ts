import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { ActiveCall, CreatedCall, JoinAnswer } from '../assistant/group-calls.ts';
import type { FoundChat } from '../assistant/known-chats.ts';
import type { CallConnection, CallEngine, JoinPayload } from './engine.ts';
import { type JoinOutcome, joinChatCall } from './join-chat-call.ts';

const suite = createSuite('join chat call');
const call = { id: '7', accessHash: '8' };
const transport = { ufrag: 'u', pwd: 'p', fingerprints: [], candidates: [] };
const found: FoundChat = { type: 'found', chat: { streamId: -5, accessHash: null } };

/** What Telegram answers, question by question; the last answer of a list stays. */
interface Answers {
  readonly chat?: FoundChat;
  readonly active?: readonly ActiveCall[];
  readonly created?: readonly CreatedCall[];
  readonly joined?: readonly JoinAnswer[];
}

function unexpected(): never {
  throw new Error('not expected here');
}

async function join({ chat = found, active = [], created = [], joined = [] }: Answers, mayCreate = true) {
  const asked: string[] = [];
  const answer = <T>(name: string, list: readonly T[]): T => {
    const index = asked.filter((one) => one === name).length;
    asked.push(name);
    return list[Math.min(index, list.length - 1)] ?? unexpected();
  };
  const assistant: Pick<Assistant, 'findChat' | 'calls'> = {
    findChat: async () => chat,
    calls: {
      getActive: async () => answer('active', active),
      create: async () => answer('create', created),
      join: async () => answer('join', joined),
      leave: unexpected,
      check: unexpected,
      unmuteSelf: unexpected,
      setOwnVolume: unexpected,
    },
  };
  const payload: JoinPayload = { ufrag: 'u', pwd: 'p', fingerprints: [], ssrc: 11, 'ssrc-groups': [] };
  const connection = { engine: 'native', ssrc: 11 } as CallConnection;
  const engine: CallEngine = {
    kind: 'native',
    connect: async ({ negotiate }) => {
      await negotiate(payload);
      return connection;
    },
  };
  const { signal } = new AbortController();
  const outcome = await joinChatCall({
    assistant,
    engine,
    streamId: -5,
    mayCreate,
    channels: 2,
    bitrateKbps: 128,
    signal,
  });
  return { outcome, asked: asked.join(' '), connection };
}

const here: ActiveCall = { type: 'active', call };
const none: ActiveCall = { type: 'none' };
const ok: JoinAnswer = { type: 'transport', transport };

suite('joins the call that is there', async () => {
  const { outcome, asked, connection } = await join({ active: [here], joined: [ok] });
  assert.equal(outcome, { type: 'joined', call, connection });
  assert.is(asked, 'active join');
});

suite('creates one when there is none', async () => {
  const { outcome, asked } = await join({ active: [none], created: [{ type: 'created', call }], joined: [ok] });
  assert.is(outcome.type, 'joined');
  assert.is(asked, 'active create join');
});

suite('looks again when somebody was faster, and with another source when ours is taken', async () => {
  const faster = await join({ active: [none, here], created: [{ type: 'exists' }], joined: [ok] });
  assert.is(faster.asked, 'active create active join');
  const taken = await join({ active: [here], joined: [{ type: 'duplicate-source' }, ok] });
  assert.is(taken.asked, 'active join active join');
  assert.is(taken.outcome.type, 'joined');
});

suite('does not look for ever', async () => {
  try {
    await join({ active: [here], joined: [{ type: 'gone' }] });
    assert.unreachable();
  } catch (error) {
    assert.is(error instanceof AppError && error.code, 'call-unavailable');
  }
});

const refusals: readonly (readonly [string, Answers, JoinOutcome])[] = [
  ['not in the chat', { chat: { type: 'missing' } }, { type: 'refused', problem: 'assistant-missing' }],
  ['banned', { chat: { type: 'banned' } }, { type: 'refused', problem: 'assistant-banned' }],
  ['a group that became a supergroup', { chat: { type: 'migrated', to: -1_005 } }, { type: 'migrated', to: -1_005 }],
  ['a scheduled call', { active: [{ type: 'scheduled', call }] }, { type: 'refused', problem: 'call-scheduled' }],
  ['a chat out of sight', { active: [{ type: 'chat-lost' }] }, { type: 'refused', problem: 'assistant-missing' }],
  [
    'no right to start',
    { active: [none], created: [{ type: 'may-not' }] },
    { type: 'refused', problem: 'may-not-start-call' },
  ],
  ['stream mode', { active: [here], joined: [{ type: 'stream' }] }, { type: 'watch-only', call, source: 11 }],
];
for (const [name, answers, expected] of refusals) {
  suite(`tells of ${name}`, async () => {
    assert.equal((await join(answers)).outcome, expected);
  });
}

suite('leaves it when it may not create a call', async () => {
  assert.equal((await join({ active: [none] }, false)).outcome, { type: 'no-call' });
});

suite.run();
