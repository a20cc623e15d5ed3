import type { PauseCause, Playback, StreamSettings } from '../../storage/model.ts';
import type { CallSession } from '../call/call-session.ts';

/** Why nothing is to be heard; a person's wish comes first, as it stays when the other reasons end. null: it is to be heard. */
export function findPause(
  { isPaused }: Pick<Playback, 'isPaused'>,
  { pausesWhenEmpty }: Pick<StreamSettings, 'pausesWhenEmpty'>,
  { status, listeners }: Pick<CallSession, 'status' | 'listeners'>,
): PauseCause | null {
  if (isPaused) return 'wish';
  // An administrator took our voice: what is played now nobody would hear.
  if (status.state === 'blocked' && status.problem === 'may-not-speak') return 'muted';
  return pausesWhenEmpty && listeners?.count === 0 ? 'empty' : null;
}
