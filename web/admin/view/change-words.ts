import type { Texts } from '../../texts/texts.ts';
import { length } from './time.ts';

/** A field of the audit in words; one without words by its path. */
export function fieldWord(texts: Texts, path: string): string {
  return wordsOf(texts).get(keyOf(path)) ?? path;
}

/** A value of the audit in words; what has none as it is. */
export function valueWord(texts: Texts, path: string, value: string): string {
  const key = keyOf(path);
  const word = valuesOf(texts).get(key)?.[value];
  if (word !== undefined) return word;
  if (value === 'true') return texts.frame.yes;
  if (value === 'false') return texts.frame.no;
  if (!/^\d{1,15}$/.test(value)) return value;
  if (key === 'durationMs' || key === 'positionMs') return length(Number(value));
  return isMoment.test(key) ? `${new Date(Number(value)).toISOString().slice(0, 19).replace('T', ' ')} UTC` : value;
}

/** What it means that a setting is not set; null: that it is nothing. */
export function unsetWord({ settings }: Texts, path: string): string | null {
  switch (keyOf(path)) {
    case 'isAutoEndOn':
    case 'autoEndMinutes':
      return settings.autoEnds.unset;
    case 'itemsPerUser':
      return settings.itemsPerUserUnset;
    default:
      return null;
  }
}

const isMoment = /[a-z]At$/;

function keyOf(path: string): string {
  return path.split('.').at(-1) ?? path;
}

function wordsOf({ people, settings, songs, trail, broadcasts }: Texts): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      role: people.role,
      isBlocked: people.blocked,
      email: people.email,
      note: people.note,
      firstName: people.firstName,
      lastName: people.lastName,
      username: people.username,
      userId: people.id,
      firstSeenAt: people.firstSeen,
      lastSeenAt: people.lastSeen,
      title: songs.trackTitle,
      performer: songs.performer,
      durationMs: songs.length,
      playCount: songs.plays,
      isRenamed: trail.isRenamed,
      type: broadcasts.type,
      addedBy: broadcasts.addedBy,
      count: broadcasts.sessionTracks,
      length: broadcasts.queue,
      position: trail.position,
      from: trail.position,
      positionMs: trail.positionInTrack,
      isPaused: trail.isPaused,
      edit: trail.edit,
      name: trail.name,
      version: trail.version,
      createdAt: trail.created,
      lastUsedAt: trail.lastUsed,
      endsAt: trail.until,
      whoMayAdd: settings.whoMayAdd,
      itemsPerUser: settings.itemsPerUser,
      voteSharePercent: settings.voteSharePercent,
      isFair: settings.isFair,
      loop: settings.loop,
      volumePercent: settings.volumePercent,
      language: settings.language,
      deletesConfirmations: settings.deletesConfirmations,
      isAutoEndOn: settings.autoEnd,
      autoEndMinutes: settings.autoEndMinutes,
      pausesWhenEmpty: settings.pausesWhenEmpty,
    }),
  );
}

/** The values of fields that have a few only. */
function valuesOf(texts: Texts): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const { people, settings, songs, trail, broadcasts } = texts;
  const { everyone, operators } = settings;
  return new Map<string, Readonly<Record<string, string>>>([
    ['role', people.roles],
    ['type', { ...broadcasts.types, ...songs.sources }],
    ['edit', trail.edits],
    ['whoMayAdd', { everyone, operators }],
    ['loop', settings.loops],
    ['language', settings.languages],
    ['isAutoEndOn', { true: trail.autoEnds.on, false: trail.autoEnds.off }],
  ]);
}
