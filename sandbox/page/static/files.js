import { clock, icon, make, size } from './dom.js';

const playPath = 'M8 5.5v13l11-6.5z';
const pausePath = 'M9 6v12M15 6v12';
const filePath = 'M7 3h7l4 4v14H7zM14 3v4h4';

/** The bubble's part for a file: sound with a button to hear it here, everything else with its name and size. */
export function renderFile(media) {
  if (media.kind === 'photo') return make('img', { className: 'photo', src: address(media), alt: 'Photo' });
  if (media.kind === 'document') return renderDocument(media);
  return renderSound(media);
}

/** What a file is called in one line. */
export function fileTitle(media) {
  if (media.title) return media.performer ? `${media.performer} – ${media.title}` : media.title;
  return (
    media.fileName ?? { voice: 'Voice message', video_note: 'Video message', photo: 'Photo' }[media.kind] ?? 'File'
  );
}

function address(media) {
  return `/page/files/${media.documentId}`;
}

function renderDocument(media) {
  return make(
    'div',
    { className: 'file' },
    make('span', { className: 'file-sign' }, icon(filePath)),
    make('div', { className: 'file-text' }, make('b', {}, fileTitle(media)), make('small', {}, size(media.sizeBytes))),
  );
}

/** A player for the file itself, not the voice chat: for a look at what one sends. */
function renderSound(media) {
  const bar = make('span', { className: 'progress' }, make('i'));
  const time = make('small', {}, describe(media));
  const button = make(
    'button',
    { type: 'button', className: 'file-sign play', 'aria-label': 'Listen to the file' },
    icon(playPath),
  );
  let audio = null;
  const show = (isPlaying) => {
    button.replaceChildren(icon(isPlaying ? pausePath : playPath));
    button.setAttribute('aria-label', isPlaying ? 'Pause' : 'Listen to the file');
  };
  button.onclick = () => {
    audio ??= openAudio(media, { bar, time, show });
    if (audio.paused) audio.play().catch(() => show(false));
    else audio.pause();
  };
  return make(
    'div',
    { className: 'file' },
    button,
    make('div', { className: 'file-text' }, make('b', {}, media.title ?? fileTitle(media)), time, bar),
  );
}

function describe({ performer, durationSec, sizeBytes, kind }) {
  const parts = [performer, durationSec === undefined ? null : clock(durationSec), kind === 'video' ? 'video' : null];
  const known = parts.filter((part) => part);
  return known.length > 0 ? known.join(' · ') : size(sizeBytes);
}

function openAudio(media, { bar, time, show }) {
  const audio = new Audio(address(media));
  audio.onplay = () => show(true);
  audio.onpause = () => show(false);
  audio.ontimeupdate = () => {
    bar.firstElementChild.style.width = `${(100 * audio.currentTime) / (audio.duration || 1)}%`;
    time.textContent = `${clock(audio.currentTime)} / ${clock(audio.duration || 0)}`;
  };
  audio.onended = () => {
    time.textContent = describe(media);
    bar.firstElementChild.style.width = '0';
  };
  audio.onerror = () => {
    time.textContent = 'The browser cannot play this file.';
  };
  return audio;
}
