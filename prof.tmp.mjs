import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import fs from 'node:fs'; import os from 'node:os';
await sleep(5000);
const dirs=fs.readdirSync('/tmp').filter(d=>d.startsWith('efir-')).map(d=>'/tmp/'+d+'/redis');
for (const d of dirs) { try { for (const s of fs.readdirSync(d)) if (s.endsWith('.sock')) { const r=new Redis(d+'/'+s);
 await r.config('RESETSTAT'); await sleep(3000);
 console.log(d, (await r.info('commandstats')).split('\r\n').filter(l=>/evalsha|xadd|lrem|linsert|hset|:zadd|lindex|total/.test(l)).join('\n'));
 console.log((await r.info('cpu'))); console.log((await r.info('stats')).split('\r\n').filter(l=>/eventloop|instantaneous_ops/.test(l)).join('\n')); console.log(await r.info('persistence').then(x=>x.split('\r\n').filter(l=>/aof/.test(l)).join('\n'))); r.disconnect(); } } catch(e){} }
