import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { createSupervisor } from './supervise.ts';

/** Against main.ts itself, in ways that need nothing but the process. */
const test = suite('supervisor');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test('a service whose configuration is wrong is not started again', async () => {
  const supervisor = createSupervisor(log);
  const { PATH = '' } = process.env;
  const failure = await supervisor
    .start({ name: 'control', environment: () => ({ PATH, HTTP_PORT: 'none', LOG_LEVEL: 'silent' }) })
    .catch((error: unknown) => error);
  assert.instance(failure, AppError);
  assert.is((failure as AppError).code, 'config-invalid');
  await supervisor.stop('control', 1_000);
});

test('stopping what was never started is nothing', async () => {
  await createSupervisor(log).stop('player', 10);
});

test.run();
