import { fileURLToPath } from 'node:url';

/** Where each file that our pages load lies, by the name it is served under. Libraries come from node_modules as they are. */
export const assetFiles: Readonly<Record<string, string>> = {
  'htmx.js': fromPackage('htmx.org/dist/htmx.min.js'),
  'pico.css': fromPackage('@picocss/pico/css/pico.min.css'),
  'uplot.js': fromPackage('uplot/dist/uPlot.iife.min.js'),
  'uplot.css': fromPackage('uplot/dist/uPlot.min.css'),
  'sortable.js': fromPackage('sortablejs/Sortable.min.js'),
  'partysocket.js': fromPackage('partysocket/dist/ws.js'),
  'panel.css': ownFile('panel.css'),
  'tables.css': ownFile('tables.css'),
  'dashboard.css': ownFile('dashboard.css'),
  'stream.css': ownFile('stream.css'),
  'panel.js': ownFile('panel.js'),
  'local-times.js': ownFile('local-times.js'),
  'chart.js': ownFile('chart.js'),
  'stream.js': ownFile('stream.js'),
  'icon.svg': ownFile('icon.svg'),
};

function fromPackage(path: string): string {
  return fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
}

function ownFile(name: string): string {
  return fileURLToPath(new URL(`../admin/static/${name}`, import.meta.url));
}
