import { make } from './dom.js';

const bars = 24;

/**
 * A level meter: bars that follow the spectrum of what is heard. `listen(stream)` starts it, `setGain(gain)` says how loud the sender is
 * made (1: as it comes), `stop()` ends it.
 */
export function startMeter() {
  const element = make('div', {
    className: 'meter',
    role: 'img',
    'aria-label': 'Level of the sound',
    dataset: { level: '0' },
  });
  for (let i = 0; i < bars; i++) element.append(make('i'));
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0.75 });
  const gain = new GainNode(context);
  gain.connect(analyser);
  const spectrum = new Uint8Array(analyser.frequencyBinCount);
  let frame = 0;

  function draw() {
    analyser.getByteFrequencyData(spectrum);
    let sum = 0;
    for (const [i, bar] of [...element.children].entries()) {
      const level = bandLevel(spectrum, i);
      sum += level;
      bar.style.transform = `scaleY(${Math.max(0.06, level)})`;
    }
    element.dataset.level = (sum / bars).toFixed(3);
    frame = requestAnimationFrame(draw);
  }

  return {
    element,
    listen(stream) {
      context.createMediaStreamSource(stream).connect(gain);
      context.resume();
      cancelAnimationFrame(frame);
      draw();
    },
    setGain(value) {
      gain.gain.value = value;
    },
    stop() {
      cancelAnimationFrame(frame);
      context.close();
    },
  };
}

/** The loudest bin of the i-th band, 0…1; bands grow with frequency as hearing does, from 40 Hz to 14 kHz. */
function bandLevel(spectrum, i) {
  const binHz = 24_000 / spectrum.length;
  const edge = (index) => (40 * (14_000 / 40) ** (index / bars)) / binHz;
  const from = Math.floor(edge(i));
  const to = Math.max(from + 1, Math.floor(edge(i + 1)));
  return Math.max(...spectrum.subarray(from, to)) / 255;
}
