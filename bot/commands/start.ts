import { may } from '../../control/policy.ts';
import { buttonData } from '../announcer/button-data.ts';
import { type Answer, type Keyboard, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';
import type { Command } from './command.ts';

/** `/start`: what Efir does, in four lines; in a group three commands to begin with. */
export const start: Command = async (services, { message, locale }) => {
  const isPrivate = message.chat.type === 'private';
  await reply(services.api, message, isPrivate ? welcome(services, locale) : groupWelcome(services, locale));
};

/** `/help`: all commands; in a group the three to begin with. */
export const help: Command = async (services, { message, locale }) => {
  const isPrivate = message.chat.type === 'private';
  await reply(
    services.api,
    message,
    isPrivate ? await helpPage(services, message.chat.id, locale) : groupWelcome(services, locale),
  );
};

/** What a person sees first in the private chat. */
export function welcome(services: BotServices, locale: Locale): Answer {
  const { texts } = services;
  const more = [
    { text: texts.plain(locale, 'button-help'), callback_data: buttonData({ type: 'help' }) },
    { text: texts.plain(locale, 'button-language'), callback_data: buttonData({ type: 'languages' }) },
  ];
  return { html: texts.html(locale, 'start-private'), keyboard: [...addToGroup(services, locale), more] };
}

/** All commands, for the private chat of a person; moderators and up read of theirs, too. */
export async function helpPage(services: BotServices, userId: number, locale: Locale): Promise<Answer> {
  const { control, texts } = services;
  const { role, isBlocked } = await control.people.standing(userId);
  const actor = { person: { id: userId, name: '' }, role, isBlocked, isChatOperator: false };
  const more = may(actor, 'read-admin') ? `\n\n${texts.html(locale, 'help-admin')}` : '';
  return { html: `${texts.html(locale, 'help-private')}${more}`, keyboard: addToGroup(services, locale) };
}

/** What a group sees when the bot comes, and as its /start and /help. */
export function groupWelcome({ texts }: BotServices, locale: Locale): Answer {
  return { html: texts.html(locale, 'start-group') };
}

/** The question for the language; each language is named in itself. */
export function languageQuestion({ texts }: BotServices, locale: Locale): Answer {
  const choices = [
    { text: 'English', callback_data: buttonData({ type: 'language', locale: 'en' }) },
    { text: 'Русский', callback_data: buttonData({ type: 'language', locale: 'ru' }) },
  ];
  return { html: texts.html(locale, 'language-question'), keyboard: [choices] };
}

/**
 * A button that adds the bot to a group, asking for the rights it uses.
 * Source: https://core.telegram.org/api/links#group-channel-bot-links
 */
export function addToGroup({ me, texts }: Pick<BotServices, 'me' | 'texts'>, locale: Locale): Keyboard {
  const url = `https://t.me/${me.username}?startgroup=efir&admin=invite_users+manage_video_chats`;
  return [[{ text: texts.plain(locale, 'button-add-to-group'), url }]];
}
