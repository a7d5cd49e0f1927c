"""The page's own scripts. Each listens on one part of the page and tells Python what was clicked."""

from __future__ import annotations

CONVERSATION = """
const pane = element.closest('#conversation') || element;
let follow = true, top = 0, shown = '', asked = 0;
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
  if (turns !== asked && last && getComputedStyle(pane).overflowY === 'visible') last.scrollIntoView();  // a phone
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
  if (name !== 'cite') return;
  const source = document.getElementById(`source-${told.turn}-${told.n}`) || document.getElementById('right');
  source.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
};
element.addEventListener('click', (event) => {
  if (event.target.closest('.png')) return picture(event.target.closest('figure'));
  act(event.target);
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('g[data-do]')) act(event.target);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  trigger('note', { turn: event.target.dataset.turn, note: event.target.elements.note.value });
});
"""

PICTURE = """
async function picture(figure) {  // the first chart of a figure as PNG, drawn with the colours that the page has now
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
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
    const context = canvas.getContext('2d');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const address = canvas.toDataURL('image/png');
    Object.assign(document.createElement('a'), { download: 'chart.png', href: address }).click();
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
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') element.querySelector('.place.large')?.classList.remove('large');
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
