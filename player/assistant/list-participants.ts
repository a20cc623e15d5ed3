import { Api } from 'telegram';
import { type CallParticipant, toCallParticipant } from './call-participant.ts';
import { type CallRef, toInputCall } from './group-calls.ts';
import type { RequestOptions, Rpc } from './rpc.ts';

/** Everybody in a call at one version. */
export interface ParticipantList {
  readonly version: number;
  /** The server's count, ourselves included; right even when the list is withheld. */
  readonly count: number;
  readonly participants: readonly CallParticipant[];
  /**
   * False when Telegram withholds part of the list (`listeners_hidden`), or it did not end within the bound.
   */
  readonly isComplete: boolean;
}

/** Telegram gives at most this many a page. */
const pageSize = 100;
/** 10,000 people: beyond that the count suffices. */
const pagesMax = 100;

/**
 * Reads all participants of a call, page by page. null: the call is over or we are not in it.
 * The list is of the version of its first page; changes since then come again as updates.
 * @throws AppError as {@link Rpc.send}
 */
export async function listParticipants(
  rpc: Rpc,
  call: CallRef,
  options: RequestOptions,
): Promise<ParticipantList | null> {
  const gone = ['GROUPCALL_FORBIDDEN', 'GROUPCALL_INVALID', 'GROUPCALL_JOIN_MISSING'] as const;
  const first = await rpc.ask(new Api.phone.GetGroupCall({ call: toInputCall(call), limit: pageSize }), gone, options);
  if (first.type === 'refused' || !(first.value.call instanceof Api.GroupCall)) return null;
  const { version, participantsCount, listenersHidden } = first.value.call;
  // By id, as somebody may move from one page to another while we read.
  const byId = new Map(first.value.participants.map((one) => toEntry(one)));
  let offset = first.value.participantsNextOffset;
  for (let page = 1; offset !== '' && page < pagesMax; page += 1) {
    const request = new Api.phone.GetGroupParticipants({
      call: toInputCall(call),
      ids: [],
      sources: [],
      offset,
      limit: pageSize,
    });
    const answer = await rpc.ask(request, gone, options);
    if (answer.type === 'refused') return null;
    for (const one of answer.value.participants) byId.set(...toEntry(one));
    offset = answer.value.nextOffset;
  }
  return {
    version,
    count: participantsCount,
    participants: [...byId.values()],
    isComplete: offset === '' && listenersHidden !== true,
  };
}

function toEntry(one: Api.TypeGroupCallParticipant): [number, CallParticipant] {
  const participant = toCallParticipant(one);
  return [participant.peerId, participant];
}
