import { loadConfig } from '../config.ts';
import { writeBundledPlaceholder } from '../player/ingest/placeholder/ensure-placeholder.ts';

// Composes the bundled placeholder into the data folder, to be listened to. The player does the same at its first start.
const started = performance.now();
const path = await writeBundledPlaceholder(loadConfig(process.env).DATA_DIR);
process.stdout.write(`${path} (${Math.round(performance.now() - started)} ms)\n`);
