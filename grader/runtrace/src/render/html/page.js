// Steps through the rows that have `data-step`: by buttons, links and keys.
(() => {
  'use strict';
  const rows = [...document.querySelectorAll('tr[data-step]')];
  if (rows.length === 0) return;
  const bar = document.querySelector('.bar');
  const now = document.querySelector('.now');
  const state = document.querySelector('.state');
  const [threads, values] = ['.threads', '.values'].map((name) => state.querySelector(name));
  let at = 0;

  const make = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const line = (place) => place && document.getElementById(place);
  const clear = (selector) => document.querySelectorAll(selector).forEach((found) => found.remove());

  // Each thread's last line, and what is known of each thing that is shared.
  const upTo = (last) => {
    const where = new Map();
    const known = new Map();
    for (const { dataset: row } of rows.slice(0, last + 1)) {
      if (row.place || !where.has(row.name)) where.set(row.name, row);
      if (!row.of) continue;
      const before = known.get(row.of) ?? { holders: new Set() };
      if (row.held === 'true') before.holders.add(row.name);
      if (row.held === 'false') before.holders.delete(row.name);
      known.set(row.of, { ...before, value: row.value ?? before.value, isHeld: 'held' in row });
    }
    return { where, known };
  };

  const mark = (row, where) => {
    clear('.code .who');
    for (const name of ['current', 'at']) {
      document.querySelectorAll('.code .' + name).forEach((found) => found.classList.remove(name));
    }
    document.querySelectorAll('[aria-current]').forEach((found) => found.removeAttribute('aria-current'));
    for (const [name, last] of where) {
      const own = line(last.place);
      if (!own) continue;
      own.classList.add('at');
      own.append(make('span', name, 'who t' + (Number(last.thread) % 5)));
    }
    const own = line(row.dataset.place);
    if (own) {
      own.classList.add('current');
      own.setAttribute('aria-current', 'step');
      const box = own.closest('.code');
      box.scrollTop = own.offsetTop + own.offsetHeight / 2 - box.clientHeight / 2;
    }
    row.setAttribute('aria-current', 'step');
    const link = document.querySelector(`.span[href="#${row.id}"]`);
    if (link) link.setAttribute('aria-current', 'step');
  };

  const fill = (table, lines) => {
    const body = table.tBodies[0];
    body.replaceChildren(...lines.map((cells) => {
      const made = document.createElement('tr');
      made.append(...cells.map((cell) => make('td', cell)));
      return made;
    }));
    table.hidden = lines.length === 0;
  };

  const go = (to, isAsked) => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[at];
    const { where, known } = upTo(at);
    mark(row, where);
    now.textContent = row.dataset.say;
    fill(threads, [...where].map(([name, last]) => [name, last.place || 'no line of the source']));
    fill(values, [...known].map(([name, { value, holders, isHeld }]) => [
      name,
      value ?? 'not shown',
      isHeld ? [...holders].join(', ') || 'nobody' : '',
    ]));
    for (const button of bar.querySelectorAll('button')) {
      const isEnd = ['first', 'back'].includes(button.dataset.go) ? at === 0 : at === rows.length - 1;
      button.setAttribute('aria-disabled', String(isEnd));
    }
    if (isAsked) row.scrollIntoView({ block: 'nearest' });
  };

  const ways = { first: () => 0, back: () => at - 1, next: () => at + 1, last: () => rows.length - 1 };
  const keys = { Home: 'first', ArrowLeft: 'back', ArrowRight: 'next', End: 'last' };
  const stepOf = (hash) => rows.findIndex((row) => '#' + row.id === hash);

  bar.addEventListener('click', ({ target }) => {
    const way = target.closest('button')?.dataset.go;
    if (way) go(ways[way](), true);
  });
  document.addEventListener('keydown', (event) => {
    const way = keys[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(ways[way](), true);
  });
  document.addEventListener('click', (event) => {
    const step = stepOf(event.target.closest('a')?.getAttribute('href'));
    if (step < 0) return;
    event.preventDefault();
    go(step, false);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches('.span')) go(stepOf(target.getAttribute('href')), false);
  });

  bar.hidden = false;
  state.hidden = false;
  document.body.classList.add('steps');
  go(Math.max(0, stepOf(location.hash)), false);
})();
