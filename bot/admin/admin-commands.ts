import { may } from '../../control/policy.ts';
import { actorOf, type Command, type CommandCall } from '../commands/command.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { homeView } from './admin-view.ts';
import { panelAnswer } from './panel-link.ts';

/** `/admin`: the administration, in the private chat of those who may; in a group the way there. */
export const admin: Command = async (services, call) => {
  const { api, menus, texts } = services;
  const { message, locale } = call;
  if (message.chat.type !== 'private') return await sendToPrivate(services, call);
  const actor = await actorOf(services, call, { withRights: false });
  const answer = may(actor, 'read-admin')
    ? await menus.admin.draw(message.chat.id, homeView(locale))
    : { html: texts.html(locale, 'admin-forbidden') };
  await reply(api, message, answer);
};

/** `/panel`: a way into the web panel that is good once; never where others could take it. */
export const panel: Command = async (services, call) => {
  const { api, texts } = services;
  const { message, locale, operation } = call;
  if (message.chat.type !== 'private') return await sendToPrivate(services, call);
  const actor = await actorOf(services, call, { withRights: false });
  const answer = await panelAnswer(services, { actor, operation, origin: 'chat' }, locale);
  await reply(api, message, 'needs' in answer ? { html: texts.html(locale, 'admin-forbidden') } : answer);
};

/** `/cancel`: a conversation that is under way takes it; here there is none. */
export const cancel: Command = async ({ api, texts }, { message, locale }) => {
  await reply(api, message, { html: texts.html(locale, 'cancel-nothing') });
};

/** In a group: where to go, with a link. Whether somebody may is not for the group to hear. */
async function sendToPrivate({ api, me, texts }: BotServices, { message, locale }: CommandCall): Promise<void> {
  const url = `https://t.me/${me.username}`;
  const keyboard = [[{ text: texts.plain(locale, 'button-admin-private'), url }]];
  await reply(api, message, { html: texts.html(locale, 'admin-in-group'), keyboard });
}
