import type { StreamView } from '../../control/admin/streams.ts';
import type { Actor } from '../../control/dependencies.ts';
import { may } from '../../control/policy.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { displayLength } from '../texts/display-time.ts';
import { displayMoment } from './display-moment.ts';
import {
  type DrawScreen,
  doButton,
  forbiddenScreen,
  goButton,
  goneScreen,
  type Screen,
  type ScreenButton,
  type ScreenCall,
} from './screen.ts';
import { streamName, wordOf } from './streams-screen.ts';

/** Makes a screen of one about a stream: looks the stream up first. */
function aboutStream(draw: (call: ScreenCall, stream: StreamView) => Screen): DrawScreen {
  return async (call) => {
    const found = await call.services.control.admin.streams.find({ actor: call.actor }, Number(call.view.id));
    if (found.type === 'forbidden') return forbiddenScreen(call);
    if (found.type === 'not-found') return goneScreen(call, 'streams');
    const screen = draw(call, found.value);
    return { ...screen, mend: { version: found.value.version } };
  };
}

/** A stream's card: what it does, and the buttons that steer it. */
export const drawStream = aboutStream((call, stream) => ({
  html: describe(call, stream),
  rows: [
    steering(call, stream),
    [
      ...(may(call.actor, 'change-settings') ? [doButton(call, 'button-admin-settings', 'open-settings')] : []),
      ...(may(call.actor, 'manage-streams') ? [doButton(call, 'button-admin-note', 'ask-stream-note')] : []),
    ],
    [goButton(call, 'button-admin-refresh', { screen: 'stream' }), ...deleting(call, call.actor)],
    [goButton(call, 'button-back', { screen: 'streams', id: '', version: null })],
  ],
}));

/** Are you sure: the end of a session, or of all that is kept. */
export const drawStreamStopSure = aboutStream((call, stream) =>
  ask(call, stream, 'admin-stop-sure', doButton(call, 'button-stop-yes', 'stop')),
);
/** @see drawStreamStopSure */
export const drawStreamDeleteSure = aboutStream((call, stream) =>
  ask(call, stream, 'admin-stream-delete-sure', doButton(call, 'button-admin-delete-yes', 'delete-stream')),
);

/** ⏸ ⏭ ⏹ of a stream that is on; ▶ of one that is off and has something to go on with. */
function steering(call: ScreenCall, { isOn, isPaused, current, queueLength }: StreamView): readonly ScreenButton[] {
  if (!may(call.actor, 'control-playback')) return [];
  if (!isOn) return current !== null || queueLength > 0 ? [doButton(call, 'button-resume', 'resume')] : [];
  const track = [
    isPaused ? doButton(call, 'button-play', 'unpause') : doButton(call, 'button-pause', 'pause'),
    doButton(call, 'button-skip', 'skip'),
  ];
  return [...(current === null ? [] : track), goButton(call, 'button-stop', { screen: 'stream-stop-sure' })];
}

function deleting(call: ScreenCall, actor: Actor): readonly ScreenButton[] {
  return may(actor, 'manage-streams') ? [goButton(call, 'button-admin-delete', { screen: 'stream-delete-sure' })] : [];
}

function ask(call: ScreenCall, stream: StreamView, question: string, yes: ScreenButton): Screen {
  const sure = call.services.texts.html(call.view.locale, question, { name: streamName(stream) });
  return {
    html: `${describe(call, stream)}\n\n${sure}`,
    rows: [[yes, goButton(call, 'button-back', { screen: 'stream' })]],
  };
}

/** What is known of a stream, a line for each thing. Telegram HTML. */
function describe({ services: { texts }, view: { locale } }: ScreenCall, stream: StreamView): string {
  const line = (key: string, values: Readonly<Record<string, string | number>>) => [texts.html(locale, key, values)];
  const { current, listeners, startedAt } = stream;
  const length = current?.track.durationMs ?? null;
  return [
    ...line('admin-stream-head', { name: streamName(stream) }),
    ...(stream.username === null ? [] : line('admin-username', { username: stream.username })),
    ...line('admin-id', { id: String(stream.id) }),
    ...line('admin-stream-is', { state: wordOf(stream) }),
    ...(current === null
      ? []
      : line('admin-stream-track', {
          name: trackName(current.track),
          at: `${displayLength(stream.positionMs)}${length === null ? '' : ` / ${displayLength(length)}`}`,
        })),
    ...line('admin-stream-queue', { count: stream.queueLength }),
    ...(stream.isOn && listeners !== null ? line('queue-listeners', { count: listeners }) : []),
    ...(startedAt === null ? [] : line('admin-stream-since', { at: displayMoment(locale, startedAt) })),
    ...(stream.note === null ? [] : line('admin-note', { note: displayName(stream.note, 300) })),
    ...line('admin-seen', {
      first: displayMoment(locale, stream.firstSeenAt),
      last: displayMoment(locale, stream.lastSeenAt),
    }),
  ].join('\n');
}
