// The page works without this file; it keeps the numbers fresh and lets a click anywhere in a row follow its link.
const freshen = async () => {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.innerHTML = next.innerHTML;
  }
  document.title = fresh.title;
};

// One stream per visible tab: over HTTP/1.1 a browser has six connections to a host, and a seventh tab would hang.
let stream;
const follow = () => {
  if (document.hidden) {
    stream?.close();
    stream = undefined;
  } else if (!stream && document.querySelector('[data-live]')) {
    stream = new EventSource('/api/v1/live');
    stream.addEventListener('moved', freshen);
  }
};
document.addEventListener('visibilitychange', follow);
addEventListener('pagehide', () => stream?.close());
follow();

document.addEventListener('click', event => {
  if (!event.target.closest('a, button, input')) event.target.closest('tr')?.querySelector('a[data-row]')?.click();
});
