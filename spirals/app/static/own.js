/* My organisation: bring two tables, see what was understood, compare. The files stay in the session's memory. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const LARGEST = 5e6;
  const DASHES = [[], [], [7, 3], [2, 3]];
  const KINDS = [
    { kind: "people", title: "People", about: "One row a person: an id, and if you have them team, level, site, years here, works remotely." },
    { kind: "ties", title: "Ties", about: "One row a tie: from, to, and if you have them strength and kind." },
  ];

  const TEMPLATE = `
  <div class="own">
    <div><h1>My organisation</h1><p class="soft">Start from your own people and ties, and see which of a few options differ for you.</p></div>
    <section class="panel privacy" aria-label="Privacy"><h2>What happens to your data</h2>
      <p>Your files are read into the memory of the computer that serves this page, for this tab only. They are not written to disk, not logged, and not part of any link. They are gone when you close or reload the tab, or press <b>Forget my data</b>. Nobody is named on this page, and groups of fewer than five people are not shown by themselves. Use made-up ids instead of names where you can.</p></section>

    <section class="panel step"><div class="ln between"><h2>1. Bring two tables</h2><div class="ln"><button v-if="!files.length" @click="line.ask('example')">Try it with a made-up company</button><button v-else @click="forget">Forget my data</button></div></div>
      <div class="two">
        <div v-for="k in kinds" :key="k.kind" class="drop" :class="{over: over === k.kind, has: fileOf(k.kind)}" @dragover.prevent="over = k.kind" @dragleave="over = ''" @drop.prevent="drop(k.kind, $event)">
          <h3>{{ k.title }}</h3>
          <p v-if="fileOf(k.kind)"><b>{{ fileOf(k.kind).name }}</b> <span class="soft num">{{ fileOf(k.kind).rows }} rows</span></p>
          <p v-else class="soft small">{{ k.about }}</p>
          <label class="button" style="position: relative"><span v-html="icon('plus')"></span>{{ fileOf(k.kind) ? 'Another file' : 'Choose a file' }}<input type="file" class="hidden" :aria-label="k.title + ': CSV or Excel file'" accept=".csv,.tsv,.txt,.gz,.xlsx" @change="pick(k.kind, $event)"></label>
          <span class="small soft">CSV or Excel (.xlsx), at most 5 MB</span>
        </div>
      </div>
      <p v-if="problem" class="wrong" role="alert">{{ problem }}</p>
    </section>

    <section v-if="files.length" class="panel step"><h2>2. Which column is what</h2>
      <div v-for="f in files" :key="f.kind"><h3>{{ f.name }}</h3><div class="roles">
        <label v-for="r in f.roles" :key="r.role" class="field"><span>{{ r.title }}</span><select :value="r.stated" @change="map(r.role, $event.target.value)"><option value="">{{ r.found ? 'recognised: ' + r.found : 'none' }}</option><option v-for="h in f.headers" :key="h" :value="h">{{ h }}</option></select></label>
        <label v-if="f.kind === 'ties'" class="field"><span>A row speaks for</span><select :value="String(directed)" @change="line.ask('map', {directed: {auto: 'auto', true: true, false: false}[$event.target.value]})"><option value="auto">as recognised</option><option value="true">its sender only</option><option value="false">both</option></select></label>
      </div></div>
      <details v-if="notes.length"><summary>What was understood ({{ notes.length }} remarks)</summary><ul style="padding-left: 1.2rem"><li v-for="(n, i) in notes" :key="i" class="small">{{ n }}</li></ul></details>
    </section>

    <section v-if="facts" class="panel step"><h2>3. Your organisation at the start</h2>
      <div class="two"><div class="view" ref="view"><canvas ref="net" role="img" :aria-label="'Network of ' + facts.people + ' people with ' + facts.ties + ' ties'"></canvas></div>
        <div class="rows"><div class="facts num"><div><b>{{ facts.people }}</b><span class="soft small">people</span></div><div><b>{{ facts.teams }}</b><span class="soft small">teams</span></div><div><b>{{ facts.ties }}</b><span class="soft small">{{ facts.made_up ? "ties, made up" : "ties" }}</span></div><div><b>{{ facts.per_person }}</b><span class="soft small">ties a person</span></div><div><b>{{ Math.round(facts.between * 100) }} %</b><span class="soft small">of ties go between teams</span></div><div><b>{{ facts.alone }}</b><span class="soft small">without any tie</span></div></div>
          <div class="scroll"><table><thead><tr><th>Team</th><th class="num">People</th><th class="num">Energy</th><th class="num">Strain</th><th class="num">Safety</th></tr></thead><tbody><tr v-for="g in facts.groups" :key="g.name"><td>{{ g.name }}</td><td class="num">{{ g.size }}</td><td class="num">{{ state(g.energy) }}</td><td class="num">{{ state(g.strain) }}</td><td class="num">{{ state(g.safety) }}</td></tr></tbody></table></div>
          <p class="small soft">States that your file does not give are not shown; runs draw them from the model. <b v-if="facts.made_up">Your files hold no ties: these are made up from teams, sites and reporting lines, and not measured.</b> Teams of fewer than {{ facts.smallest }} are not shown by themselves; {{ facts.coloured ? "the picture colours everybody by the mean energy of their team" : "no survey asked about energy, so the picture colours all people alike" }}, and all ties alike.</p></div></div>
    </section>

    <section v-if="facts" class="panel step"><h2>4. Compare</h2>
      <p>Choose one to three options. Each is compared with the baseline, in which nothing special is done.</p>
      <label class="field" style="max-width: 26rem"><span>Search scenarios and practices</span><input type="search" v-model="words" placeholder="for example: onboarding, listening"></label>
      <p class="ln"><span class="soft">Chosen:</span><span v-if="!cases.length" class="soft">none yet</span><span v-for="o in chosen" :key="o.id" class="tag">{{ o.title }} <button class="link" :aria-label="'Take out ' + o.title" @click="cases = cases.filter((id) => id !== o.id)">x</button></span></p>
      <div class="cases" role="group" aria-label="Options"><label v-for="o in options" :key="o.id"><input type="checkbox" :value="o.id" v-model="cases" :disabled="cases.length >= 3 && !cases.includes(o.id)"><span>{{ o.title }}<br><span class="small soft">{{ o.what }}</span></span></label></div>
      <div class="ln" style="gap: 1rem; align-items: flex-end">
        <label class="field"><span>Working days</span><select v-model.number="days"><option :value="65">65, a quarter</option><option :value="130">130, half a year</option><option :value="260">260, a year</option></select></label>
        <label class="field"><span>Runs of each</span><select v-model.number="runs"><option :value="8">8</option><option :value="12">12</option><option :value="30">30</option></select></label>
        <button v-if="!busy" class="main" :disabled="!cases.length" @click="line.ask('compare', {cases: cases, days: days, runs: runs})">Run the comparison</button><button v-else @click="line.ask('compare', {stop: true})">Cancel</button>
      </div>
      <div v-if="busy"><div class="meter" role="progressbar" aria-label="Runs done" :aria-valuenow="done" aria-valuemin="0" :aria-valuemax="runs"><span :style="{width: 100 * done / runs + '%'}"></span></div><p class="small soft num" role="status">{{ done }} of {{ runs }} runs</p></div>
    </section>

    <section v-if="result" class="panel step" aria-label="Results"><div class="ln between"><h2>Results <span class="soft small">{{ result.done }} runs of {{ result.days }} days each</span></h2><button @click="line.ask('save', {what: 'table'})"><span v-html="icon('save')"></span>Results (CSV)</button></div>
      <div><p v-for="s in result.says" :key="s.scenario"><b>{{ s.headline }}</b> <span v-if="s.better.length">Better: {{ s.better.join(', ').toLowerCase() }}. </span><span v-if="s.worse.length">Worse: {{ s.worse.join(', ').toLowerCase() }}. </span><span class="soft">{{ s.cost }}</span></p></div>
      <label class="legend">Curve <select :value="result.curve" @change="line.ask('watch', {curve: $event.target.value})"><option v-for="c in catalogue.curves" :key="c.name" :value="c.name">{{ c.title.toLowerCase() }}</option></select></label>
      <div class="plot"><canvas ref="chart" role="img" :aria-label="chartLabel"></canvas></div>
      <p class="ln small" style="gap: 1rem"><span class="legend" v-for="(c, i) in result.curves" :key="i"><i class="stroke" :style="{borderColor: own(i), borderTopStyle: ['solid', 'solid', 'dashed', 'dotted'][i]}"></i>{{ c.title }}</span></p>
      <details><summary><b>All outcomes in numbers</b></summary><div class="scroll"><table><thead><tr><th>Outcome</th><th>Scenario</th><th class="num">Baseline</th><th class="num">Value</th><th class="num">95% interval of the difference</th><th>Verdict</th></tr></thead><tbody><tr v-for="(r, i) in result.table" :key="i"><td>{{ r.title }}</td><td>{{ r.scenario }}</td><td class="num">{{ number(r.reference) }}</td><td class="num">{{ number(r.value) }}</td><td class="num">{{ number(r.low) }} to {{ number(r.high) }}</td><td><span class="tag">{{ r.verdict }}</span></td></tr></tbody></table></div></details>
      <div class="leaders" role="group" aria-label="Report for leaders"><h3>Report for leaders</h3>
        <p class="soft">One page for those who decide: what each option gives, for whom, what lasts, what it costs, how sure that is, and a health check of your organisation. It needs some hundred more runs. It is made in memory, like everything here, and names nobody.</p>
        <div class="ln" v-if="share === null"><button class="main" v-if="!paper" @click="line.ask('report')">Make the report</button>
          <template v-else><a class="button" :href="paper" target="_blank" rel="noopener">Open the report</a><a class="button" :href="paper" download="report.html"><span v-html="icon('save')"></span>Save the report (HTML)</a><button class="quiet" @click="line.ask('report')">Make it again</button></template></div>
        <div v-else class="rows"><div class="meter" role="progressbar" aria-label="Report made" :aria-valuenow="Math.round(100 * share)" aria-valuemin="0" aria-valuemax="100"><span :style="{width: 100 * share + '%'}"></span></div>
          <div class="ln between"><span class="small soft num" role="status">{{ share ? Math.round(100 * share) + ' % of the runs are done' : 'Waiting for its turn: one report is made at a time' }}</span><button @click="line.ask('report', {stop: true})">Cancel the report</button></div></div>
        <details><summary class="small">The same from a command line, beside the two files</summary><p class="small"><code>{{ result.report }}</code></p></details></div>
      <p class="small soft">The model ranks options under stated assumptions. It does not forecast your organisation, and it says nothing about a named individual.</p>
    </section>
  </div>`;

  spirals.pages.organisation = {
    template: TEMPLATE,
    props: ["catalogue", "line", "look"],
    data() { return { kinds: KINDS, files: [], problem: "", notes: [], facts: null, directed: "auto", over: "", words: "", cases: ["team_incentives"], days: 130, runs: 8, busy: false, done: 0, result: null, share: null, paper: "" }; },
    created() {
      this.icon = spirals.icon;
      this.line.listen(this.hear);
      this.line.ask("open");
    },
    activated() { this.line.listen(this.hear); this.$nextTick(this.paint); },
    watch: { look() { this.$nextTick(this.paint); } },
    beforeDestroy() { this.dropPaper(); if (this.watcher) this.watcher.disconnect(); },
    computed: {
      chosen() { return this.options.filter((o) => this.cases.includes(o.id)); },
      options() {
        const all = this.catalogue.scenarios.filter((s) => s.name !== "baseline" && !s.name.startsWith("story_")).map((s) => ({ id: s.name, title: s.title, what: s.question }));
        const known = all.map((o) => o.id);
        this.catalogue.programmes.forEach((p) => { if (!known.includes(p.id)) all.push({ id: p.id, title: p.title, what: p.what }); });
        const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
        return all.filter((o) => this.cases.includes(o.id) || words.every((w) => (o.title + " " + o.what).toLowerCase().includes(w)));
      },
      chartLabel() { return "At the end: " + this.result.curves.map((c) => c.title + " " + c.mean[c.mean.length - 1].toFixed(2)).join(", "); },
    },
    methods: {
      hear(m, parts) {
        if (m.kind === "state") {
          this.files = m.files;
          this.directed = m.directed;
          this.problem = m.problem || "";
          this.notes = [].concat(...m.files.map((f) => f.remarks), m.notes || []);
          this.facts = m.facts || null;
          this.result = null;
          this.busy = false;
          this.share = null;
          this.dropPaper();
          if (m.picture) this.picture(m.picture, parts);
        } else if (m.kind === "progress") { this.busy = true; this.done = m.done; this.runs = m.of; this.share = null; this.dropPaper(); }
        else if (m.kind === "report") this.report(m);
        else if (m.kind === "stopped") this.busy = false;
        else if (m.kind === "problem") this.busy = false;
        else if (m.kind === "result") { this.busy = false; this.result = Object.freeze(m); this.$nextTick(this.paint); }
      },
      report(m) {
        this.share = m.text || m.stopped ? null : m.share;
        if (m.share === 0) this.dropPaper();
        if (m.text) { this.dropPaper(); this.paper = URL.createObjectURL(new Blob([m.text], { type: "text/html;charset=utf-8" })); this.$emit("say", { note: "The report is ready." }); }
      },
      dropPaper() { if (this.paper) URL.revokeObjectURL(this.paper); this.paper = ""; },
      picture(head, parts) {
        const graph = new spirals.Graph(head, parts);
        this.$nextTick(() => {
          this.net = new spirals.Network(this.$refs.net);
          this.net.graph = graph;
          this.net.marks = this.catalogue.marks;
          if (this.watcher) this.watcher.disconnect();
          this.watcher = new ResizeObserver(() => this.paint());
          this.watcher.observe(this.$refs.view);
          this.paint();
        });
      },
      paint() {
        if (this.net && this.facts) this.net.draw();
        if (this.result && this.$refs.chart) spirals.onCanvas(this.$refs.chart, (pen, w, h) => this.chart(pen, { x: 1, y: 8, w: w - 3 * spirals.em(), h: h - 2.2 * spirals.em() }));
      },
      chart(pen, box) {
        const lines = this.result.curves.map((one, i) => ({ values: spirals.daily(one.mean), from: one.days[0], colour: this.own(i), width: 2.6, dash: DASHES[i], band: one.low[0] === null ? null : [spirals.daily(one.low), spirals.daily(one.high)] }));
        spirals.plot(pen, box, lines, { days: this.result.days, least: 0.03 });
        spirals.axis(pen, { x: box.x, y: box.y + box.h + 2, w: box.w }, this.result.days);
      },
      own(i) { void this.look; return i ? spirals.palette()["series_" + i] : spirals.palette().plain; },
      number(v) { return v === null ? "" : Math.abs(v) >= 100 ? Math.round(v).toLocaleString("en") : v.toFixed(3); },
      state(v) { return v === undefined ? "not shown" : v.toFixed(2); },
      fileOf(kind) { return this.files.find((f) => f.kind === kind); },
      map(role, column) { this.line.ask("map", { columns: { [role + "_column"]: column } }); },
      pick(kind, e) { const file = e.target.files[0]; e.target.value = ""; if (file) this.send(kind, file); },
      drop(kind, e) { this.over = ""; const file = e.dataTransfer.files[0]; if (file) this.send(kind, file); },
      async send(kind, file) {
        if (file.size > LARGEST) { this.problem = file.name + ": has " + (file.size / 1e6).toFixed(1) + " MB; at most 5 MB can be read here"; return; }
        this.line.ask("upload", { kind: kind, file: file.name }, [await file.arrayBuffer()]);
      },
      forget() { this.line.ask("clear"); this.$emit("say", { note: "Your data are forgotten." }); },
      query() { return ""; },
      downloads() {
        return (this.files.length ? [{ what: "toml", title: "Scenario for these files (TOML)" }] : []).concat(this.result ? [{ what: "table", title: "Results (CSV)" }, { what: "png", title: "Curves (PNG)" }, { what: "svg", title: "Curves (SVG)" }] : []);
      },
      download(what) {
        if (what !== "png" && what !== "svg") { this.line.ask("save", { what: what }); return; }
        spirals.saveFigure("my_organisation", what, 1000, 540, (pen, width, height) => {
          const c = spirals.palette();
          pen.text(this.catalogue.curves.find((x) => x.name === this.result.curve).title, 24, 34, 20, c.ink, "left", 600);
          this.result.curves.forEach((one, i) => pen.text(one.title, 24 + 240 * i, 60, 14, this.own(i), "left", 600));
          this.chart(pen, { x: 24, y: 80, w: width - 110, h: height - 130 });
        });
      },
    },
  };
})();
