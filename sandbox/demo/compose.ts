/**
 * Composes the demo tracks: `node sandbox/demo/compose.ts FOLDER` writes three audio files there (those that exist are kept) and
 * prints what they are as a JSON array.
 */
import { makeDemoTracks } from './make-demo-tracks.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node sandbox/demo/compose.ts FOLDER');
  process.exitCode = 64;
} else {
  console.log(JSON.stringify(await makeDemoTracks(folder)));
}
