import type { Message } from 'grammy/types';
import type { Actor, Request } from '../../control/dependencies.ts';
import type { BotContext } from '../context.ts';
import type { Speaker } from '../people/speaker.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';

/** A command as somebody wrote it. */
export interface CommandCall {
  /** The update it came with: menus and conversations begin from it. */
  readonly context: BotContext;
  readonly message: Message;
  readonly speaker: Speaker;
  /** What follows the command, trimmed; may be empty. */
  readonly argument: string;
  /** The language of whoever wrote it. */
  readonly locale: Locale;
  /** Names the operation, the same when Telegram delivers the update again. */
  readonly operation: string;
  /** Over when the additions that were asked for earlier in this chat have their places. */
  readonly after: Promise<void>;
}

/** Does a command and answers it. */
export type Command = (services: BotServices, call: CommandCall) => Promise<void>;

/** Who asks, with role and rights. `withRights: false` saves asking Telegram where an operator may no more than others. */
export async function actorOf(
  { control, operators }: BotServices,
  { message, speaker }: Pick<CommandCall, 'message' | 'speaker'>,
  { withRights }: { readonly withRights: boolean },
): Promise<Actor> {
  const { role, isBlocked } = await control.people.standing(speaker.person.id);
  const isChatOperator =
    speaker.isAnonymousAdmin ||
    (withRights && speaker.user !== null && (await operators.isOperator(message.chat.id, speaker.user.id)));
  return { person: speaker.person, role, isBlocked, isChatOperator };
}

/** The request of a steering command. */
export async function requestOf(services: BotServices, call: CommandCall): Promise<Request> {
  const actor = await actorOf(services, call, { withRights: true });
  return { streamId: call.message.chat.id, actor, operation: call.operation };
}
