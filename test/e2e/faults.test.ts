import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { type FaultScenario, faultScenarios, faultTone } from '../fixtures/fault-scenarios.ts';
import { waitFor } from '../fixtures/wait-for.ts';

const test = suite('faults of a call');
let stage: EfirStage;

test.before(async () => {
  stage = await openEfirStage({ tones: { Tone: faultTone }, seconds: 600 });
});
test.after(() => stage.close());

/** A group in which the tone is heard, and somebody listens. */
async function onAir({ type = 'supergroup' }: Pick<FaultScenario, 'type'> = {}) {
  const room = await stage.openRoom({ type });
  await room.start('Tone');
  await room.join(room.owner);
  await room.waitForTone(faultTone);
  return room;
}

test('what happens to a chat is mended or ends as it should, side by side, and another chat loses no packet', async () => {
  const { telegram } = stage.efir;
  const quiet = await onAir();
  const scenarios = faultScenarios.filter(({ isGlobal }) => !isGlobal);
  const rooms = await Promise.all(scenarios.map((scenario) => onAir(scenario)));
  const listening = telegram.rtp(quiet.chatId, 30);
  await Promise.all(scenarios.map((scenario, i) => scenario.run(stage, rooms[i] ?? quiet)));
  const { packets, lost } = await listening;
  assert.ok(
    packets > 1_000 && lost === 0,
    `${lost} of ${packets} packets were lost in a chat that nothing happened to`,
  );
});

for (const scenario of faultScenarios.filter(({ isGlobal }) => isGlobal)) {
  test(`${scenario.name}: the sound is there afterwards`, async () => void (await scenario.run(stage, await onAir())));
}

test('after the assistant was put out, Resume brings it in again and goes on where it stopped', async () => {
  const { telegram } = stage.efir;
  const room = await onAir();
  await telegram.act(room.chatId, { action: 'kick-assistant' });
  const told = await telegram.answer(room.chatId, 0, /was removed from the group/, 30_000);
  await room.press(told.messageId, '▶ Resume');
  await room.waitForTone(faultTone);
  assert.match(await room.say('/history'), /1 min ago · 1 min · .* · the helper account was removed$/);
});

test('a group becomes a supergroup: the stream goes on there, with its queue', async () => {
  const { telegram } = stage.efir;
  const room = await stage.openRoom({ type: 'group' });
  await room.start('Tone', 'Tone', 'Tone');
  await room.waitForTone(faultTone);
  const to = await telegram.migrate(room.chatId);
  const supergroup = stage.enter(room, to);
  await supergroup.waitForTone(faultTone);
  assert.equal((await supergroup.queue()).items, ['Tone', 'Tone']);
  await waitFor(async () => /Now playing: Tone/.test((await supergroup.card()).text ?? ''), {
    what: 'a card of its own',
  });
});

test.run();
