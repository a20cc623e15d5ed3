import { suite } from 'uvu';
import { createLog } from '../../../log.ts';
import { testCallEngine } from '../../../test/contracts/call-engine.ts';
import { createTgcallsEngine } from './tgcalls.ts';

const test = suite('tgcalls engine');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

testCallEngine(test, () => createTgcallsEngine({ log }));

test.run();
