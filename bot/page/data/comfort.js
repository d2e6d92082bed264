// Comfort only: cards open when a citation is pointed at or focused, and close again.
(() => {
  if (!HTMLElement.prototype.showPopover) return;
  document.documentElement.classList.add("script");
  const side = location.hash.slice(1);
  const choice = document.getElementById("show-" + side);
  if (choice) choice.checked = true;
  for (const cite of document.querySelectorAll(".cite")) {
    const [button, card] = cite.children;
    let pinned = false, timer = 0;
    const is = () => card.matches(":popover-open");
    const show = () => { clearTimeout(timer); if (!is()) card.showPopover(); };
    const hide = () => { if (!pinned && is()) card.hidePopover(); };
    const later = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
    cite.addEventListener("pointerenter", (e) => { if (e.pointerType === "mouse") later(show, 150); });
    cite.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") later(hide, 250); });
    button.addEventListener("focus", () => { if (button.matches(":focus-visible")) later(show, 0); });
    cite.addEventListener("focusout", (e) => { if (!cite.contains(e.relatedTarget)) later(hide, 0); });
    button.addEventListener("click", () => { pinned = true; });
    card.addEventListener("toggle", () => { if (!is()) pinned = false; });
  }
})();
