import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { Resolution } from '../../storage/model.ts';
import type { ResolveRequest } from '../../storage/store.ts';
import { makeItem } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Requests and answers over the job queue. */
export function testResolveJobs(test: Test, { store, other, stream }: StoreUnderTest): void {
  const ask = (streamId: number, text = 'song'): ResolveRequest => ({ streamId, query: { type: 'text', text } });
  const found: Resolution = { type: 'tracks', tracks: [makeItem('a').track] };

  test('jobs: a request is answered by whoever serves', async () => {
    const job = ask(stream());
    const asked: ResolveRequest[] = [];
    const serving = other().resolveJobs.serve(
      async (request) => {
        asked.push(request);
        return found;
      },
      { concurrency: 2 },
    );
    try {
      assert.equal(await store().resolveJobs.request(job, 10_000), found);
      assert.equal(asked, [job]);
    } finally {
      await serving.close();
    }
  });

  test('jobs: many at once, each gets its own answer', async () => {
    const id = stream();
    const serving = other().resolveJobs.serve(
      async ({ query }) => ({
        type: 'refused',
        name: query.type === 'text' ? query.text : '',
        refusal: { code: 'url-status', status: 404 },
      }),
      { concurrency: 3 },
    );
    try {
      const names = Array.from({ length: 20 }, (_, index) => `song ${index}`);
      const answers = await Promise.all(names.map((name) => store().resolveJobs.request(ask(id, name), 10_000)));
      assert.equal(
        answers.map((answer) => answer.type === 'refused' && answer.name),
        names,
      );
    } finally {
      await serving.close();
    }
  });

  test('jobs: an error of the work reaches who asked, with its code', async () => {
    let attempts = 0;
    const serving = other().resolveJobs.serve(
      async () => {
        attempts += 1;
        throw new AppError('source-failed', 'the site fell over');
      },
      { concurrency: 1 },
    );
    try {
      const error = await rejection(store().resolveJobs.request(ask(stream()), 10_000));
      assert.is(error.code, 'source-failed');
      assert.is(error.message, 'the site fell over');
      assert.is(attempts, 1);
    } finally {
      await serving.close();
    }
  });

  test('jobs: who asks hears how far a download has come, of their own request only', async () => {
    const serving = other().resolveJobs.serve(
      async ({ query }, _signal, report) => {
        const doneBytes = query.type === 'text' ? Number(query.text) : 0;
        // More often than once a second is not passed on.
        for (let i = 0; i < 5; i += 1) report({ doneBytes: doneBytes + i, totalBytes: 100 });
        await new Promise((resolve) => setTimeout(resolve, 300));
        return found;
      },
      { concurrency: 2 },
    );
    const heard: Record<string, number[]> = { '10': [], '20': [] };
    try {
      await Promise.all(
        ['10', '20'].map((text) =>
          store().resolveJobs.request(ask(stream(), text), 10_000, {
            onFetched: ({ doneBytes }) => heard[text]?.push(doneBytes),
          }),
        ),
      );
      assert.equal(heard, { '10': [10], '20': [20] });
    } finally {
      await serving.close();
    }
  });

  test('jobs: nobody serves: the asker is told in time, and the request is not done later', async () => {
    assert.is((await rejection(store().resolveJobs.request(ask(stream(), 'late'), 300))).code, 'timeout');
    const asked: string[] = [];
    const serving = other().resolveJobs.serve(
      async ({ query }) => {
        if (query.type === 'text') asked.push(query.text);
        return found;
      },
      { concurrency: 1 },
    );
    try {
      await store().resolveJobs.request(ask(stream(), 'next'), 10_000);
      assert.equal(asked, ['next']);
    } finally {
      await serving.close();
    }
  });

  test('jobs: work that takes too long is called off', async () => {
    let isCalledOff = false;
    const serving = other().resolveJobs.serve(
      (_, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            isCalledOff = true;
            resolve(found);
          }),
        ),
      { concurrency: 1 },
    );
    try {
      assert.is((await rejection(store().resolveJobs.request(ask(stream()), 300))).code, 'timeout');
      await waitFor(() => isCalledOff, { what: 'the work to be called off' });
    } finally {
      await serving.close();
    }
  });

  test('jobs: what a closing server leaves goes to another', async () => {
    let isBegun = false;
    // Deaf to its signal, as bad work would be.
    const leaving = other().resolveJobs.serve(
      () => {
        isBegun = true;
        return new Promise(() => undefined);
      },
      { concurrency: 1 },
    );
    const answer = store().resolveJobs.request(ask(stream()), 20_000);
    await waitFor(() => isBegun, { what: 'the work to begin' });
    await leaving.close();
    const staying = store().resolveJobs.serve(() => Promise.resolve(found), { concurrency: 1 });
    try {
      assert.equal(await answer, found);
    } finally {
      await staying.close();
    }
  });
}
