import type { Logger } from '../log.ts';
import type { Command, RealtimeStore } from '../storage/store.ts';
import type { Assistant } from './assistant/assistant.ts';
import type { Ownership } from './stream/ownership.ts';

/** What {@link followCommands} needs. */
export interface FollowCommandsOptions {
  readonly store: Pick<RealtimeStore, 'commands'>;
  readonly ownership: Pick<Ownership, 'get' | 'wake'>;
  readonly assistant: Pick<Assistant, 'importInvite'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Carries out the commands of the chat side until the signal aborts. Every player reads them all and takes what concerns it.
 */
export async function followCommands({
  store,
  ownership,
  assistant,
  log,
  signal,
}: FollowCommandsOptions): Promise<void> {
  const carryOut = async (command: Command) => {
    switch (command.type) {
      case 'wake':
        ownership.wake(command.streamId);
        return;
      case 'retry':
        ownership.get(command.streamId)?.retry();
        return;
      case 'join-chat': {
        const stream = ownership.get(command.streamId);
        if (stream === null) return;
        const outcome = await assistant.importInvite(command.inviteLink, { signal });
        log.info({ streamId: command.streamId, outcome }, 'invite link followed');
        stream.retry();
        return;
      }
    }
  };
  for await (const command of store.commands.follow(signal)) {
    // Not awaited: a slow invite must not keep other streams waiting.
    carryOut(command).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error, command: command.type }, 'a command could not be carried out');
    });
  }
}
