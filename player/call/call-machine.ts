import type { CallProblem, StreamState } from '../../storage/model.ts';
import type { MediaLoss } from './media-watch.ts';

/**
 * Where a stream's group call stands. `muted`: in the call, but an administrator took our voice. `blocked`: somebody has to do something.
 * `ended`: given up.
 */
export type CallPhase = 'joining' | 'live' | 'degraded' | 'rejoining' | 'muted' | 'blocked' | 'ended';

/** The state of the machine. Data only; what is done about it are the effects. */
export interface CallState {
  readonly phase: CallPhase;
  readonly problem: CallProblem | null;
  /** Tries that failed since we were last live. */
  readonly attempt: number;
  /** Whether a call may be created when the chat has none: not after somebody ended ours. */
  readonly mayCreate: boolean;
  /** Media has flowed in this session: whoever takes us out of the chat now wants us out. */
  readonly hasBeenLive: boolean;
  /** The way we send was at fault in the latest tries. */
  readonly isEngineSuspect: boolean;
  /** Why it ended (a detail of the session's end); null unless `ended`. */
  readonly endDetail: CallEndDetail | null;
}

/** Detail of a session that ends with reason `error`. */
export type CallEndDetail = 'call-closed' | 'connection-lost' | 'assistant-kicked' | 'engine-failed';

/** What can happen to a call. */
export type CallEvent =
  /** Media flows for the first time after a join, or again after a break. */
  | { readonly type: 'media-up' }
  /** The connection broke; it may come back by itself. */
  | { readonly type: 'media-down' }
  /**
   * It will not: failed, closed, deaf, or never connected after a join (the engine is suspected then).
   */
  | { readonly type: 'media-lost'; readonly reason: MediaLoss; readonly isEngineSuspect: boolean }
  /** Telegram does not count us as joined any more. */
  | { readonly type: 'not-joined' }
  /** The call was ended. */
  | { readonly type: 'call-gone' }
  /** The chat has no call, and we may not create one. */
  | { readonly type: 'no-call' }
  /** Another session of the account took our place. */
  | { readonly type: 'displaced' }
  | { readonly type: 'muted' }
  | { readonly type: 'may-speak' }
  /** The join was answered with stream mode: we may only watch. */
  | { readonly type: 'watch-only' }
  /** It cannot work until somebody changes something. */
  | { readonly type: 'refused'; readonly problem: CallProblem }
  /** A try failed; another may not. `retryAfterMs`: not sooner. */
  | { readonly type: 'failed'; readonly problem: 'connection-lost' | 'telegram-away'; readonly retryAfterMs: number }
  /**
   * Something changed that makes another try worth while: rights changed, a call was started, Telegram is back, or a person asked (`isAsked`).
   */
  | { readonly type: 'retry'; readonly isAsked: boolean };

/** What has to be done. */
export type CallEffect =
  /** Join (find or create the call first) at once, unless a join is under way. */
  | { readonly type: 'join-now' }
  /** Join after the back-off of `attempt`, not sooner than `notBeforeMs`; replaces a planned join. */
  | { readonly type: 'join'; readonly attempt: number; readonly notBeforeMs: number }
  /** Close the media connection and forget the planned join. */
  | { readonly type: 'drop' }
  | { readonly type: 'unmute' }
  | { readonly type: 'switch-engine' };

/** The result of an event. */
export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

/**
 * Tries before a connection that cannot be made ends the session: about four minutes. Telegram being away does not count.
 */
export const maxAttempts = 20;
/**
 * Looks for a new call after somebody ended ours; then the session ends. With the back-off about half a minute.
 */
export const maxLooksForCall = 7;
/** A blocked stream looks by itself, should the change have come without a word to us. */
const blockedLookMs = 30_000;

const joinNow: CallEffect = { type: 'join-now' };

/** Before the first join. */
export const initialCallState: CallState = {
  phase: 'joining',
  problem: null,
  attempt: 0,
  mayCreate: true,
  hasBeenLive: false,
  isEngineSuspect: false,
  endDetail: null,
};

/** Why a call that was live had to be joined anew. */
export type RejoinCause = MediaLoss | 'not-joined' | 'call-gone';

/** The cause, when a step takes a live call to being joined anew; null: it does not. */
export function rejoinCauseOf(before: CallState, event: CallEvent, after: CallState): RejoinCause | null {
  if (!isIn(before) || after.phase !== 'rejoining') return null;
  if (event.type === 'media-lost') return event.reason;
  return event.type === 'not-joined' || event.type === 'call-gone' ? event.type : null;
}

/** One event, one step. Pure. An event that means nothing in the present phase changes nothing. */
export function stepCall(state: CallState, event: CallEvent): CallStep {
  if (state.phase === 'ended') return { state, effects: [] };
  switch (event.type) {
    case 'media-up':
      return onMediaUp(state);
    case 'media-down':
      return state.phase === 'live' ? become(state, { phase: 'degraded' }) : stay(state);
    case 'media-lost':
      return onLost(
        { ...state, isEngineSuspect: event.isEngineSuspect },
        'connection-lost',
        event.isEngineSuspect ? [{ type: 'switch-engine' }] : [],
      );
    case 'not-joined':
      return onLost(state, null, []);
    case 'call-gone':
      return tryAgain({ ...state, attempt: 0, mayCreate: state.mayCreate && !isIn(state) }, null, 0);
    case 'no-call':
      return onNoCall(state);
    case 'displaced':
      return block(state, 'displaced', false);
    case 'refused':
      return onRefused(state, event.problem);
    case 'watch-only':
      return block(state, 'may-not-speak', true);
    case 'muted':
      return isIn(state) ? become(state, { phase: 'muted', problem: 'may-not-speak' }) : stay(state);
    case 'may-speak':
      return onMaySpeak(state);
    case 'failed':
      return onFailed(state, event);
    case 'retry':
      return isIn(state)
        ? stay(state)
        : become(state, { attempt: 0, mayCreate: state.mayCreate || event.isAsked }, [joinNow]);
  }
}

/** The stream's state as the surfaces show it. */
export function streamStateOf({ phase, problem }: CallState): {
  readonly state: StreamState;
  readonly problem: CallProblem | null;
} {
  if (phase === 'muted') return { state: 'blocked', problem };
  return { state: phase === 'ended' ? 'off' : phase, problem };
}

/** Whether Telegram counts us as joined, as far as we know, with media that flowed once. */
function isIn({ phase }: CallState): boolean {
  return phase === 'live' || phase === 'degraded' || phase === 'muted';
}

function stay(state: CallState): CallStep {
  return { state, effects: [] };
}

function become(state: CallState, change: Partial<CallState>, effects: readonly CallEffect[] = []): CallStep {
  return { state: { ...state, ...change }, effects };
}

function onMediaUp(state: CallState): CallStep {
  if (state.phase === 'muted') return stay(state);
  const proven = { mayCreate: true, hasBeenLive: true, isEngineSuspect: false };
  return become(state, { phase: 'live', problem: null, attempt: 0, ...proven });
}

/** Drops what there is and joins anew, `attempt` + 1. A stream that never was live stays `joining`. */
function tryAgain(
  state: CallState,
  problem: CallProblem | null,
  notBeforeMs: number,
  extra: readonly CallEffect[] = [],
): CallStep {
  if (state.attempt >= maxAttempts && problem !== 'telegram-away')
    return end(state, state.isEngineSuspect ? 'engine-failed' : 'connection-lost');
  const phase = state.phase === 'joining' ? 'joining' : 'rejoining';
  return become(
    state,
    // The first try is usually enough: nobody need hear of a problem before it has failed.
    { phase, problem: state.attempt === 0 ? null : problem, attempt: state.attempt + 1 },
    [{ type: 'drop' }, ...extra, { type: 'join', attempt: state.attempt, notBeforeMs }],
  );
}

function onNoCall(state: CallState): CallStep {
  if (state.attempt >= maxLooksForCall) return end(state, 'call-closed');
  return tryAgain(state, null, 0);
}

/**
 * The assistant is no longer in a chat where it played: an administrator removed it, and would not want it to invite itself again. One that
 * never was there is brought in.
 */
function onRefused(state: CallState, problem: CallProblem): CallStep {
  const isOut = problem === 'assistant-missing' || problem === 'assistant-banned';
  return isOut && state.hasBeenLive ? end(state, 'assistant-kicked') : block(state, problem, true);
}

function block(state: CallState, problem: CallProblem, looksAgain: boolean): CallStep {
  const look: CallEffect = { type: 'join', attempt: 0, notBeforeMs: blockedLookMs };
  return become(
    state,
    { phase: 'blocked', problem, attempt: 0 },
    looksAgain ? [{ type: 'drop' }, look] : [{ type: 'drop' }],
  );
}

function onMaySpeak(state: CallState): CallStep {
  if (state.phase === 'muted') return become(state, { phase: 'live', problem: null }, [{ type: 'unmute' }]);
  if (state.phase === 'live' || state.phase === 'degraded') return become(state, {}, [{ type: 'unmute' }]);
  if (state.phase === 'blocked' && state.problem === 'may-not-speak') return become(state, {}, [joinNow]);
  return stay(state);
}

function onLost(state: CallState, problem: CallProblem | null, extra: readonly CallEffect[]): CallStep {
  return state.phase === 'blocked' ? lookLater(state, 0) : tryAgain(state, problem, 0, extra);
}

function onFailed(state: CallState, { problem, retryAfterMs }: CallEvent & { readonly type: 'failed' }): CallStep {
  return state.phase === 'blocked' ? lookLater(state, retryAfterMs) : tryAgain(state, problem, retryAfterMs);
}

/** The quiet look of a blocked stream failed: what blocks it is still the news. */
function lookLater(state: CallState, retryAfterMs: number): CallStep {
  const notBeforeMs = Math.max(blockedLookMs, retryAfterMs);
  return become(state, {}, [{ type: 'drop' }, { type: 'join', attempt: 0, notBeforeMs }]);
}

function end(state: CallState, endDetail: CallEndDetail): CallStep {
  return become(state, { phase: 'ended', problem: null, endDetail }, [{ type: 'drop' }]);
}
