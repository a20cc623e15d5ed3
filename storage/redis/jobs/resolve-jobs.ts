import type { ResolveJobs } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { createResolveRequester, type ResolveRequester } from './request-resolution.ts';
import { serveResolutions } from './serve-resolutions.ts';

/** {@link ResolveJobs} with an end: whoever opens it closes it. */
export interface OpenResolveJobs extends ResolveJobs {
  close(): Promise<void>;
}

/** Resolve requests over BullMQ. The asking side is opened at the first request, as players never ask. */
export function createResolveJobs(link: RedisLink): OpenResolveJobs {
  let requester: ResolveRequester | undefined;
  const workers = new Set<{ close(): Promise<void> }>();
  return {
    request(job, timeoutMs, onFetched) {
      requester ??= createResolveRequester(link);
      return requester.request(job, timeoutMs, onFetched);
    },
    serve(work, options) {
      const worker = serveResolutions(link, work, options);
      workers.add(worker);
      return {
        async close() {
          if (workers.delete(worker)) await worker.close();
        },
      };
    },
    async close() {
      await Promise.all([requester?.close(), ...[...workers].map((worker) => worker.close())]);
      workers.clear();
    },
  };
}
