// What the page does in the browser: places open beside it, its address says what it shows, focus goes where something new is.
// It runs for each output, whichever of them the browser loads first; the first makes what all share.
window.pincite ??= {
  is_used: false,
  came: null,  // what had the focus before the panel was opened

  // Tend an output: a click on a place or an example becomes an event of the page; what it shows becomes the address.
  tend(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const back = event.target.closest("[data-back]");
      const at = event.target.closest("[data-pin], [data-ask], [data-make], [data-tree], [data-undo], [data-save]");
      if (back) { this.back(); return; }
      if (!at || !element.contains(at)) return;
      event.preventDefault();
      if (at.dataset.pin && !at.closest("#panel")) this.came = at;
      trigger("click", { ...at.dataset });
    });
    watch("value", () => this.changed(element));
  },

  changed(element) {
    const shown = element.querySelector("[data-address]");
    const is_panel = element.closest("#panel") !== null;
    if (shown) {
      const now = new URLSearchParams(is_panel ? location.search : "");
      if (is_panel) { now.delete("show"); now.delete("edition"); now.delete("quote"); }
      for (const [name, value] of new URLSearchParams(shown.dataset.address)) now.set(name, value);
      this.address(now);
    }
    if (!is_panel) { this.tell(element.querySelector("h2")?.textContent); return; }
    element.querySelector("a[data-picture]")?.click();  // the page of a PDF takes longer than its text, and comes after it
    const title = element.querySelector("#source-title");
    const mark = element.querySelector("mark");
    if (title && this.came) title.focus({ preventScroll: true });
    const panel = document.getElementById("panel");
    if (panel) panel.scrollTop = 0;
    if (matchMedia("(max-width: 900px)").matches && this.came) panel.scrollIntoView();
    else if (mark && panel) panel.scrollTop = Math.max(0, mark.offsetTop - panel.offsetTop - 160);
  },

  address(now) {
    const before = new URLSearchParams(location.search);
    for (const name of ["__theme"]) if (before.has(name)) now.set(name, before.get(name));
    if (`${now}` !== `${before}`) history.pushState(null, "", `${location.pathname}?${now}`);
  },

  // A tab that the user chose; the first one is also selected while the page loads, when the address still decides.
  tab(name) {
    if (!this.is_used) return;
    const now = new URLSearchParams(location.search);
    if ((now.get("tab") || "ask") === name) return;
    now.set("tab", name);
    this.address(now);
  },

  // Say to those who do not see it that something new is there.
  tell(words) {
    let at = document.getElementById("told");
    if (!at) {
      at = document.createElement("div");
      at.id = "told";
      at.className = "hidden-words";
      at.setAttribute("role", "status");
      document.body.append(at);
    }
    at.textContent = words || "";
  },

  // Move the focus to the first of these that is there.
  focus(...names) {
    names.map((name) => document.getElementById(name)).find((one) => one)?.focus();
  },

  // Hand a file to the user that came as text in base 64.
  save(file) {
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.data), (one) => one.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    link.download = file.name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },

  forget() {
    this.address(new URLSearchParams());
  },

  back() {
    if (this.came && this.came.isConnected) { this.came.focus(); this.came.scrollIntoView({ block: "center" }); }
    this.came = null;
  },
};
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => { window.pincite.is_used = true; }, { capture: true, once: true });
}
window.onpopstate = () => location.reload();
window.pincite.tend(element, trigger, watch);
