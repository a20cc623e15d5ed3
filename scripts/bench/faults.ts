import type { EfirRoom } from '../../test/fixtures/efir-room.ts';
import { openEfirStage } from '../../test/fixtures/efir-stage.ts';
import { type FaultScenario, faultScenarios, faultTone } from '../../test/fixtures/fault-scenarios.ts';
import { measureSilence } from '../../test/fixtures/silence.ts';
import { percentile } from './percentile.ts';

/** What became of one kind of fault. `mended`: so many times the call came back, or ended as it should. */
export interface FaultFigures {
  readonly rounds: number;
  readonly mended: number;
  readonly silenceMs: { readonly p50: number; readonly max: number };
}

type Stage = Awaited<ReturnType<typeof openEfirStage>>;

/**
 * Makes each fault happen `rounds` times to a chat in which a tone plays (the whole product runs as `npm start` does), and listens: whether it is
 * mended, or ends as specified, and how long nothing is heard meanwhile. Faults of one chat strike several chats at a time.
 *
 * @param only the name of one fault; default all.
 */
export async function benchFaults(rounds: number, only?: string): Promise<Readonly<Record<string, FaultFigures>>> {
  const stage = await openEfirStage({ tones: { Tone: faultTone }, seconds: 1_200 });
  try {
    const figures: Record<string, FaultFigures> = {};
    for (const scenario of faultScenarios.filter(({ name }) => only === undefined || name === only)) {
      figures[scenario.name] = await strike(stage, scenario, rounds);
      console.error(JSON.stringify({ [scenario.name]: figures[scenario.name] }));
    }
    return figures;
  } finally {
    await stage.close();
  }
}

async function strike(stage: Stage, scenario: FaultScenario, rounds: number): Promise<FaultFigures> {
  const silences: number[] = [];
  let mended = 0;
  const once = async (room: EfirRoom) => {
    await room.start('Tone');
    await room.join(room.owner);
    await room.waitForTone(faultTone);
    let after: EfirRoom | null = room;
    silences.push(
      await measureSilence(stage.efir.telegram, room.chatId, async () => {
        try {
          after = await scenario.run(stage, room);
          mended += 1;
        } catch (error) {
          console.error(`${scenario.name}: ${String(error)}`);
        }
      }),
    );
    await after?.ask('/stop');
  };
  const rooms: EfirRoom[] = [];
  for (let round = 0; round < rounds; round += 1)
    rooms.push(await stage.openRoom({ type: scenario.type ?? 'supergroup' }));
  if (scenario.isGlobal) for (const room of rooms) await once(room);
  else await Promise.all(rooms.map(once));
  const sorted = { p50: percentile(silences, 0.5), max: Math.max(...silences) };
  return { rounds, mended, silenceMs: sorted };
}
