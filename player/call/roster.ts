import type { CallParticipant } from '../assistant/call-participant.ts';
import type { ParticipantList } from '../assistant/list-participants.ts';

/** Who is in a call at one version, and what came too early to be applied. */
export interface Roster {
  readonly version: number;
  /** The server's count at the last reading, moved by who came and left since; ourselves included. */
  readonly count: number;
  readonly isComplete: boolean;
  /** Whether we are in the call ourselves. */
  readonly isJoined: boolean;
  readonly participants: ReadonlyMap<number, CallParticipant>;
  /** Changes of later versions, kept until the ones between arrive. Non-empty: there is a gap. */
  readonly early: readonly ParticipantsChange[];
}

/** One `updateGroupCallParticipants`. */
export interface ParticipantsChange {
  readonly version: number;
  readonly participants: readonly CallParticipant[];
}

/** More listeners than this are counted, but not named. */
export const namedMax = 1_000;

/** More than this waiting means that the missing ones will not come: the list is read anew anyway. */
const earlyMax = 100;

/**
 * The roster as read from Telegram, by somebody in the call (`isJoined`) or outside; changes that came too early for `before` and are newer than the list stay waiting.
 */
export function readRoster(list: ParticipantList, before: Roster | null, isJoined = true): Roster {
  const roster: Roster = {
    version: list.version,
    count: list.count,
    isComplete: list.isComplete,
    isJoined,
    participants: new Map(list.participants.map((one) => [one.peerId, one])),
    early: [],
  };
  return (before?.early ?? []).reduce(applyChange, roster);
}

/**
 * Applies a change by its version (TELEGRAM-CALLS.md, "Being in it"): those that count up the version only in their turn, earlier ones
 * never twice, later ones when the gap is filled; the others (a microphone, a volume) at once.
 */
export function applyChange(roster: Roster, change: ParticipantsChange): Roster {
  if (!countsUp(change)) return { ...roster, participants: merge(roster.participants, change, 'known') };
  if (change.version <= roster.version) return roster;
  if (change.version > roster.version + 1)
    return roster.early.length >= earlyMax || roster.early.some((other) => other.version === change.version)
      ? roster
      : { ...roster, early: [...roster.early, change].sort((a, b) => a.version - b.version) };
  const moved: Roster = {
    ...roster,
    version: change.version,
    count: Math.max(0, roster.count + balance(change)),
    participants: merge(roster.participants, change, 'all'),
    early: [],
  };
  return roster.early.reduce(applyChange, moved);
}

/** Takes the server's count from an `updateGroupCall`, if that is of the same version. */
export function applyCount(
  roster: Roster,
  call: { readonly version: number; readonly participantsCount: number },
): Roster {
  return call.version === roster.version ? { ...roster, count: call.participantsCount } : roster;
}

/**
 * How many listen: everybody but ourselves and `excluded` (other assistants; bots cannot be in a call). When Telegram withholds the list,
 * from its count.
 */
export function countListeners(roster: Roster, excluded: ReadonlySet<number>): number {
  const known = [...roster.participants.values()];
  if (roster.isComplete) return known.filter((one) => !one.isSelf && !excluded.has(one.peerId)).length;
  const others = known.filter((one) => one.isSelf || excluded.has(one.peerId)).length;
  // Telegram counts us although it may not show us to ourselves.
  const isShown = known.some((one) => one.isSelf);
  return Math.max(0, roster.count - others - (isShown || !roster.isJoined ? 0 : 1));
}

/** Who they are; null when Telegram withholds that, or they are more than `most`. */
export function listListeners(roster: Roster, excluded: ReadonlySet<number>, most: number): readonly number[] | null {
  if (!roster.isComplete || roster.participants.size > most) return null;
  const listening = [...roster.participants.values()].filter((one) => !one.isSelf && !excluded.has(one.peerId));
  return listening.map(({ peerId }) => peerId).sort((a, b) => a - b);
}

/** Only those who come, go, or are marked `versioned` count up the call's version. */
function countsUp({ participants }: ParticipantsChange): boolean {
  return participants.some((one) => one.hasJustJoined || one.hasLeft || one.isVersioned);
}

/** How the number of participants moves. */
function balance({ participants }: ParticipantsChange): number {
  return participants.reduce((sum, one) => sum + (one.hasLeft ? -1 : one.hasJustJoined ? 1 : 0), 0);
}

/** `known`: only those who are in the roster already, as such changes do not say that somebody came. */
function merge(
  before: Roster['participants'],
  { participants }: ParticipantsChange,
  who: 'known' | 'all',
): Roster['participants'] {
  const after = new Map(before);
  for (const one of participants) {
    if (one.hasLeft) after.delete(one.peerId);
    else if (who === 'all' || after.has(one.peerId)) after.set(one.peerId, one);
  }
  return after;
}
