import { fileURLToPath } from 'node:url';
import { type Assets, createAssets } from '../assets/assets.ts';

/** Libraries, as they come. */
const fromPackages = {
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'pico.css': '@picocss/pico/css/pico.min.css',
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
  'sortable.js': 'sortablejs/Sortable.min.js',
  'partysocket.js': 'partysocket/dist/ws.js',
};

const own = [
  'theme.css',
  'frame.css',
  'forms.css',
  'lists.css',
  'trail.css',
  'badges.css',
  'dashboard.css',
  'stream.css',
  'panel.js',
  'local-times.js',
  'chart.js',
  'stream.js',
  'icon.svg',
];

/** The files that the panel's pages load: none comes from another host. */
export function createPanelAssets(): Assets {
  const packages = Object.entries(fromPackages).map(([name, path]) => [name, locate(`../../node_modules/${path}`)]);
  return createAssets(
    Object.fromEntries([...packages, ...own.map((name) => [name, locate(`static/${name}`)])]),
    '/panel',
  );
}

function locate(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
