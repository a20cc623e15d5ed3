import { GrammyError } from 'grammy';

/** What a refusal of the Bot API means to us. */
export type ApiRefusal =
  /** The message has this text and these buttons already. */
  | 'not-modified'
  /** The message to edit or answer is gone, or is not ours. */
  | 'message-gone'
  /** A callback that is too old, or answered already. */
  | 'callback-over'
  /** The bot was removed, the chat is gone, or it may not write there. */
  | 'chat-closed'
  | 'other';

/** What an error means, if it is the Bot API's refusal; null for any other error. The texts are Telegram's own. */
export function refusalOf(error: unknown): ApiRefusal | null {
  if (!(error instanceof GrammyError)) return null;
  const { description, error_code: code } = error;
  if (/message is not modified/i.test(description)) return 'not-modified';
  if (
    /message (to edit|to be replied|to delete)? ?not found|message can't be edited|MESSAGE_ID_INVALID/i.test(
      description,
    )
  ) {
    return 'message-gone';
  }
  if (/query is too old|query ID is invalid/i.test(description)) return 'callback-over';
  if (
    code === 403 ||
    /chat not found|not enough rights|CHAT_WRITE_FORBIDDEN|was upgraded to a supergroup/i.test(description)
  ) {
    return 'chat-closed';
  }
  return 'other';
}
