import type { CallEngineKind, CallProblem, StreamId, StreamState } from '../../model.ts';
import type { Fenced } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Notes the state of the call.
-- KEYS    the stream's
-- ARGV    fence, state, problem or '', call engine or ''
-- Result  1 when it differs from what was known, else 0
-- Idempotent: it sets. An older fence than the present one is refused with LEASE_LOST.
requireFence(ARGV[1])
local known = redis.call('HMGET', stateKey, 'state', 'problem', 'engine')
if (known[1] or 'off') == ARGV[2] and (known[2] or '') == ARGV[3] and (known[3] or '') == ARGV[4] then return 0 end
redis.call('HSET', stateKey, 'state', ARGV[2], 'problem', ARGV[3], 'engine', ARGV[4])
return 1
`);

/** A stream's state and what keeps it from being on the air. */
export interface StateReport {
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  /** What carries the sound; absent while there is no call. */
  readonly engine?: CallEngineKind;
}

/** {@link PlaybackStore.reportState} without its event. Gives whether it is news. */
export async function reportState(link: RedisLink, streamId: StreamId, report: Fenced & StateReport): Promise<boolean> {
  const args = [report.fence, report.state, report.problem ?? '', report.engine ?? ''];
  return (await link.runScript(lua, streamKeys(link.prefix, streamId), args)) === 1;
}

/** {@link PlaybackStore.readState}; `off` when nothing was ever reported. */
export async function readState(link: RedisLink, streamId: StreamId): Promise<StateReport> {
  const key = streamKeys(link.prefix, streamId)[4] ?? '';
  const [state, problem, engine] = await link.call((redis) => redis.hmget(key, 'state', 'problem', 'engine'));
  return {
    state: (state ?? 'off') as StreamState,
    problem: problem ? (problem as CallProblem) : null,
    ...(engine && { engine: engine as CallEngineKind }),
  };
}
