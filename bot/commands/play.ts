import type { EnqueueResult } from '../../control/enqueue.ts';
import type { PlayQuery } from '../../storage/model.ts';
import type { CardClaim } from '../announcer/cards.ts';
import { beginAnswer } from '../pending-answer.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { trackName } from '../texts/display-name.ts';
import { displayLength, displaySpan } from '../texts/display-time.ts';
import { refusalText } from '../texts/refusal-text.ts';
import { actorOf, type Command, type CommandCall } from './command.ts';
import { readPlayQuery } from './play-query.ts';

/** `/play` as an answer to a file, with a link, or with a name from the library. */
export const play: Command = async (services, call) => {
  const { api, texts } = services;
  const { message, argument, locale, speaker } = call;
  // A voice message has no title: it is named after whoever recorded it.
  const owner = message.reply_to_message?.from?.first_name ?? speaker.person.name;
  const asked = readPlayQuery(message, argument, {
    voice: texts.plain(locale, 'title-voice', { name: owner }),
    videoNote: texts.plain(locale, 'title-video-note', { name: owner }),
  });
  if (asked.type === 'nothing') return void (await reply(api, message, { html: texts.html(locale, 'play-how') }));
  if (asked.type === 'no-media') return void (await reply(api, message, { html: texts.html(locale, 'play-no-media') }));
  await enqueueAndAnswer(services, call, asked);
};

/**
 * Adds and answers. What starts at once is answered by the card itself, so that there is one message and not two; all else
 * in words.
 */
async function enqueueAndAnswer(services: BotServices, call: CommandCall, query: PlayQuery): Promise<void> {
  const { control, cards, store, texts } = services;
  const { message, locale, operation, after } = call;
  const streamId = message.chat.id;
  const answer = beginAnswer(services, message, texts.html(locale, 'checking'));
  // From the addition on the player may start the track, and its event must not post a card of its own.
  let claim: CardClaim | undefined;
  const onChecked = () => {
    claim = cards.claim(streamId);
  };
  try {
    const actor = await actorOf(services, call, { withRights: false });
    const result = await control.enqueue({ streamId, actor, operation, query, after, onChecked });
    // From here on the chat hears the language of whoever started the music.
    if (result.type === 'added' && result.isNewSession) await store.notes.set(streamId, 'language', locale);
    if (result.type === 'added' && result.startsNow) {
      await claim?.place({ anchor: message, messageId: await answer.messageId() });
      return;
    }
    await answer.settle(describe(services, call, result));
    if (result.type === 'added') cards.refresh(streamId);
  } finally {
    // Should something have been thrown, no waiting text comes after the error's answer.
    await answer.messageId();
    claim?.release();
  }
}

/** The answer when the card is not the answer. */
function describe({ texts }: BotServices, { locale }: CommandCall, result: EnqueueResult): Answer {
  switch (result.type) {
    case 'added':
      return { html: describeAdded(texts, locale, result) };
    case 'refused':
      return { html: refusalText(texts, locale, result.name, result.refusal) };
    case 'forbidden':
      return { html: texts.html(locale, 'blocked') };
    case 'no-answer':
      return { html: texts.html(locale, 'no-answer') };
  }
}

/** Where it stands now and when it will start. A sum of lengths is left out when one of them is not known. */
function describeAdded(
  texts: BotServices['texts'],
  locale: CommandCall['locale'],
  { items, firstPosition, lastPosition, waitMs }: Extract<EnqueueResult, { type: 'added' }>,
): string {
  const lengthMs = items.reduce<number | null>(
    (sum, { track }) => (sum === null || track.durationMs === null ? null : sum + track.durationMs),
    0,
  );
  const [first] = items;
  const added =
    items.length === 1 && first !== undefined
      ? texts.html(locale, 'added', {
          position: firstPosition,
          name: `${trackName(first.track)}${lengthMs === null ? '' : ` · ${displayLength(lengthMs)}`}`,
        })
      : texts.html(locale, 'added-many', {
          count: items.length,
          first: firstPosition,
          last: lastPosition,
          length: lengthMs === null ? '' : ` · ${displaySpan(texts, locale, lengthMs)}`,
        });
  if (waitMs === null) return added;
  const starts =
    waitMs < 60_000
      ? texts.html(locale, 'starts-soon')
      : texts.html(locale, 'starts-in', { wait: displaySpan(texts, locale, waitMs) });
  return `${added}\n${starts}`;
}
