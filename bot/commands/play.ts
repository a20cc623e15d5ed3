import type { PlayQuery } from '../../storage/model.ts';
import type { FetchProgress, Place } from '../../storage/store.ts';
import type { CardClaim } from '../announcer/cards.ts';
import { beginAnswer } from '../pending-answer.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { actorOf, type Command, type CommandCall } from './command.ts';
import { describePlay } from './play-answer.ts';
import { readPlayQuery } from './play-query.ts';

/** `/play` as an answer to a file, with a link, or with a name from the library. */
export const play: Command = (services, call) => playAt(services, call, 'end');

/** `/playnext`: the same, right after what plays; for operators. */
export const playnext: Command = (services, call) => playAt(services, call, 'front');

/** Reads what is asked for, and adds it there. */
async function playAt(services: BotServices, call: CommandCall, place: Place): Promise<void> {
  const { api, bulk, texts } = services;
  const { message, argument, locale, speaker } = call;
  const several = await bulk.readQueries(call);
  if (several !== null) return await bulk.addMany(call, several, place);
  // A voice message has no title: it is named after whoever recorded it.
  const owner = message.reply_to_message?.from?.first_name ?? speaker.person.name;
  const asked = readPlayQuery(message, argument, {
    voice: texts.plain(locale, 'title-voice', { name: owner }),
    videoNote: texts.plain(locale, 'title-video-note', { name: owner }),
  });
  if (asked.type === 'nothing') {
    const html = texts.html(locale, place === 'front' ? 'playnext-how' : 'play-how');
    return void (await reply(api, message, { html }));
  }
  if (asked.type === 'no-media') return void (await reply(api, message, { html: texts.html(locale, 'play-no-media') }));
  await enqueueAndAnswer(services, call, asked, place);
}

/**
 * Adds and answers. What starts at once is answered by the card itself, so that there is one message and not two; all else
 * in words.
 */
async function enqueueAndAnswer(
  services: BotServices,
  call: CommandCall,
  query: PlayQuery,
  place: Place,
): Promise<void> {
  const { bulk, control, cards, store, texts } = services;
  const { message, locale, operation, after } = call;
  const streamId = message.chat.id;
  const answer = beginAnswer(services, message, texts.html(locale, 'checking'));
  // From the addition on the player may start the track, and its event must not post a card of its own.
  let claim: CardClaim | undefined;
  const onChecked = () => {
    claim = cards.claim(streamId);
  };
  const onFetched = ({ doneBytes, totalBytes }: FetchProgress) => {
    const [done, total] = [doneBytes, totalBytes].map((bytes) => Math.round(bytes / 2 ** 20));
    // What is small is there before anybody has read so.
    if (total !== 0) answer.wait(texts.html(locale, 'fetching', { done: done ?? 0, total: total ?? 0 }));
  };
  try {
    const actor = await adderOf(services, call, place);
    const result = await control.enqueue({ streamId, actor, operation, query, place, after, onChecked, onFetched });
    // From here on the chat hears the language of whoever started the music.
    if (result.type === 'added' && result.isNewSession) await store.notes.set(streamId, 'language', locale);
    if (result.type === 'added' && result.startsNow) {
      await claim?.place({ anchor: message, messageId: await answer.messageId() });
      return;
    }
    const said =
      result.type === 'choices'
        ? await bulk.offerChoices(call, result.choices, place)
        : await describePlay(services, call, result, place);
    await answer.settle(said);
    if (result.type === 'added') cards.refresh(streamId);
  } finally {
    // Should something have been thrown, no waiting text comes after the error's answer.
    await answer.messageId();
    claim?.release();
  }
}

/** Whoever adds. Telegram is asked about their rights only where these matter: most chats let everybody add. */
async function adderOf(services: BotServices, call: CommandCall, place: Place) {
  const { whoMayAdd, itemsPerUser } = await services.control.readSettings(call.message.chat.id);
  const withRights = place === 'front' || whoMayAdd === 'operators' || itemsPerUser !== null;
  return await actorOf(services, call, { withRights });
}
