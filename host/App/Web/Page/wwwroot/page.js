// The page works without this file. It keeps the numbers fresh, copies commands, and lets a click anywhere in a row
// follow the row's link.
const silent = document.getElementById('silent');
const shown = new Map(); // What the host last said of each part; the copy in the document may have changed since.
let readAt = new Date();

const isBeingSelected = part => {
  const selection = getSelection();
  return !selection.isCollapsed && selection.containsNode(part, true);
};

// Puts the keyboard back on the link or button it was on: its part has just been replaced.
const keepFocus = (part, replace) => {
  const active = document.activeElement;
  const key = active.outerHTML;
  replace();
  if (!active.isConnected) [...part.querySelectorAll('a, button')].find(one => one.outerHTML === key)?.focus({ preventScroll: true });
};

const refresh = async () => {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) throw new Error(`the host answered ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (!next || isBeingSelected(part)) continue;
    if (next.innerHTML !== (shown.get(part.id) ?? part.innerHTML)) keepFocus(part, () => { part.innerHTML = next.innerHTML });
    part.className = next.className;
    shown.set(part.id, next.innerHTML);
  }
  document.title = fresh.title;
  readAt = new Date();
};

// One read at a time; what moves during a read is read right after it.
let reading = false;
let movedMeanwhile = false;
const freshen = async () => {
  if (reading) return void (movedMeanwhile = true);
  reading = true;
  try {
    do {
      movedMeanwhile = false;
      await refresh();
    } while (movedMeanwhile);
    say('');
  } catch {
    lost();
  } finally {
    reading = false;
  }
};

const say = text => { if (silent.textContent !== text) silent.textContent = text };
const lost = () => say(`The host does not answer. What you see is of ${readAt.toISOString().slice(11, 19)} UTC; the page keeps asking.`);

// One stream per browser: over HTTP/1.1 it has six connections to a host, and a seventh tab would hang. The tab that
// holds the lock has the stream and tells the others. Without locks (plain http to another machine) each visible tab
// has its own.
const tabs = new BroadcastChannel('ihost-live');
const pass = text => {
  tabs.postMessage(text);
  hear({ data: text });
};
const hear = ({ data }) => data === 'moved' ? freshen() : lost();
tabs.addEventListener('message', hear);

const listen = signal => new Promise(done => {
  let stream;
  let again;
  const open = () => {
    stream = new EventSource('/api/v1/live');
    stream.addEventListener('moved', () => pass('moved'));
    stream.addEventListener('error', () => {
      pass('lost');
      // The browser itself tries again unless it was answered with something else than a stream.
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, 3000);
    });
  };
  open();
  signal.addEventListener('abort', () => {
    clearTimeout(again);
    stream.close();
    done();
  });
});

let following;
const follow = () => {
  if (document.hidden) {
    following?.abort();
    following = undefined;
  } else if (!following && document.querySelector('[data-live]')) {
    following = new AbortController();
    const { signal } = following;
    if (navigator.locks) navigator.locks.request('ihost-live', { signal }, () => listen(signal)).catch(() => {});
    else listen(signal);
  }
};
document.addEventListener('visibilitychange', () => {
  follow();
  if (!document.hidden) freshen();
});
addEventListener('pagehide', () => {
  following?.abort();
  following = undefined;
});
addEventListener('pageshow', event => {
  follow();
  if (event.persisted) freshen();
});

if (navigator.clipboard) document.documentElement.classList.add('copies');
document.addEventListener('click', event => {
  const button = event.target.closest('button[data-copy]');
  if (button) {
    navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = 'Copied' }, () => {});
  } else if (!event.target.closest('a, button, input') && getSelection().isCollapsed) {
    event.target.closest('tr')?.querySelector('a[data-row]')?.click();
  }
});
