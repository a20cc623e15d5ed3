import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { seqOf } from '../../../storage/event-seq.ts';
import { openRealtimeStore } from '../../../storage/redis/open-realtime-store.ts';
import { findFreePort } from '../../../test/fixtures/free-port.ts';
import { startTestRedis } from '../../../test/fixtures/redis.ts';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { createRpc, type Rpc } from '../rpc.ts';
import type { ServeRequest } from '../ws-server.ts';

/** A process of the bench. */
export interface BenchProcess {
  readonly rpc: Rpc;
  readonly child: ChildProcess;
}

/** A server that keeps its port when it is started anew. */
export interface BenchServer {
  readonly port: number;
  /** As it is now. */
  readonly rpc: Rpc;
  /** SIGKILL, and a new one on the same port. */
  killAndRestart(): Promise<void>;
}

/** Redis, and processes around it. */
export interface LiveBench {
  startServer(): Promise<BenchServer>;
  startClients(): BenchProcess;
  /** Publishes an event that carries its time. @returns its number. */
  publish(count: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens it, with a Redis that writes each event to the disk, as the product's does. Close it. */
export async function openLiveBench(): Promise<LiveBench> {
  const folder = await makeTemporaryFolder();
  const redis = await startTestRedis('always');
  const log = pino({ level: 'warn' });
  const store = await openRealtimeStore({ url: redis.url, prefix: 'bench', log });
  const children = new Set<ChildProcess>();

  const launch = (file: string): BenchProcess => {
    const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), { serialization: 'advanced' });
    children.add(child);
    return { child, rpc: createRpc(child, {}) };
  };
  const end = async (child: ChildProcess) => {
    children.delete(child);
    const exited = once(child, 'exit');
    if (child.kill('SIGKILL')) await exited;
  };

  return {
    async startServer() {
      const request: ServeRequest = {
        redisUrl: redis.url,
        recordsPath: join(folder, 'records.sqlite'),
        port: await findFreePort(),
      };
      let now = launch('ws-server.ts');
      await now.rpc.call('serve', request);
      return {
        port: request.port,
        get rpc() {
          return now.rpc;
        },
        async killAndRestart() {
          await end(now.child);
          now = launch('ws-server.ts');
          await now.rpc.call('serve', request);
        },
      };
    },
    startClients: () => launch('ws-clients.ts'),
    async publish(count) {
      const sessionId = String(performance.timeOrigin + performance.now());
      return seqOf(await store.events.publish(-1_001, { type: 'listeners.changed', data: { count, sessionId } }));
    },
    async close() {
      for (const child of [...children]) await end(child);
      await store.close();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
