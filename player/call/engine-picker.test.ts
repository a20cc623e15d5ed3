import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CallEngine } from './engine.ts';
import { createEnginePicker } from './engine-picker.ts';

const suite = createSuite('engine picker');
const engine = (kind: CallEngine['kind']): CallEngine => ({
  kind,
  connect: () => Promise.reject(new Error('not here')),
});

suite('changes to the other engine and back', () => {
  const picker = createEnginePicker({ first: engine('native'), fallback: engine('tgcalls') });
  assert.is(picker.current.kind, 'native');
  assert.is(picker.switchOver()?.kind, 'tgcalls');
  assert.is(picker.current.kind, 'tgcalls');
  assert.is(picker.switchOver()?.kind, 'native');
});

suite('suspects an engine until it carried sound', () => {
  const picker = createEnginePicker({ first: engine('native'), fallback: engine('tgcalls') });
  assert.is(picker.isSuspect, true);
  picker.prove();
  assert.is(picker.isSuspect, false);
  picker.switchOver();
  assert.is(picker.isSuspect, true);
});

suite('stays with the only engine there is', () => {
  const picker = createEnginePicker({ first: engine('native'), fallback: null });
  picker.prove();
  assert.is(picker.switchOver(), null);
  assert.is(picker.current.kind, 'native');
  assert.is(picker.isSuspect, false);
});

suite.run();
