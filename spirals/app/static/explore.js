/* Explore: one organisation, live. The browser asks for each day when it has drawn the last: one frame in flight. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
  const SHOWN = ["mean_energy", "mean_quality", "mean_safety", "mean_strain"];

  const TEMPLATE = `
  <div class="explore" v-if="ready">
    <div class="controls panel">
      <section aria-label="Scenario">
        <label class="field"><span>Start from</span><select :value="setup.base" @change="choose($event.target.value)"><optgroup v-for="g in groups" :key="g.title" :label="g.title"><option v-for="s in g.rows" :key="s.name" :value="s.name">{{ s.title }}</option></optgroup></select></label>
      </section>
      <section aria-label="What is done">
        <div class="ln between"><h2>What is done</h2></div>
        <p class="small soft" v-if="!done.length">Nothing special. Add a practice or a shock: it begins tomorrow.</p>
        <div v-for="(p, i) in done" :key="i" class="programme" :class="p.kind">
          <div class="ln between"><b>{{ p.title }}</b><button v-if="p.first > day" class="quiet icon" style="width: 2rem; min-height: 2rem" @click="remove(p)" :aria-label="'Remove ' + p.title"><span v-html="icon('close')"></span></button></div>
          <div class="ln small soft between"><span class="num">{{ span(p) }}</span><button class="link small" v-if="running(p)" @click="end(p)">End today</button></div>
          <label v-if="!p.own && (p.first > day || running(p))" class="ln small soft" style="flex-wrap: nowrap">{{ p.shock ? 'Severity' : 'Dose' }} <select class="tight" :value="p.amount" @change="dose(p, $event.target.value)"><option v-for="d in doses(p)" :key="d" :value="d">{{ d === 1 ? '1, as described' : d }}</option></select></label>
        </div>
        <a v-if="setup.changed.length || added" :href="compareLink">Compare with {{ title }} as it is</a>
        <button @click="sheet = 'offers'"><span v-html="icon('plus')"></span>Add a practice or shock</button>
      </section>
      <section aria-label="Settings">
        <div class="ln between"><h2>Settings</h2><button class="link small" v-if="setup.changed.length" @click="plain">Back to normal</button></div>
        <p class="small soft">What you change holds from tomorrow, day {{ day + 1 }}, on.</p>
        <sp-setting v-for="row in first" :key="row.name + refused" :row="row" :value="setup.values[row.name]" @set="set(row.name, $event)"></sp-setting>
        <button @click="sheet = 'all'"><span v-html="icon('search')"></span>All settings<span class="tag" v-if="others.length">{{ others.length }} more changed</span></button>
      </section>
      <section aria-label="Find a person"><form class="field" @submit.prevent="find"><label class="label" for="find">Find a person by id</label><div class="ln" style="flex-wrap: nowrap"><input id="find" v-model="wanted" style="min-width: 0; flex: 1" placeholder="P001"><button>Find</button></div></form></section>
      <section class="phone" aria-label="Chance and pace"><div class="ln"><label class="field"><span>Seed</span><input type="number" min="0" step="1" :value="setup.seed" @change="seed($event.target.value)"></label><label class="field"><span>Days a second</span><select v-model.number="speed"><option v-for="s in speeds" :key="s" :value="s">{{ s }}</option></select></label></div></section>
    </div>

    <section class="scene panel" aria-label="The organisation">
      <div class="head"><div><h1>{{ title }}<template v-if="setup.changed.length || added"><span class="tag" style="margin-left: 0.6rem; vertical-align: middle">changed</span></template></h1><p class="soft">{{ setup.question }}</p></div>
        <div class="clock num"><b>Day {{ day }}</b><div class="small soft">{{ calendar }}</div></div></div>
      <div class="view" ref="view">
        <canvas ref="net" tabindex="0" role="application" :aria-label="netLabel" @click="point" @mousemove="hover" @mouseleave="leave" @keydown="keys"></canvas>
        <div class="tip" v-if="tip" :style="{left: tip.x + 'px', top: tip.y + 'px'}">{{ tip.text }}</div>
        <div class="catching panel" v-if="catching && target - day > 10" role="status"><div class="ln between"><span>Running to day {{ target }} ...</span><button class="link" @click="target = 0">Stop</button></div><div class="meter"><span :style="{width: 100 * day / target + '%'}"></span></div></div>
      </div>
      <div class="foot">
        <label class="legend"><span class="word">People by</span><select :value="state" @change="colour($event.target.value)" aria-label="Colour people by"><option v-for="s in catalogue.states" :key="s.name" :value="s.name">{{ s.title.toLowerCase() }}</option></select></label>
        <label class="legend"><span class="hidden">Shown</span><select v-model="against" aria-label="As it is, or against the twin"><option :value="false">as it is</option><option :value="true">against the twin</option></select></label>
        <span class="legend num" v-if="against">{{ '\u2212' + widest }} <i class="ramp" :style="{background: ramp}"></i> {{ '+' + widest }}</span>
        <span class="legend" v-else>{{ stateRow.low }} <i class="ramp" :style="{background: ramp}"></i> {{ stateRow.high }}</span>
        <label class="legend"><span class="word">Ties</span><select v-model="shownTies" aria-label="Ties shown"><option value="all">all</option><option value="today">of today</option><option value="telling">very good or corrosive</option></select></label>
        <span class="legend key"><i class="stroke" style="border-color: var(--good)"></i>high quality</span>
        <span class="legend key"><i class="stroke" style="border-color: var(--plain)"></i>ordinary</span>
        <span class="legend key"><i class="stroke" style="border-color: var(--bad); border-top-style: dashed"></i>corrosive</span>
      </div>
    </section>

    <div class="side">
      <section class="panel curves" aria-label="Curves">
        <sp-curve v-for="(name, i) in curves" :key="i" :name="name" :choices="catalogue.curves" :lines="lines" :days="horizon" :marks="marksNow" :titles="titleOf" :first="i === 0" :value="today(name)" :apart="apart(name)" :look="drawn" @choose="pick(i, $event)"></sp-curve>
        <canvas ref="axis" style="width: 100%; height: 1.6rem" aria-hidden="true"></canvas>
        <p class="small soft" v-if="cut" role="status">{{ amplification }}</p>
        <p class="small soft ln between under"><span class="twin" :title="twinTitle"><i class="stroke"></i>{{ twin ? 'the twin' : 'the twin: still the same' }}</span>
          <select v-if="twin" class="tight" :value="cut" @change="line.ask('loop', {what: $event.target.value})" aria-label="Cut the loop"><option value="">the loop whole</option><option v-for="c in catalogue.carriers" :key="c" :value="c">cut: {{ c }}</option></select>
          <button class="link small" @click="sheet = 'table'" aria-label="Show as a table">Table</button></p>
      </section>
      <section class="panel today"><sp-bars :counts="counts" :moves="catalogue.moves" :encounters="met"></sp-bars></section>
    </div>

    <sp-story v-if="person || tie" :person="person" :tie="tie" :look="look" @close="closeStory" @tie="openTie" @person="openPerson" @act="doOne"></sp-story>

    <div class="transport" role="group" aria-label="Time">
      <div class="keys">
        <button class="main" @click="toggle" :disabled="finished && !playing"><span v-html="icon(playing ? 'pause' : 'play')"></span><span class="word">{{ playing ? 'Pause' : 'Play' }}</span></button>
        <button @click="ask(1)" :disabled="finished" aria-label="Step one day"><span v-html="icon('step')"></span><span class="word">Day</span></button>
        <button @click="ask(5)" :disabled="finished" aria-label="Step one week"><span v-html="icon('week')"></span><span class="word">Week</span></button>
        <button @click="reset" aria-label="Reset to day 0"><span v-html="icon('reset')"></span><span class="word">Reset</span></button>
      </div>
      <div class="time"><div class="meter" role="progressbar" :aria-valuenow="day" aria-valuemin="0" :aria-valuemax="days" aria-label="Days done"><span :style="{width: 100 * day / days + '%'}"></span></div><span class="small soft num">{{ finished ? 'The ' + days + ' days are over.' : day + ' of ' + days + ' working days' }}</span></div>
      <label class="pair"><span class="label">Days a second</span><select v-model.number="speed"><option v-for="s in speeds" :key="s" :value="s">{{ s }}</option></select></label>
      <span class="pair chance"><label class="label" for="seed">Seed</label><input id="seed" type="number" min="0" step="1" :value="setup.seed" @change="seed($event.target.value)"><button class="icon" @click="seed(Math.floor(Math.random() * 10000))" aria-label="Another seed" title="Another seed"><span v-html="icon('dice')"></span></button></span>
    </div>

    <sp-all v-if="sheet === 'all'" :rows="catalogue.settings" :values="setup.values" :refused="refused" @set="set" @close="sheet = ''"></sp-all>
    <sp-offers v-if="sheet === 'offers'" :rows="catalogue.programmes" :when="'What you add begins tomorrow, on day ' + (day + 1) + '.'" @add="add" @close="sheet = ''"></sp-offers>
    <sp-sheet v-if="sheet === 'table'" title="The curves as a table" @close="sheet = ''"><div class="scroll" style="padding-top: 0.75rem"><table><thead><tr><th class="num">Day</th><th class="num" v-for="name in curves" :key="name">{{ curveTitle(name) }}</th></tr></thead><tbody><tr v-for="d in tableDays" :key="d"><td class="num">{{ d }}</td><td class="num" v-for="name in curves" :key="name">{{ at(name, d) }}</td></tr></tbody></table></div></sp-sheet>
  </div>
  <div v-else class="pad soft" role="status">{{ waiting }}</div>`;

  spirals.pages.explore = {
    template: TEMPLATE,
    mixins: [spirals.time],
    props: ["catalogue", "line", "look"],
    components: { "sp-setting": spirals.parts.setting, "sp-all": spirals.parts.allSettings, "sp-offers": spirals.parts.offers, "sp-sheet": spirals.parts.sheet,
      "sp-bars": spirals.parts.bars, "sp-curve": spirals.parts.curve, "sp-story": spirals.parts.story },
    data() {
      return { ready: false, waiting: "Preparing the model ...", setup: {}, programmes: [], state: "energy", curves: SHOWN.slice(), counts: [], met: 0, drawn: 0, twin: false, cut: "", against: false, sheet: "", person: null, tie: null, tip: null,
        wanted: "", shownTies: "today", count: 0, refused: 0 };
    },
    created() {
      this.icon = spirals.icon;
      this.widest = spirals.WIDEST;
      this.series = {};
      this.beside = {}; // the twin's series
      this.alone = {}; // differences from the twin where the loop is cut
      this.marks = [];
      this.line.listen(this.hear);
      this.line.ask("open", { query: location.search });
    },
    activated() { this.line.listen(this.hear); this.paint(); },
    beforeDestroy() { if (this.watcher) this.watcher.disconnect(); },
    watch: {
      look() { this.$nextTick(this.paint); },
      shownTies(v) { this.net.ties = v; this.paint(); },
      against(v) { this.net.against = v; this.paint(); },
    },
    computed: {
      first() { return this.catalogue.first.map((name) => this.catalogue.settings.find((s) => s.name === name)); },
      others() { return this.setup.changed.filter((name) => !this.catalogue.first.includes(name)); },
      groups() { return spirals.grouped(this.catalogue.scenarios); },
      compareLink() { return spirals.root() + "/compare?" + this.setup.compare; },
      added() { return this.setup.summary.some((r) => r.key.startsWith("interventions") || r.key.startsWith("shocks")); },
      title() { return this.catalogue.scenarios.find((s) => s.name === this.setup.base).title; },
      stateRow() { return this.catalogue.states.find((s) => s.name === this.state); },
      ramp() { void this.look; return spirals.ramp(this.stateRow.better, this.against); },
      amplification() {
        void this.drawn;
        const x = this.amplified(this.curves[0]), what = this.curveTitle(this.curves[0]);
        const how = Number.isNaN(x) ? "nothing to amplify yet" : x > 1.05 ? "amplified " + x.toFixed(1) + " times by the loop" : x >= 0.95 ? "the loop passes it on as it is"
          : x >= 0 ? "damped to " + Math.round(100 * x) + " % by the loop" : "turned round by the loop";
        return what + ": " + how + " (dashed: cut)";
      },
      twinTitle() { return "The twin: the same people on the same chance, without what is done" + (this.twin ? "." : ". Nothing is done yet."); },
      done() { return this.programmes.filter((p) => p.kind !== "setting"); },
      calendar() { return this.day ? "Week " + Math.ceil(this.day / 5) + ", " + DAYS[(this.day - 1) % 5] : "Before the first Monday"; },
      netLabel() { return "Network of " + this.count + " people on day " + this.day + ". Arrow keys move between people, Enter tells a person's story, space plays or pauses."; },
      // The time axis starts with a quarter of a year and grows, so that the first weeks can be read.
      horizon() { return [65, 130, 260, 520, 1300].find((d) => d >= this.day) || this.days; },
      tableDays() { const found = []; for (let d = 5; d <= this.day; d += 5) found.push(d); if (this.day % 5) found.push(this.day); return found; },
    },
    methods: {
      // --- messages ------------------------------------------------------------------------------------
      hear(m, parts) {
        if (m.kind === "start") this.start(m, parts);
        else if (m.kind === "frame") this.frame(m, parts);
        else if (m.kind === "back") this.resume();
        else if (m.kind === "person") this.showPerson(m);
        else if (m.kind === "tie") { if (!m.gone) { this.tie = m; this.person = null; this.net.selected = { tie: m.row }; this.paint(); } }
        else if (m.kind === "wait") this.waiting = m.text;
        else if (m.kind === "problem") { this.halted(); this.refused++; this.setup = Object.assign({}, this.setup); }
      },
      start(m, parts) {
        this.names = m.series;
        this.series = {};
        this.beside = {};
        this.alone = {};
        for (const name of m.series) this.series[name] = [], this.beside[name] = [], this.alone[name] = [];
        this.twin = m.twin;
        this.cut = m.cut;
        this.setup = m.setup;
        this.programmes = m.programmes;
        this.state = m.state;
        this.days = m.days;
        this.person = this.tie = null;
        this.target = m.target > m.day ? m.target : 0;
        const graph = new spirals.Graph(m, parts);
        const begin = () => {
          this.net.graph = graph;
          this.net.selected = null;
          this.net.marks = this.catalogue.marks;
          this.arrive(m, parts[8], parts.slice(10));
        };
        if (this.ready) begin();
        else { this.ready = true; this.$nextTick(() => { this.open(); begin(); }); }
      },
      open() {
        this.net = new spirals.Network(this.$refs.net);
        this.net.ties = this.shownTies;
        this.watcher = new ResizeObserver(() => this.paint());
        this.watcher.observe(this.$refs.view);
      },
      frame(m, parts) {
        this.net.graph.frame(m, parts);
        this.arrive(m, parts[6], parts.slice(8));
        if (this.person) this.line.ask("person", { row: this.person.row });
        else if (this.tie) this.line.ask("tie", { row: this.tie.row });
      },
      take(series, raw) {
        const values = spirals.typed(raw, Float32Array), width = this.names.length;
        for (let i = 0; i + width <= values.length; i += width) this.names.forEach((name, k) => series[name].push(values[i + k]));
      },
      arrive(m, raw, [beside, alone]) {
        this.take(this.series, raw);
        if (beside) this.take(this.beside, beside);
        if (alone) this.take(this.alone, alone);
        this.net.graph.day = m.day;
        this.marks = m.marks;
        this.day = m.day; // before the curves, whose axis grows with it
        this.count = this.series.headcount.length ? this.series.headcount[this.series.headcount.length - 1] : m.people;
        this.counts = Array.from(this.net.graph.counts);
        this.met = this.series.encounters.length ? this.series.encounters[this.series.encounters.length - 1] : 0;
        this.paint();
        this.landed(m);
      },
      reset() { this.playing = false; this.line.ask("reset"); },
      spoken() { return "Day " + this.day + ". " + this.curves.map((c) => this.curveTitle(c) + " " + this.today(c)).join(", ") + "."; },
      // --- choices -----------------------------------------------------------------------------------------------
      choose(name) { this.playing = false; this.line.ask("choose", { name: name }); },
      set(name, value) {
        const row = this.catalogue.settings.find((s) => s.name === name);
        const v = row.step >= 1 && row.group === "the organisation" ? Math.round(value) : value;
        this.line.ask("change", { changes: { [name]: v } });
      },
      plain() { const back = {}; this.setup.changed.forEach((name) => (back[name] = null)); this.line.ask("change", { changes: back }); },
      seed(v) { const n = Math.floor(Number(v)); if (n >= 0) this.line.ask("change", { changes: { seed: n } }); },
      colour(state) { this.line.ask("colour", { state: state }); this.state = state; },
      pick(i, name) { this.$set(this.curves, i, name); this.$nextTick(() => this.drawn++); },
      add(id) { this.sheet = ""; this.line.ask("programme", { act: "add", id: id }); this.$emit("say", { note: this.titleOf(id) + " begins on day " + (this.day + 1) + "." }); },
      where(p) { return this.programmes.filter((q) => q.id === p.id).indexOf(p); },
      remove(p) { this.line.ask("programme", { act: "remove", id: p.id, at: this.where(p) }); },
      end(p) { this.line.ask("programme", { act: "end", id: p.id, at: this.where(p) }); },
      dose(p, value) { this.line.ask("programme", { act: "set", id: p.id, at: this.where(p), settings: { [p.shock ? "severity" : "dose"]: Number(value) } }); },
      doses(p) { return [...new Set([0.25, 0.5, 1, 1.5, 2, 3, p.amount])].sort((a, b) => a - b); },
      running(p) { return !p.shock && p.first <= this.day && (p.last === null || p.last > this.day); },
      span(p) { return p.last === null ? "from day " + p.first : p.first === p.last ? "on day " + p.first : "day " + p.first + " to " + p.last; },
      // --- drawing ---------------------------------------------------------------------------------------------
      paint() {
        if (!this.net || !this.net.graph) return;
        this.net.better = this.stateRow.better;
        this.net.draw();
        this.drawn++;
        spirals.onCanvas(this.$refs.axis, (pen, w) => spirals.axis(pen, { x: 1, y: 2, w: w - 2.4 * spirals.em() }, this.horizon));
        spirals.firstDrawn = spirals.firstDrawn || performance.now();
      },
      lines(name) {
        const c = spirals.palette(), found = [];
        if (this.cut) {
          // Both as differences from the twin: what came back through the loop lies between them.
          found.push({ values: this.beside[name].map(() => 0), from: 1, colour: c.plain, width: 1.8 });
          found.push({ values: this.alone[name], from: 1, colour: c.ink, width: 1.6, dash: [5, 3] });
          found.push({ values: this.difference(name), from: 1, colour: c.accent, width: 2.2, dot: true, against: this.alone[name], better: this.curveRow(name).better });
          return found;
        }
        if (this.twin) found.push({ values: this.beside[name], from: 1, colour: c.plain, width: 1.8 });
        found.push({ values: this.series[name], from: 1, colour: c.accent, width: 2.2, dot: true, against: this.twin ? this.beside[name] : null, better: this.curveRow(name).better });
        return found;
      },
      marksNow() { return this.marks; },
      titleOf(name) {
        const id = name.split("#")[0], p = this.catalogue.programmes.find((q) => q.id === id), setting = this.catalogue.settings.find((s) => id.startsWith(s.name + " from day "));
        return p ? p.title : setting ? setting.title : name.split(", day ")[0];
      },
      curveRow(name) { return this.catalogue.curves.find((c) => c.name === name); },
      curveTitle(name) { return this.curveRow(name).title; },
      difference(name) { return Array.from(this.series[name], (v, i) => v - this.beside[name][i]); },
      // How many times as far the twin is left behind with the loop as without it, over all days.
      amplified(name) {
        const sum = (values) => values.reduce((a, b) => a + b, 0), alone = sum(this.alone[name]);
        return Math.abs(alone) < 0.002 * this.day ? NaN : sum(this.difference(name)) / alone;
      },
      apart(name) {
        void this.drawn;
        const one = this.series[name], two = this.beside[name], last = one.length - 1;
        return this.twin && last >= 0 ? spirals.signed(one[last] - two[last]) : "";
      },
      today(name) { void this.drawn; const v = this.series[name]; return v && v.length ? spirals.shown(v[v.length - 1], 1) : ""; },
      at(name, day) { return spirals.shown(this.series[name][day - 1], 1); },
      // --- pointing ----------------------------------------------------------------------------------------------
      spot(e) { const box = this.$refs.net.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; },
      hover(e) {
        const [x, y] = this.spot(e), i = this.net.personAt(x, y);
        if (i === this.net.hover) return;
        this.net.hover = i;
        this.tip = i < 0 ? null : { x: this.net.px(i), y: this.net.py(i), text: this.told(i) + ", team " + this.net.graph.teams[this.net.graph.team[i]] };
        this.net.draw();
      },
      told(i) {
        const apart = this.net.graph.difference(i);
        return this.stateRow.title + " " + (this.net.graph.state[i] / 255).toFixed(2) + (this.twin && !Number.isNaN(apart) ? ", " + spirals.signed(apart) + " against the twin" : "");
      },
      leave() { this.net.hover = -1; this.tip = null; this.net.draw(); },
      point(e) {
        const [x, y] = this.spot(e), i = this.net.personAt(x, y);
        if (i >= 0) this.openPerson(i);
        else { const t = this.net.tieAt(x, y); if (t >= 0) this.openTie(t); else this.closeStory(); }
      },
      openPerson(row) { this.line.ask("person", { row: row }); },
      doOne(what) { this.line.ask("act", { row: this.person.row, what: what }); },
      openTie(row) { this.line.ask("tie", { row: row }); },
      find() { if (this.wanted.trim()) this.line.ask("find", { id: this.wanted.trim() }); },
      showPerson(m) { this.person = m; this.tie = null; this.net.selected = { person: m.row }; this.net.draw(); },
      closeStory() { this.person = this.tie = null; this.net.selected = null; this.net.draw(); },
      keys(e) {
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
        if (way) {
          const from = this.net.selected && this.net.selected.person !== undefined ? this.net.selected.person : -1;
          const to = from < 0 ? this.net.personAt(this.net.width / 2, this.net.height / 2) : this.net.toward(from, way[0], way[1]);
          const row = to >= 0 ? to : from < 0 ? this.net.graph.size.findIndex((s) => s > 0) : -1;
          if (row >= 0) { this.net.selected = { person: row }; this.openPerson(row); }
        } else if (e.key === " ") this.toggle();
        else if (e.key === ".") this.ask(1);
        else if (e.key === "Escape") this.closeStory();
        else return;
        e.preventDefault();
      },
      // --- links and files -----------------------------------------------------------------------------------------
      query() {
        const q = new URLSearchParams(this.setup.query);
        if (this.day) q.set("day", this.day); else q.delete("day");
        return q.toString();
      },
      downloads() {
        return [{ what: "png", title: "Figure (PNG)" }, { what: "svg", title: "Figure (SVG)" }, { what: "daily", title: "Daily data (CSV)" }, { what: "people", title: "People today (CSV)" }, { what: "toml", title: "Scenario (TOML)" }];
      },
      download(what) {
        if (what !== "png" && what !== "svg") { this.line.ask("save", { what: what }); return; }
        spirals.saveFigure(this.setup.base + "_day_" + this.day, what, 1200, 680, this.figure);
      },
      figure(pen, width, height) {
        const c = spirals.palette(), em = 16;
        pen.text(this.title + ", day " + this.day + ", seed " + this.setup.seed, 24, 34, 20, c.ink, "left", 600);
        pen.text("People by " + this.stateRow.title.toLowerCase() + " (" + this.stateRow.low + " to " + this.stateRow.high + "); ties: green high quality, dashed corrosive", 24, 56, 13, c.soft);
        const net = new spirals.Network(document.createElement("canvas"));
        Object.assign(net, { graph: this.net.graph, better: this.net.better, marks: this.net.marks, ties: this.shownTies, against: this.against });
        net.fit(740, height - 90);
        net.view.left += 16; net.view.top += 70;
        net.paint(pen);
        const tall = (height - 120) / this.curves.length;
        this.curves.forEach((name, i) => {
          const box = { x: 800, y: 70 + i * tall + 1.4 * em, w: 330, h: tall - 2.6 * em };
          pen.text(this.curveTitle(name), 800, box.y - 8, 13, c.ink, "left", 600);
          spirals.plot(pen, box, this.lines(name), { days: this.horizon, marks: this.marks, least: 0.08 });
          if (i === this.curves.length - 1) spirals.axis(pen, { x: box.x, y: box.y + box.h + 2, w: box.w }, this.horizon);
        });
      },
    },
  };
})();
