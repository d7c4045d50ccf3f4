// Pages that wait fetch themselves anew when the room moves. Without this script they do so every few seconds.
"use strict";
(() => {
  const POLL = 4000;
  let busy = false, timer = 0;

  const root = () => document.querySelector("main[data-events]");

  const kept = (main) => Array.from(main.querySelectorAll("input, select"), (field) =>
    [field.name, field.value, field.checked, field.type]);

  const putBack = (main, fields, item) => {
    const now = main.querySelector("input[name=item]");
    if (!item || !now || now.value !== item) return;
    for (const [name, value, checked, type] of fields) {
      if (type !== "radio" || !checked) continue;
      const field = Array.from(main.querySelectorAll("input[type=radio]")).find((f) => f.name === name && f.value === value);
      if (field) field.checked = true;
    }
  };

  const typing = () => {
    const active = document.activeElement;
    return active && root() && root().contains(active) && active.matches("input[type=text], input[type=time], select");
  };

  const refresh = async () => {
    if (busy || typing()) { clearTimeout(timer); timer = setTimeout(refresh, POLL); return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "follow" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      const main = root();
      if (main && fresh && fresh.innerHTML !== main.innerHTML) {
        const item = main.querySelector("input[name=item]"), fields = kept(main);
        const open = Array.from(main.querySelectorAll("details[open]"), (d) => d.id);
        main.replaceWith(fresh);
        putBack(fresh, fields, item && item.value);
        for (const id of open) { const d = id && document.getElementById(id); if (d) d.open = true; }
      }
    } catch { /* The network is away; the next time may do. */ } finally { busy = false; }
  };

  // Everybody is told at once; they come back one after another.
  const soon = () => { clearTimeout(timer); timer = setTimeout(refresh, Math.random() * (root().dataset.spread || 600)); };

  // A page that waits for one thing asks until it is there.
  const again = () => setTimeout(async () => {
    await refresh();
    if (root() && root().dataset.again) again();
  }, 1000);

  const main = root();
  if (!main) return;
  if (main.dataset.again) again();
  let seen = main.dataset.mark;
  const poll = () => setInterval(refresh, POLL);
  if (!window.EventSource) { poll(); return; }
  const source = new EventSource(main.dataset.events);
  let polling = 0;
  source.onmessage = (event) => {
    clearInterval(polling); polling = 0;
    if (event.data !== seen) { seen = event.data; soon(); }
  };
  source.onerror = () => { if (!polling) polling = poll(); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
})();
