/** Shows moments in the viewer's zone, in the form that the server gave them in UTC; the exact one stands in their title. */

const tag = document.documentElement.lang === 'ru' ? 'ru' : 'en-GB';
const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
const short = new Intl.DateTimeFormat(tag, options);
const long = new Intl.DateTimeFormat(tag, { ...options, year: 'numeric' });
const exact = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'long' });

function localize() {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const moment = new Date(element.dateTime);
    const isThisYear = moment.getFullYear() === new Date().getFullYear();
    const text = (isThisYear ? short : long).format(moment);
    // Only what differs is written, so that watching does not see its own work for ever.
    if (element.textContent === text) continue;
    element.textContent = text;
    element.title = exact.format(moment);
  }
}

localize();
// Before it is painted, so that nothing jumps when a part of the page is replaced.
new MutationObserver(localize).observe(document.body, { childList: true, subtree: true, characterData: true });
