import { avatar, byId, make, refill, toast } from './dom.js';
import { startMeter } from './meter.js';
import { pageId, post } from './server.js';
import { nameOf, state } from './state.js';

const panel = byId('voice');
/** Plays what is heard; it is in no document, since it shows nothing. */
const sound = new Audio();
sound.autoplay = true;
/** How loud the person wants it, 0…1. */
let loudness = 1;
/** What we hear: `{chatId, userId, connection, meter}`; null outside. */
let heard = null;

/** Shows the voice chat of the current chat. */
export function showVoice() {
  const chat = state.chats.get(state.chatId);
  const call = state.calls.get(state.chatId);
  panel.hidden = chat === undefined || chat.type === 'private';
  if (panel.hidden) return;
  followKick();
  applyVolume();
  const isLive = call?.state === 'active';
  panel.dataset.state = call?.state ?? 'none';
  refill(
    panel,
    make(
      'header',
      {},
      make('h2', {}, 'Voice chat'),
      make(
        'span',
        { className: `state ${isLive ? 'live' : ''}` },
        isLive ? 'live' : call ? 'scheduled' : 'not started',
      ),
    ),
    isLive ? renderLive(call) : renderQuiet(call),
  );
}

/** Ends listening, for example because another person speaks now. */
export async function leaveVoice() {
  if (heard === null) return;
  const { chatId, userId } = heard;
  hangUp();
  await post('/page/leave', { chatId, userId }).catch((error) => toast(error.message));
}

/** The connection to the stand-in was gone: the server has taken us out, so we come again. */
export function rejoinVoice() {
  if (heard === null) return;
  const { chatId } = heard;
  hangUp();
  if (state.calls.get(chatId)?.state === 'active') join(chatId);
}

function renderQuiet(call) {
  return make(
    'div',
    { className: 'quiet' },
    make(
      'p',
      {},
      call
        ? 'It is scheduled, and begins when somebody starts it.'
        : 'Nobody is on the air yet. /play starts it as well.',
    ),
    make(
      'button',
      { type: 'button', className: 'button main', id: 'start-call', onclick: () => control('start') },
      'Start voice chat',
    ),
  );
}

function renderLive(call) {
  const isIn = heard !== null && heard.chatId === call.chatId;
  const controls = isIn
    ? [
        heard.meter.element,
        make('label', { className: 'volume' }, 'Volume', volume()),
        make('button', { type: 'button', className: 'button', id: 'leave-call', onclick: leaveVoice }, 'Leave'),
      ]
    : [
        make(
          'button',
          { type: 'button', className: 'button main', id: 'join-call', onclick: () => join(call.chatId) },
          'Join as listener',
        ),
      ];
  return make(
    'div',
    { className: 'live' },
    make('div', { className: 'controls' }, ...controls),
    make(
      'ul',
      { className: 'participants', 'aria-label': 'In the voice chat' },
      ...call.participants.map(renderParticipant),
    ),
    make(
      'button',
      { type: 'button', className: 'button quiet-button', id: 'end-call', onclick: () => control('discard') },
      'End voice chat',
    ),
  );
}

function renderParticipant({ userId, muted, isReceiving }) {
  const user = state.users.get(userId);
  const what = isReceiving ? 'on the air' : muted ? (user?.isAssistant ? 'muted' : 'listening') : 'silent';
  return make(
    'li',
    { className: isReceiving ? 'sounding' : '', dataset: { userId } },
    avatar(userId, nameOf(userId)),
    make(
      'span',
      {},
      make('b', {}, nameOf(userId)),
      user?.isAssistant ? make('small', { className: 'badge' }, 'assistant') : null,
    ),
    make('small', { className: 'what' }, what),
  );
}

function volume() {
  return make('input', {
    type: 'range',
    min: '0',
    max: '1',
    step: '0.05',
    value: String(loudness),
    oninput: ({ target }) => {
      loudness = Number(target.value);
      applyVolume();
    },
  });
}

/** Telegram's clients make each participant as loud as an administrator, or they themselves, have set it; here that is who is on the air. */
function applyVolume() {
  if (heard === null) return;
  const participants = state.calls.get(heard.chatId)?.participants ?? [];
  const sounding = participants.filter(({ isReceiving }) => isReceiving).map(({ volume }) => volume);
  const gain = Math.max(...(sounding.length === 0 ? [10_000] : sounding)) / 10_000;
  heard.meter.setGain(gain);
  // A media element goes no louder than what comes in.
  sound.volume = Math.min(1, loudness * gain);
}

async function control(action) {
  await post(`/control/calls/${state.chatId}`, { action }).catch((error) => toast(error.message));
}

async function join(chatId) {
  await leaveVoice();
  const userId = state.personId;
  const connection = new RTCPeerConnection();
  const meter = startMeter();
  heard = { chatId, userId, connection, meter };
  connection.ontrack = ({ streams: [stream] }) => {
    sound.srcObject = stream;
    meter.listen(stream);
  };
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') rejoinVoice();
  };
  try {
    connection.addTransceiver('audio', { direction: 'recvonly' });
    const offer = await connection.createOffer();
    // Without the word browsers decode Opus to mono.
    const sdp = offer.sdp.replace(/^(a=fmtp:\d+ minptime=10;useinbandfec=1)/m, '$1;stereo=1');
    await connection.setLocalDescription({ type: 'offer', sdp });
    const answer = await post('/page/listen', { page: pageId, chatId, userId, sdp });
    await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  } catch (error) {
    toast(error.message);
    hangUp();
  }
  showVoice();
}

function hangUp() {
  if (heard === null) return;
  heard.connection.close();
  heard.meter.stop();
  heard = null;
  sound.srcObject = null;
  showVoice();
}

/** The call ended under us. */
function followKick() {
  if (heard === null || state.calls.get(heard.chatId)?.state === 'active') return;
  hangUp();
}
