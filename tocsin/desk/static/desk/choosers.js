/* Wagtail starts its calendars by scripts within the page, which our Content-Security-Policy does not run.
   Here they are started from what the templates say instead, also where a dialog is added later. */
(() => {
  const started = new WeakSet();
  const start = (mark) => {
    const chooser = window[mark.dataset.deskChooser];
    if (started.has(mark) || typeof chooser !== "function" || !document.getElementById(mark.dataset.for)) return;
    started.add(mark);
    chooser(mark.dataset.for, JSON.parse(mark.dataset.config));
  };
  const startAll = () => document.querySelectorAll("template[data-desk-chooser]").forEach(start);
  document.addEventListener("DOMContentLoaded", () => {
    startAll();
    new MutationObserver(startAll).observe(document.body, { childList: true, subtree: true });
  });
})();
