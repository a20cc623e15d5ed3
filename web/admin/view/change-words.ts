import type { Texts } from '../../texts/texts.ts';

/** A field of the audit in words; one without words by its path. */
export function fieldWord(texts: Texts, path: string): string {
  const key = path.split('.').at(-1) ?? path;
  const word = wordsOf(texts).get(key);
  return word ?? path;
}

/** A value of the audit in words. */
export function valueWord({ frame, people }: Texts, path: string, value: string): string {
  if (value === 'true') return frame.yes;
  if (value === 'false') return frame.no;
  const isRole = path === 'role' || path.endsWith('.role');
  return (isRole && Object.entries(people.roles).find(([role]) => role === value)?.[1]) || value;
}

function wordsOf({ people, settings, songs, trail }: Texts): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      role: people.role,
      isBlocked: people.blocked,
      email: people.email,
      note: people.note,
      firstName: people.firstName,
      lastName: people.lastName,
      username: people.username,
      title: songs.trackTitle,
      performer: songs.performer,
      position: trail.position,
      isPaused: trail.isPaused,
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
