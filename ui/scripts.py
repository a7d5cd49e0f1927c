"""The page's own scripts. Each listens on one part of the page and tells Python what was clicked."""

from __future__ import annotations

CONVERSATION = """
const pane = element.closest('#conversation') || element;
let follow = true, top = 0, shown = '', asked = -1;
pane.addEventListener('scroll', () => {  // only somebody scrolling up stops the page from following the answer
  const below = pane.scrollHeight - pane.scrollTop - pane.clientHeight;
  follow = below < 80 || (follow && pane.scrollTop >= top);
  top = pane.scrollTop;
});
const settle = () => {
  const id = element.querySelector('.turns')?.dataset.conversation || '';
  if (id !== shown) {  // the address tells which conversation is open, so that a reload finds it
    shown = id; follow = true;
    const url = new URL(location.href);
    id ? url.searchParams.set('c', id) : url.searchParams.delete('c');
    history.replaceState(null, '', url);
  }
  if (!follow) return;
  const last = element.querySelector('.turn:last-child'), turns = element.querySelectorAll('.turn').length;
  if (turns !== asked && getComputedStyle(pane).overflowY === 'visible') {  // a phone, where the whole page scrolls
    last ? last.scrollIntoView() : scrollTo(0, 0);
  }
  asked = turns;
  const tall = last && last.offsetHeight > pane.clientHeight && !element.querySelector('.status');
  if (tall) pane.scrollTop += last.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
  else pane.scrollTop = pane.scrollHeight;
};
watch('value', settle);
const act = (target) => {
  const button = target.closest('[data-do]');
  const { do: name, ...told } = button ? button.dataset : {};
  if (!['cite', 'example', 'edit', 'retry', 'rate', 'save'].includes(name)) return;
  trigger(name, told);
  target.closest('details.menu')?.removeAttribute('open');
  if (['example', 'retry'].includes(name) && matchMedia('(pointer: fine)').matches) {
    document.querySelector('#box textarea')?.focus();  // the next question is typed there
  }
  if (name !== 'cite') return;
  const source = document.getElementById(`source-${told.turn}-${told.n}`) || document.getElementById('right');
  source.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
};
element.addEventListener('click', (event) => {
  if (event.target.closest('.png')) return picture(event.target.closest('figure'));
  act(event.target);
});
element.addEventListener('keydown', (event) => {
  if (!['Enter', ' '].includes(event.key) || !event.target.matches('g[data-do]')) return;
  event.preventDefault();
  act(event.target);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  trigger('note', { turn: event.target.dataset.turn, note: event.target.elements.note.value });
});
"""

PICTURE = """
function broken(context, text, width) {  // a text as lines that are no wider
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
async function picture(figure) {  // each chart as PNG with its title and legend, in the colours that the page has now
  for (const svg of figure.querySelectorAll('svg.plot')) {
    const copy = svg.cloneNode(true), from = svg.querySelectorAll('*'), to = copy.querySelectorAll('*');
    const kept = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-weight', 'opacity',
      'paint-order', 'stroke-linejoin'];
    from.forEach((each, at) => {
      const style = getComputedStyle(each);
      kept.forEach((name) => to[at].style.setProperty(name, style.getPropertyValue(name)));
    });
    const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
    copy.setAttribute('width', width); copy.setAttribute('height', height);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.style.fontFamily = 'sans-serif';
    const image = new Image();
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    await image.decode();
    const context = document.createElement('canvas').getContext('2d'), canvas = context.canvas;
    const title = svg.previousElementSibling.innerText, legend = svg.nextElementSibling;
    const bold = '600 15px sans-serif', plain = '13px sans-serif', page = getComputedStyle(document.body);
    context.font = bold;
    const heads = broken(context, title, width - 24), top = 20 * heads.length + 12;
    const keys = legend?.matches('.legend') ? [...legend.children] : [];
    Object.assign(canvas, { width: 2 * width, height: 2 * (top + height + 22 * keys.length + (keys.length ? 8 : 0)) });
    context.scale(2, 2);
    context.fillStyle = page.backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, top, width, height);
    context.font = bold;
    context.fillStyle = page.color;
    heads.forEach((line, at) => context.fillText(line, 12, 24 + 20 * at));
    context.font = plain;
    keys.forEach((key, at) => {
      const down = top + height + 16 + 22 * at;
      context.fillStyle = getComputedStyle(key.firstElementChild).backgroundColor;
      context.fillRect(12, down - 10, 11, 11);
      context.fillStyle = page.color;
      context.fillText(key.innerText, 30, down);
    });
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'chart';
    const address = canvas.toDataURL('image/png');
    Object.assign(document.createElement('a'), { download: `${name}.png`, href: address }).click();
  }
}
"""

SIDEBAR = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  const { do: name, ...told } = button ? button.dataset : {};
  if (!['reopen', 'rename', 'discard', 'fresh', 'save'].includes(name)) return;
  if (name === 'rename') {
    const title = prompt('What should this conversation be called?', told.name);
    if (title === null) return;
    told.name = title;
  }
  if (name === 'discard' && !confirm(`Delete the conversation “${told.name}”?`)) return;
  trigger(name, told);
  event.target.closest('details.menu')?.removeAttribute('open');
  if (name !== 'rename' && name !== 'discard') document.getElementById('tabs').classList.remove('drawer');
});
"""

SOURCES = """
watch('value', () => {
  const pane = element.closest('#sources') || element;
  const card = element.querySelector('.focus');
  const later = card && card.previousElementSibling?.matches('.card');
  pane.scrollTop += later ? card.getBoundingClientRect().top - pane.getBoundingClientRect().top - 2 : -pane.scrollTop;
  element.querySelectorAll('.wide:has(table.row)').forEach((row) => {  // a long one begins with what the answer uses
    const cell = row.querySelector('mark')?.closest('td');
    if (cell && cell.offsetLeft + cell.offsetWidth > row.clientWidth) row.scrollLeft = cell.offsetLeft - 40;
  });
  const lines = element.querySelector('.printed'), here = lines?.querySelector('.here');
  if (here) lines.scrollTop = here.offsetTop - lines.offsetTop - lines.clientHeight / 3;
});
element.addEventListener('click', (event) => {
  const larger = event.target.closest('.larger, .page');
  if (larger) return larger.closest('.place').classList.toggle('large');
  const button = event.target.closest('[data-do]');
  const { do: name, ...told } = button ? button.dataset : {};
  if (['cite', 'leaf'].includes(name)) trigger(name, told);
});
"""

DOWNLOAD = """
watch('value', () => {
  const file = element.querySelector('[data-file]');
  if (!file) return;
  const address = URL.createObjectURL(new Blob([file.dataset.content], { type: file.dataset.type }));
  const link = Object.assign(document.createElement('a'), { download: file.dataset.file, href: address });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
});
"""

HEAD = """
element.addEventListener('click', (event) => {
  if (event.target.closest('#menu')) document.getElementById('tabs').classList.toggle('drawer');
});
document.addEventListener('click', (event) => {  // a click beside a menu or the drawer closes it
  document.querySelectorAll('details.menu[open]').forEach((menu) => menu.contains(event.target) || (menu.open = false));
  if (!event.target.closest('#side, #menu')) document.getElementById('tabs').classList.remove('drawer');
});
document.addEventListener('keydown', (event) => {  // Escape leaves what is open, else it stops the answer
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('ul.options')) return;
  const large = document.querySelector('.place.large'), menu = document.querySelector('details.menu[open]');
  const drawer = document.querySelector('.drawer'), left = document.querySelector('.editing [data-do]');
  if (large) large.classList.remove('large');
  else if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  else if (drawer) { drawer.classList.remove('drawer'); document.getElementById('menu').focus(); }
  else if (left) left.click();
  else document.querySelector('#box .stop-button')?.click();
});
const named = () => {  // Gradio's buttons for sending and stopping have no name
  for (const [kind, name] of [['submit', 'Send'], ['stop', 'Stop']]) {
    document.querySelector(`#box .${kind}-button`)?.setAttribute('aria-label', name);
  }
};
new MutationObserver(named).observe(document.body, { childList: true, subtree: true });
"""

FIGURES = """
element.addEventListener('click', (event) => {
  if (event.target.closest('.png')) return picture(event.target.closest('figure'));
  const button = event.target.closest('[data-do]');
  const { do: name, ...told } = button ? button.dataset : {};
  if (['pick', 'save'].includes(name)) trigger(name, told);
});
"""

DOCUMENTS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  const { do: name, ...told } = button ? button.dataset : {};
  if (!['remove', 'cancel'].includes(name)) return;
  if (name === 'remove' && !confirm(`Remove “${told.name}”? ${told.file}`)) return;
  trigger(name, told);
});
"""

EDITING = """
element.addEventListener('click', (event) => { if (event.target.closest('[data-do]')) trigger('leave'); });
watch('value', () => { if (element.querySelector('.editing')) document.querySelector('#box textarea').focus(); });
"""

CONVERSATION += PICTURE
FIGURES += PICTURE
