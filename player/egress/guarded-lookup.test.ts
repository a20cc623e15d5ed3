import type { LookupAddress, LookupOptions } from 'node:dns';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalOf } from './egress-error.ts';
import { createGuardedLookup } from './guarded-lookup.ts';

const test = suite('guarded lookup');

const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });

/** What a socket would get for a name that the resolver answers with `answers`, one of them a call. */
function lookUp(answers: readonly (readonly LookupAddress[])[], options: LookupOptions) {
  const left = [...answers];
  const lookup = createGuardedLookup(async () => left.shift() ?? []);
  return new Promise((resolve) => {
    lookup('name.example', options, (error, address, family) => resolve(error ?? { address, family }));
  });
}

test('gives the socket the very addresses that were checked, in the form it asks for', async () => {
  const both = [v6('2606:4700:4700::1111'), v4('1.1.1.1')];
  assert.equal(await lookUp([both], { all: true }), { address: both, family: undefined });
  assert.equal(await lookUp([both], {}), { address: '2606:4700:4700::1111', family: 6 });
});

test('a name that answers differently the second time gains nothing: it is asked once', async () => {
  const rebinding = [[v4('1.1.1.1')], [v4('127.0.0.1')]];
  assert.equal(await lookUp(rebinding, { all: true }), { address: [v4('1.1.1.1')], family: undefined });
});

test('one closed address among several closes the name', async () => {
  for (const closed of [v4('10.0.0.5'), v4('169.254.169.254'), v6('::1'), v6('::ffff:127.0.0.1'), v6('fe80::1')]) {
    const error = await lookUp([[v4('1.1.1.1'), closed]], { all: true });
    assert.equal(refusalOf(error), { code: 'url-private' }, closed.address);
  }
});

test('no address is no answer', async () => {
  assert.equal(refusalOf(await lookUp([[]], { all: true })), { code: 'url-no-answer' });
});

test.run();
