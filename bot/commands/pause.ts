import type { SetPausedResult } from '../../control/set-paused.ts';
import type { BotServices } from '../services.ts';
import { displayName } from '../texts/display-name.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/pause`. */
export const pause: Command = async (services, call) => {
  const result = await services.control.setPaused({ ...(await requestOf(services, call)), isPaused: true });
  await answerPaused(services, call, result, { done: 'pause-done', already: 'pause-already' });
};

/** `/resume`: on with what is paused, or on the air again with what was kept. */
export const resume: Command = async (services, call) => {
  const { cards, confirmations, control, store, texts } = services;
  const { locale, message } = call;
  const request = await requestOf(services, call);
  const { playback, isStalled, waitsForListeners } = await control.readNowPlaying(message.chat.id);
  if (playback.isOn && playback.current !== null && playback.isPaused) {
    const result = await control.setPaused({ ...request, isPaused: false });
    return await answerPaused(services, call, result, { done: 'resume-done', already: 'resume-already' });
  }
  const result = await control.resume(request);
  switch (result.type) {
    case 'forbidden':
      return await confirmations.say(message, {
        html: await forbiddenText(services, message.chat.id, locale, 'forbidden'),
      });
    case 'already-on':
      return await confirmations.say(message, {
        html: isStalled
          ? texts.html(locale, 'resume-stalled', { name: displayName(playback.current?.track.title ?? '') })
          : texts.html(locale, waitsForListeners ? 'resume-waiting' : 'resume-already'),
      });
    case 'nothing-kept':
      return await confirmations.say(message, { html: texts.html(locale, 'resume-nothing') });
    case 'resumed':
      // From here on the chat hears the language of whoever started the music; the card is the answer.
      await store.notes.set(message.chat.id, 'language', locale);
      return await cards.place(message.chat.id, { anchor: message });
  }
};

async function answerPaused(
  services: BotServices,
  { message, locale }: CommandCall,
  result: SetPausedResult,
  keys: { readonly done: string; readonly already: string },
): Promise<void> {
  const { cards, confirmations, texts } = services;
  if (result.type === 'done') cards.refresh(message.chat.id, { isUrgent: true });
  const say = async (): Promise<string> => {
    switch (result.type) {
      case 'done': {
        const isAlready = result.wasPaused === (keys.done === 'pause-done');
        return texts.html(locale, isAlready ? keys.already : keys.done);
      }
      case 'nothing-playing':
        return texts.html(locale, 'playback-nothing');
      case 'stale':
        return texts.html(locale, 'playback-stale');
      case 'forbidden':
        return await forbiddenText(services, message.chat.id, locale, 'forbidden');
    }
  };
  await confirmations.say(message, { html: await say() });
}
