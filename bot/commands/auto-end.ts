import { autoEndRange } from '../../control/auto-end/auto-end.ts';
import type { AutoEndState } from '../../control/auto-end/read-auto-end.ts';
import type { StreamSettings } from '../../storage/model.ts';
import { exactSpan } from '../texts/exact-span.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import { type AutoEndWish, readAutoEnd } from './arguments/read-auto-end.ts';
import { type Command, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/autoend 10`, `/autoend off`, `/autoend on`; alone it says how it is set. */
export const autoEnd: Command = async (services, call) => {
  const { confirmations, control, texts } = services;
  const { argument, locale, message } = call;
  const say = (html: string) => confirmations.say(message, { html });
  const streamId = message.chat.id;
  const howText = async () => describe(texts, locale, await control.readAutoEnd(streamId), 'autoend-how');
  if (argument === '') return await say(await howText());
  const wish = readAutoEnd(argument);
  if (wish === null) return await say(await howText());
  const result = await control.changeSettings({ ...(await requestOf(services, call)), patch: patchOf(wish) });
  switch (result.type) {
    case 'done':
      return await say(describe(texts, locale, await control.readAutoEnd(streamId), null));
    case 'out-of-range':
      return await say(await howText());
    case 'forbidden':
      return await say(await forbiddenText(services, streamId, locale, 'forbidden'));
  }
};

function patchOf(wish: AutoEndWish): Partial<StreamSettings> {
  if (wish.type !== 'minutes') return { isAutoEndOn: wish.type === 'on' };
  return { isAutoEndOn: true, autoEndMinutes: wish.minutes };
}

/** How it is set; `how`: the key of a hint that goes with it. */
function describe(texts: Texts, locale: Locale, { isOn, minutes }: AutoEndState, how: 'autoend-how' | null): string {
  const state = isOn
    ? texts.html(locale, 'autoend-on', { span: exactSpan(texts, locale, minutes * 60_000) })
    : texts.html(locale, 'autoend-off');
  return how === null ? state : `${state}\n${texts.html(locale, how, { ...autoEndRange })}`;
}
