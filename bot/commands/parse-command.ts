import type { Message } from 'grammy/types';

/** What a message asks of a bot. */
export type Parsed =
  | {
      readonly type: 'command';
      /** In lower case, without slash and mention. */
      readonly name: string;
      readonly argument: string;
      /** It names this bot: `/play@efir_bot`. */
      readonly isMentioned: boolean;
    }
  /** A command for another bot: none of our business. */
  | { readonly type: 'other-bot' }
  /** No command, but it mentions this bot by name. */
  | { readonly type: 'mention' }
  | { readonly type: 'none' };

/** Reads the command at the beginning of a text or caption, as Telegram's own entities mark it. */
export function parseCommand(message: Message, botUsername: string): Parsed {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const command = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (command === undefined) {
    const isMention = entities.some(
      ({ type, offset, length }) => type === 'mention' && isName(text.slice(offset + 1, offset + length), botUsername),
    );
    return { type: isMention ? 'mention' : 'none' };
  }
  const [name = '', target] = text.slice(1, command.length).split('@');
  if (target !== undefined && !isName(target, botUsername)) return { type: 'other-bot' };
  return {
    type: 'command',
    name: name.toLowerCase(),
    argument: text.slice(command.length).trim(),
    isMentioned: target !== undefined,
  };
}

/** Usernames are the same in any case. */
function isName(text: string, username: string): boolean {
  return text.toLowerCase() === username.toLowerCase();
}
