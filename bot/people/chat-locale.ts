import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { Locale } from '../texts/texts.ts';

/** The language of announcements in a chat: the one it is set to, else that of whoever started the music. */
export async function readChatLocale(
  { settings, notes }: Pick<RealtimeStore, 'settings' | 'notes'>,
  streamId: StreamId,
): Promise<Locale> {
  const { language } = await settings.read(streamId);
  return language ?? (await notes.get<Locale>(streamId, 'language')) ?? 'en';
}
