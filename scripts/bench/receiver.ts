/** The receiving process of the benches: the sandbox's media server, driven over IPC. It ends with its parent. */
import { createLog } from '../../log.ts';
import type { JoinPayload, Transport } from '../../player/call/engine.ts';
import { createMediaServer } from '../../sandbox/media/create-media-server.ts';
import { createRpc } from './rpc.ts';

/** A join of the one participant of a call. */
export interface JoinRequest {
  readonly callId: string;
  readonly payload: JoinPayload;
}

/** What to listen to, from now on. */
export interface ListenRequest {
  readonly callId: string;
  readonly seconds: number;
}

const userId = 1;
const server = createMediaServer({ log: createLog({ level: 'warn', format: 'human', service: 'receiver' }) });

createRpc(process, {
  join: async ({ callId, payload }: JoinRequest) =>
    (await server.join(callId, userId, payload)).transport as unknown as Transport,
  isReceiving: (callId: string) => server.isReceiving(callId, userId),
  recordWav: ({ callId, seconds }: ListenRequest) => server.recordWav(callId, seconds),
  measureRtp: ({ callId, seconds }: ListenRequest) => server.measureRtp(callId, seconds),
});
process.on('disconnect', () => process.exit());
