import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { type Assistant, connectAssistant } from '../../player/assistant/assistant.ts';
import type { CallRef } from '../../player/assistant/group-calls.ts';
import { ListenerWatch } from '../../player/call/listener-watch.ts';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';

/** Result of the bench. */
export interface ListenerFigures {
  readonly events: number;
  readonly lostUpdates: number;
  /** How far the player's count is from the truth when all has calmed down. */
  readonly finalDrift: number;
  /** The longest time in which the count was never right, milliseconds. */
  readonly maxDriftMs: number;
}

/** Joins and leaves a second: far more than any call has seen. */
const eventsPerSecond = 500;
const people = 400;
/** Telegram's list is read anew this often at the latest; the truth must be known by then. */
const calmMs = 35_000;

/**
 * `events` joins and leaves of a call, at random, of whose updates a share is lost on the way; the player's watch over them, fed by the real
 * assistant over MTProto, against what the stand-in for Telegram knows.
 *
 * @param lossShare 0…1
 */
export async function benchListeners(events: number, lossShare: number): Promise<ListenerFigures> {
  const log = pino({ level: 'silent' });
  const stage = await openStage();
  const assistant = await connectAssistant({
    apiId: 1,
    apiHash: 'h',
    session: stage.mtproto.sessionStringFor(stage.assistant.id),
    address: stage.mtproto.address,
    log,
    signal: AbortSignal.timeout(10_000),
  });
  const stopping = new AbortController();
  try {
    const call = stage.world.startCall(stage.supergroup.id, stage.owner.id);
    const counted = await watch(stage, assistant, stopping.signal, log);
    const truth = () => stage.world.activeCall(stage.supergroup.id)?.participants.size ?? 0;
    const drift = measureDrift(counted, truth);
    const lostUpdates = await churn(stage, call.id, events, lossShare);
    const deadline = performance.now() + calmMs;
    while (counted() !== truth() && performance.now() < deadline) await sleep(20);
    return { events, lostUpdates, finalDrift: Math.abs(counted() - truth()), maxDriftMs: drift.stop() };
  } finally {
    stopping.abort();
    await assistant.close();
    await stage.close();
  }
}

/** Follows the call as a stream's player does; gives the present count. */
async function watch(stage: Stage, assistant: Assistant, signal: AbortSignal, log: pino.Logger): Promise<() => number> {
  const call = await findCall(stage, assistant, signal);
  let count = -1;
  const listeners = new ListenerWatch({
    assistant,
    call,
    signal,
    assistantIds: () => new Set([stage.assistant.id]),
    onListeners: (heard) => {
      count = heard.count;
    },
    onOverview: () => undefined,
    log,
  });
  assistant.onUpdate((update) => {
    if (update.type === 'call' && update.callId === call.id) listeners.onCall(update);
    if (update.type === 'participants' && update.callId === call.id) listeners.onParticipants(update);
  });
  while (count < 0) await sleep(10);
  return () => count;
}

async function findCall(stage: Stage, assistant: Assistant, signal: AbortSignal): Promise<CallRef> {
  const found = await assistant.findChat(stage.supergroup.id, { signal });
  if (found.type !== 'found') throw new Error(`the assistant's chat is ${found.type}`);
  const active = await assistant.calls.getActive(found.chat, { signal });
  if (active.type !== 'active') throw new Error(`the chat's call is ${active.type}`);
  return active.call;
}

/** Everybody comes and goes; gives how many updates were lost. */
async function churn(stage: Stage, callId: string, events: number, lossShare: number): Promise<number> {
  const users = Array.from({ length: people }, (_, i) => stage.world.addUser({ firstName: `Person ${i}` }).id);
  for (const userId of users) stage.world.setMember(stage.supergroup.id, userId, { status: 'member' }, stage.owner.id);
  const present = new Set<number>();
  const begunAt = performance.now();
  let lost = 0;
  for (let i = 0; i < events; i += 1) {
    if (Math.random() < lossShare) {
      stage.faults.add({ kind: 'participants-updates-lost', count: 1 });
      lost += 1;
    }
    const userId = users[Math.floor(Math.random() * users.length)] ?? 0;
    if (present.delete(userId)) stage.world.leaveCall(callId, userId);
    else {
      stage.world.joinCall(callId, { userId, source: 0, muted: true, via: 'page' });
      present.add(userId);
    }
    const aheadMs = ((i + 1) * 1_000) / eventsPerSecond - (performance.now() - begunAt);
    if (aheadMs > 4) await sleep(aheadMs);
  }
  stage.faults.clear();
  return lost;
}

/** Looks every few milliseconds whether the count is right. */
function measureDrift(counted: () => number, truth: () => number): { stop(): number } {
  let rightAt = performance.now();
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - rightAt);
    if (counted() === truth()) rightAt = now;
  }, 5);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round(longestMs);
    },
  };
}
