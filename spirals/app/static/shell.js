/* The frame of all pages: bar, pages, theme, messages; and the line to the session. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  spirals.pages = spirals.pages || {};

  const PAGES = [
    { name: "explore", title: "Explore" },
    { name: "compare", title: "Compare" },
    { name: "lessons", title: "Lessons" },
    { name: "organisation", title: "My organisation" },
  ];
  spirals.PAGES = PAGES;

  // --- theme and projector: kept in this browser only -----------------------------------------------------
  function remembered(name, otherwise) {
    try { return localStorage.getItem("spirals." + name) || otherwise; } catch (e) { return otherwise; }
  }
  function remember(name, value) {
    try { localStorage.setItem("spirals." + name, value); } catch (e) { /* a browser that keeps nothing */ }
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  spirals.applyTheme = function () {
    const asked = new URLSearchParams(location.search).get("theme");
    const chosen = asked === "dark" || asked === "light" ? asked : remembered("theme", dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = chosen;
    document.documentElement.dataset.projector = remembered("projector", "off");
  };
  spirals.applyTheme();

  // What there is to choose from is asked for at once, while the rest of the page is still loading.
  const catalogue = fetch(document.currentScript.src.replace("app.js", "catalogue.json")).then((r) => r.json());

  // --- helpers the pages share -----------------------------------------------------------------------------
  spirals.root = function () {
    const base = document.body && document.body.dataset.baseUrl;
    return base ? base.replace(/\/?jupyter\/?$/, "") : "";
  };
  spirals.saveFile = function (name, content, type) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: type + ";charset=utf-8" }));
    const a = document.createElement("a");
    a.href = url;
    a.download = name;
    document.body.appendChild(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  // Saves what `paint(pen, width, height)` draws, as SVG or PNG, always in the light theme.
  spirals.saveFigure = function (name, kind, width, height, paint) {
    const root = document.documentElement, theme = root.dataset.theme, projector = root.dataset.projector;
    root.dataset.theme = "light";
    root.dataset.projector = "off";
    try {
      if (kind === "svg") {
        const pen = new spirals.SvgPen(width, height);
        pen.rect(0, 0, width, height, "#ffffff");
        paint(pen, width, height);
        spirals.saveFile(name + ".svg", pen.toString(), "image/svg+xml");
      } else {
        const canvas = document.createElement("canvas");
        canvas.width = 2 * width;
        canvas.height = 2 * height;
        const c = canvas.getContext("2d");
        c.scale(2, 2);
        const pen = new spirals.CanvasPen(c);
        pen.rect(0, 0, width, height, "#ffffff");
        paint(pen, width, height);
        canvas.toBlob((blob) => spirals.saveFile(name + ".png", blob));
      }
    } finally {
      root.dataset.theme = theme;
      root.dataset.projector = projector;
    }
  };
  spirals.keepFocus = function (event, box) {
    if (event.key !== "Tab") return;
    const all = [...box.querySelectorAll("button, input, select, textarea, a[href], summary, [tabindex='0']")].filter((e) => !e.disabled && e.offsetParent);
    if (!all.length) return;
    const first = all[0], last = all[all.length - 1];
    if (event.shiftKey && document.activeElement === first) { last.focus(); event.preventDefault(); }
    else if (!event.shiftKey && document.activeElement === last) { first.focus(); event.preventDefault(); }
  };

  const TEMPLATE = `
  <div class="sp">
    <a class="skip" href="#main">Skip to the content</a>
    <header class="bar">
      <a class="brand" :href="address('explore')" @click.prevent="go('explore')"><span v-html="icon('spiral')"></span>spirals</a>
      <nav class="tabs" aria-label="Pages">
        <a v-for="p in pages" :key="p.name" :href="address(p.name)" :aria-current="p.name === page ? 'page' : null" @click.prevent="go(p.name)">{{ p.title }}</a>
      </nav>
      <div class="tools">
        <button class="quiet icon" @click="scene = true" aria-label="Watch the first scene" title="Watch the first scene" v-html="icon('film')"></button>
        <button class="quiet icon" @click="link" aria-label="Copy a link to what is shown" title="Copy a link to what is shown" v-html="icon('link')"></button>
        <div class="menu" @keydown.esc="menu = false">
          <button class="quiet icon" ref="saver" @click="menu = !menu" :aria-expanded="menu ? 'true' : 'false'" aria-haspopup="true" aria-label="Download" title="Download" v-html="icon('save')"></button>
          <ul v-if="menu"><li v-for="d in downloads" :key="d.what"><button @click="download(d.what)">{{ d.title }}</button></li>
            <li v-if="!downloads.length" class="pad small soft">Nothing to download here yet.</li></ul>
        </div>
        <button class="quiet icon" @click="projector" :aria-pressed="large ? 'true' : 'false'" aria-label="Projector mode: large type" title="Projector mode: large type" v-html="icon('projector')"></button>
        <button class="quiet icon" @click="theme" :aria-label="dark ? 'Light theme' : 'Dark theme'" :title="dark ? 'Light theme' : 'Dark theme'" v-html="icon(dark ? 'sun' : 'moon')"></button>
      </div>
    </header>
    <main id="main" tabindex="-1" style="flex: 1; display: flex; flex-direction: column; min-height: 0">
      <keep-alive><component :is="'sp-' + page" :key="page" ref="view" v-if="catalogue" :catalogue="catalogue" :line="lineOf(page)" :look="look" @say="say"></component></keep-alive>
    </main>
    <div class="notice problem" v-if="problem" role="alert"><div><span style="flex: 1">{{ problem }}</span><button @click="problem = ''">Close</button></div></div>
    <div class="notice" v-else-if="note" role="status"><div>{{ note }}</div></div>
    <div class="hidden" aria-live="polite">{{ spoken }}</div>
    <sp-scene v-if="scene" :look="look" @close="endScene"></sp-scene>
  </div>`;

  function pageOfPath() {
    const name = location.pathname.replace(/\/+$/, "").split("/").pop();
    return PAGES.some((p) => p.name === name) ? name : "explore";
  }

  // Who comes for the first time, and by no link to something else, is shown the first scene.
  function isFirstVisit() {
    return pageOfPath() === "explore" && (location.search === "?scene" || (!location.search && !remembered("seen", "")));
  }

  spirals.mount = function (element, ask) {
    const listeners = {};
    const components = { "sp-scene": spirals.scene };
    for (const p of PAGES) components["sp-" + p.name] = spirals.pages[p.name] || { template: '<div class="pad"></div>' };
    const app = new Vue({
      el: element.appendChild(document.createElement("div")),
      template: TEMPLATE,
      components: components,
      data: {
        pages: PAGES, page: pageOfPath(), catalogue: null, scene: isFirstVisit(), problem: "", note: "", spoken: "", menu: false, downloads: [],
        dark: document.documentElement.dataset.theme === "dark", large: document.documentElement.dataset.projector === "on", look: 0,
      },
      created() {
        catalogue.then((c) => (this.catalogue = Object.freeze(c)));
        window.addEventListener("popstate", this.back);
        window.addEventListener("click", this.away);
      },
      beforeDestroy() {
        window.removeEventListener("popstate", this.back);
        window.removeEventListener("click", this.away);
      },
      watch: {
        page() { this.menu = false; document.title = PAGES.find((p) => p.name === this.page).title + " - spirals"; },
        menu(open) { this.downloads = open && this.$refs.view && this.$refs.view.downloads ? this.$refs.view.downloads() : []; },
      },
      methods: {
        icon: spirals.icon,
        address(name) { return spirals.root() + "/" + name; },
        go(name) {
          if (name === this.page) return;
          history.pushState({}, "", this.address(name));
          this.page = name;
          this.$nextTick(() => document.getElementById("main").focus({ preventScroll: true }));
        },
        back() { this.page = pageOfPath(); },
        away(event) { if (this.menu && !event.target.closest(".menu")) this.menu = false; },
        lineOf(page) {
          return {
            ask: (name, data, buffers) => ask({ page: page, name: name, data: data || {} }, buffers),
            listen: (fn) => (listeners[page] = fn),
          };
        },
        async link() {
          const query = this.$refs.view && this.$refs.view.query ? this.$refs.view.query() : "";
          const url = location.origin + this.address(this.page) + (query ? "?" + query : "");
          history.replaceState({}, "", url);
          try { await navigator.clipboard.writeText(url); this.say({ note: "Link copied. It restores exactly what is shown." }); }
          catch (e) { this.say({ note: "The address bar now holds a link that restores exactly what is shown." }); }
        },
        download(what) { this.menu = false; this.$refs.view.download(what); this.$refs.saver.focus(); },
        projector() {
          this.large = !this.large;
          document.documentElement.dataset.projector = this.large ? "on" : "off";
          remember("projector", this.large ? "on" : "off");
          this.redraw();
        },
        endScene() { this.scene = false; remember("seen", "scene"); },
        theme() {
          this.dark = !this.dark;
          document.documentElement.dataset.theme = this.dark ? "dark" : "light";
          remember("theme", this.dark ? "dark" : "light");
          this.redraw();
        },
        redraw() { this.$nextTick(() => { this.look++; }); },
        say(what) {
          if (what.problem) { this.problem = what.problem; return; }
          if (what.spoken) { this.spoken = what.spoken; return; }
          this.note = what.note;
          clearTimeout(this.noteTimer);
          this.noteTimer = setTimeout(() => (this.note = ""), 5000);
        },
      },
    });
    return {
      app: app,
      tell(message, buffers) {
        if (message.kind === "problem") app.say({ problem: message.text });
        if (message.kind === "file") { spirals.saveFile(message.name, message.text, message.type); return; }
        if (listeners[message.page]) listeners[message.page](message, buffers || []);
      },
      close() { app.$destroy(); },
    };
  };
})();
