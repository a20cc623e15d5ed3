/** What all pages of the panel do with JavaScript: local times, `/` for the search box, ticking all rows, forms that empty themselves. */
import './local-times.js';

// Some things are shown only to those who can use them.
document.documentElement.classList.add('scripted');

document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector('[data-search-key]');
  if (box === null) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/** Puts a box that ticks all rows into the heading of a list: without JavaScript it could do nothing. */
function prepareBulk() {
  const form = document.querySelector('[data-bulk]');
  const heading = form?.querySelector('th.tick');
  if (!heading || heading.firstElementChild !== null) return;
  const all = document.createElement('input');
  all.type = 'checkbox';
  all.setAttribute('aria-label', form.dataset.selectAll);
  heading.append(all);
  const boxes = () => [...form.querySelectorAll('tbody .tick input')];
  const update = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    form.classList.toggle('some', ticked > 0);
  };
  form.addEventListener('change', ({ target }) => {
    if (target === all) for (const box of boxes()) box.checked = all.checked;
    update();
  });
  update();
}

prepareBulk();
document.addEventListener('htmx:after:settle', prepareBulk);

document.addEventListener('htmx:after:swap', ({ target, detail }) => {
  if (target.matches?.('[data-resets]') && detail.ctx.response.status < 400) target.reset();
});
