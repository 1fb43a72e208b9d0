// What the page is made of. Text is only ever text: nothing that the server tells becomes markup.

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
};

/** What shows the present replaces what showed the past, but not what somebody has opened or is about to press. */
export const show = (id, ...children) => {
  const place = document.getElementById(id);
  const opened = new Set([...place.querySelectorAll('details[open]')].map(({ id }) => id));
  const focused = place.contains(document.activeElement) ? document.activeElement.id : '';
  place.replaceChildren(...children);
  for (const details of place.querySelectorAll('details')) if (opened.has(details.id)) details.open = true;
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
};

/** Of figures or of words. Columns are [heading, cell of a row, class]; the first is the heading of its row. Roles stay although a phone shows cards. */
export const table = (caption, kind, columns, rows) => {
  const cell = (row, [heading, content, kind], index) =>
    index === 0
      ? element('th', { scope: 'row', role: 'rowheader' }, ...[content(row)].flat())
      : element('td', { role: 'cell', class: kind, 'data-label': heading || undefined }, element('span', {}, ...[content(row)].flat()));
  return element(
    'table',
    { role: 'table', class: kind, 'aria-label': caption },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        ...columns.map(([heading, , kind]) => element('th', { scope: 'col', role: 'columnheader', class: kind }, heading)),
      ),
    ),
    element(
      'tbody',
      { role: 'rowgroup' },
      ...rows.map((row) => element('tr', { role: 'row' }, ...columns.map((column, index) => cell(row, column, index)))),
    ),
  );
};

export const quiet = (text) => element('span', { class: 'quiet' }, text);
export const id = (text) => element('span', { class: 'quiet long' }, text);
export const none = (text) => element('p', { class: 'quiet' }, text);
export const bad = (text) => element('span', { class: 'bad' }, text);
export const good = (text) => element('span', { class: 'good' }, text);

const INSTANT = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Kolkata' });
/** An instant in the business zone, whatever the zone of the machine that shows it. */
export const instant = (text) => (text === null ? '–' : element('time', { datetime: text }, INSTANT.format(new Date(text))));

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];
export const duration = (seconds) => {
  if (seconds === 0) return '0 s';
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 's'];
  return `${(seconds / size).toFixed(seconds < 60 ? 1 : 0)} ${unit}`;
};
