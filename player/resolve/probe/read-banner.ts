/** What ffmpeg says of its first input before it begins, in the form that it has had for fifteen years. */
export interface Banner {
  /** As `mp3`, `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly formatName: string;
  /** As the headers declare it, to the hundredth. */
  readonly declaredSeconds: number;
  /** Of the file and of its audio stream, names in lower case. */
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Reads the banner of a plain sound file from ffmpeg's remarks. null: it is anything else (a film, several streams, a length that is guessed or not
 * known, lines of another form): then ffprobe has to be asked.
 */
export function readBanner(remarks: string): Banner | null {
  if (remarks.includes('Estimating duration from bitrate')) return null;
  const lines = remarks.split('\n');
  const begin = lines.findIndex((line) => line.startsWith('Input #0, '));
  const end = lines.findIndex((line, i) => i > begin && /^(Input #1|Output #0), /.test(line));
  if (begin < 0 || end < 0) return null;
  const about = lines.slice(begin, end);
  const formatName = /^Input #0, (.+), from '/.exec(about[0] ?? '')?.[1];
  const duration = about
    .map((line) => /^ {2}Duration: (\d+):(\d\d):(\d\d\.\d\d),/.exec(line))
    .find((it) => it !== null);
  const streams = about.filter((line) => /^ {2}Stream #0:/.test(line) && !line.includes('(attached pic)'));
  const isPlain = streams.length === 1 && streams[0]?.includes(': Audio: ') === true;
  if (formatName === undefined || duration === undefined || !isPlain) return null;
  const [, hours, minutes, seconds] = duration;
  return {
    formatName,
    declaredSeconds: Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds),
    tags: readTags(about),
  };
}

/** A picture's tags stand there as well, but are named otherwise or come later: the first of a name counts. */
function readTags(lines: readonly string[]): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const line of lines) {
    const match = /^ {4,6}([^\s:][^:]*?)\s*: (.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && !tags.has(name)) tags.set(name, match?.[2] ?? '');
  }
  return tags;
}
