import { Api } from 'telegram';
import type { KnownChats } from './known-chats.ts';
import type { RequestOptions, Rpc } from './rpc.ts';

/** What became of following an invite link. */
export type InviteOutcome =
  | 'joined'
  | 'already-in'
  /** An administrator has to approve. */
  | 'requested'
  /** The link is dead or malformed. */
  | 'expired'
  /** The assistant is in as many chats as an account may be, or banned there. */
  | 'refused';

/** What Telegram may say to an invite, apart from errors of ours. */
const words = [
  'USER_ALREADY_PARTICIPANT',
  'INVITE_REQUEST_SENT',
  'INVITE_HASH_EXPIRED',
  'INVITE_HASH_INVALID',
  'INVITE_HASH_EMPTY',
  'CHANNELS_TOO_MUCH',
  'USERS_TOO_MUCH',
  'CHANNEL_PRIVATE',
] as const;

const outcomes: Readonly<Record<(typeof words)[number], InviteOutcome>> = {
  USER_ALREADY_PARTICIPANT: 'already-in',
  INVITE_REQUEST_SENT: 'requested',
  INVITE_HASH_EXPIRED: 'expired',
  INVITE_HASH_INVALID: 'expired',
  INVITE_HASH_EMPTY: 'expired',
  CHANNELS_TOO_MUCH: 'refused',
  USERS_TOO_MUCH: 'refused',
  CHANNEL_PRIVATE: 'refused',
};

/**
 * Joins a chat by invite link (`https://t.me/+hash`, `t.me/joinchat/hash`, `tg://join?invite=hash`) and learns its access hash:
 * by its marked id alone it could not be addressed later.
 * @throws AppError as {@link Rpc.send}
 */
export async function importInvite(
  rpc: Rpc,
  chats: KnownChats,
  link: string,
  options: RequestOptions,
): Promise<InviteOutcome> {
  const hash = inviteHash(link);
  if (hash === null) return 'expired';
  const answer = await rpc.ask(new Api.messages.ImportChatInvite({ hash }), words, options);
  if (answer.type === 'ok') {
    const { value } = answer;
    if (value instanceof Api.messages.ChatInviteJoinResultOk && 'chats' in value.updates)
      chats.learn(value.updates.chats);
    return 'joined';
  }
  if (answer.word === 'USER_ALREADY_PARTICIPANT') await learnFromInvite(rpc, chats, hash, options);
  return outcomes[answer.word];
}

/** The hash in an invite link, or null when it is none. */
function inviteHash(link: string): string | null {
  return /(?:t\.me\/\+|t\.me\/joinchat\/|tg:\/\/join\?invite=)([\w-]+)/.exec(link)?.[1] ?? null;
}

/** We are in already, but may never have seen the chat in this process: its invite tells the hash. */
async function learnFromInvite(rpc: Rpc, chats: KnownChats, hash: string, options: RequestOptions): Promise<void> {
  const answer = await rpc.ask(new Api.messages.CheckChatInvite({ hash }), words, options);
  if (answer.type === 'ok' && answer.value instanceof Api.ChatInviteAlready) chats.learn([answer.value.chat]);
}
