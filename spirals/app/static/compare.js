/* Compare: two to four scenarios in step, on the same random numbers. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const FACTS = ["mean_energy", "mean_quality", "mean_strain"];
  const DASHES = [[], [], [7, 3], [2, 3]];

  const TEMPLATE = `
  <div class="compare" v-if="ready" :style="{'--columns': columns.length}">
    <div class="ln between"><div><h1>Compare</h1><p class="soft">Every scenario meets the same people and the same chance events. What differs between them is due to what is done.<template v-if="own_people"> The people are those of the stories.</template></p></div>
      <button v-if="columns.length < 4" @click="change('choose', {at: columns.length, name: unused()})"><span v-html="icon('plus')"></span>Add a scenario</button></div>

    <div class="phone ln"><label class="field" v-if="!own_people"><span>People</span><input type="number" min="10" max="1000" step="10" :value="shared.size" style="width: 7rem" @change="share('size', $event.target.value)"></label><label class="field"><span>Seed</span><input type="number" min="0" :value="shared.seed" style="width: 7rem" @change="share('seed', $event.target.value)"></label></div>
    <div class="columns">
      <section v-for="(c, i) in columns" :key="i" class="column panel" :style="{'--own': own(i)}" :aria-label="c.title">
        <header>
          <div class="ln between small soft"><span>{{ i ? 'Scenario ' + (i + 1) : 'Reference' }}{{ changed(c) }}</span><button v-if="columns.length > 2" class="link small" @click="change('choose', {at: i})" :aria-label="'Remove ' + c.title">Remove</button></div>
          <select :value="c.base" @change="change('choose', {at: i, name: $event.target.value})" :aria-label="'Scenario ' + (i + 1)"><optgroup v-for="g in groups" :key="g.title" :label="g.title"><option v-for="s in g.rows" :key="s.name" :value="s.name">{{ s.title }}</option></optgroup></select>
          <div class="ln"><span class="tag" v-for="p in c.programmes" :key="p.id">{{ p.title }}, day {{ p.first }} <button class="link small" style="min-height: 1rem; text-decoration: none" @click="change('programme', {act: 'remove', id: p.id, at: 0, where: i})" :aria-label="'Remove ' + p.title">x</button></span>
            <button class="link small" @click="adding = i">Add a practice</button></div>
        </header>
        <div class="view"><canvas :ref="'net' + i" role="img" :aria-label="'Network of ' + c.title + ' on day ' + day"></canvas></div>
        <div class="facts"><div v-for="f in facts" :key="f.name"><span class="soft">{{ f.title }}</span><b>{{ f.values[i] }}</b><span v-if="i" class="num">{{ f.changes[i] }}</span></div></div>
      </section>
    </div>

    <div class="lower">
      <section class="chart panel pad" aria-label="Differences">
        <div class="ln between"><h2><label>Difference from {{ columns[0].title }} in <select :value="curve" @change="watch($event.target.value)"><option v-for="c in catalogue.curves" :key="c.name" :value="c.name">{{ c.title.toLowerCase() }}</option></select></label></h2></div>
        <div class="plot"><canvas ref="chart" role="img" :aria-label="chartLabel"></canvas></div>
        <p class="small soft ln" style="gap: 1rem"><span class="legend" v-for="(c, i) in columns" :key="i" v-if="i"><i class="stroke" :style="{borderColor: own(i), borderTopStyle: ['solid', 'solid', 'dashed', 'dotted'][i]}"></i>{{ c.title }}</span><span>Thin: this run. Thick with band: mean of {{ report.done || 'several' }} runs with its 95% interval.</span></p>
      </section>

      <section class="verdict panel pad" aria-label="Verdict">
        <div class="ln between"><h2>What the replicates say</h2>
          <div class="ln"><button v-if="busy" @click="line.ask('replicate', {stop: true})">Cancel</button><template v-else><button class="main" @click="replicate(false)">{{ report.done ? 'Run again' : 'Run the comparison' }}</button><button v-if="report.done" @click="replicate(true)">30 runs</button></template></div></div>
        <div v-if="busy || report.done"><div class="meter" role="progressbar" aria-label="Replicates done" :aria-valuenow="report.done" aria-valuemin="0" :aria-valuemax="report.of"><span :style="{width: 100 * report.done / report.of + '%'}"></span></div><p class="small soft num" role="status">{{ report.done }} of {{ report.of }} runs of each scenario, {{ days }} days each<template v-if="!busy && report.done < report.of">, cancelled</template></p></div>
        <p v-else class="soft">One run is one throw of the dice. Run each scenario a dozen times to see which differences stand out from chance.</p>
        <article v-for="(s, i) in report.says || []" :key="s.scenario" :style="{'--own': own(i + 1)}">
          <p><b>{{ s.headline }}</b></p>
          <p v-if="s.better.length">Better: {{ s.better.join(', ').toLowerCase() }}.</p>
          <p v-if="s.worse.length">Worse: {{ s.worse.join(', ').toLowerCase() }}.</p>
          <p v-if="s.same" class="soft">No clear difference in {{ s.same }} {{ s.same === 1 ? 'outcome' : 'outcomes' }}.</p>
          <p class="soft">{{ s.cost }}</p>
        </article>
        <p v-if="report.says" class="small soft">Under the model's assumptions; parameters that may be wrong are not part of the interval.</p>
      </section>
    </div>

    <section v-if="report.table" class="panel pad" aria-label="All outcomes">
      <details><summary><b>All outcomes in numbers</b></summary><div class="scroll"><table>
        <thead><tr><th>Outcome</th><th>Scenario</th><th class="num">Reference</th><th class="num">Value</th><th class="num">Difference</th><th class="num">95% interval</th><th class="num">In SDs</th><th>Verdict</th></tr></thead>
        <tbody><tr v-for="(r, i) in report.table" :key="i"><td>{{ r.title }}<span class="soft" v-if="r.unit"> ({{ r.unit }})</span></td><td>{{ r.scenario }}</td><td class="num">{{ number(r.reference) }}</td><td class="num">{{ number(r.value) }}</td><td class="num">{{ signed(r.difference) }}</td><td class="num">{{ signed(r.low) }} to {{ signed(r.high) }}</td><td class="num">{{ signed(r.effect) }}</td><td><span class="tag" :class="tone(r.verdict)">{{ r.verdict }}</span></td></tr></tbody>
      </table></div></details>
    </section>

    <div class="dock"><div class="transport" role="group" aria-label="Time">
      <div class="keys">
        <button class="main" @click="toggle" :disabled="finished && !playing"><span v-html="icon(playing ? 'pause' : 'play')"></span><span class="word">{{ playing ? 'Pause' : 'Play' }}</span></button>
        <button @click="ask(1)" :disabled="finished" aria-label="Step one day"><span v-html="icon('step')"></span><span class="word">Day</span></button>
        <button @click="ask(5)" :disabled="finished" aria-label="Step one week"><span v-html="icon('week')"></span><span class="word">Week</span></button>
        <button @click="change('reset', {})" aria-label="Reset to day 0"><span v-html="icon('reset')"></span><span class="word">Reset</span></button>
      </div>
      <div class="time"><div class="meter"><span :style="{width: 100 * day / days + '%'}"></span></div><span class="small soft num">Day {{ day }} of {{ days }}</span></div>
      <label class="pair"><span class="label">Days a second</span><select v-model.number="speed"><option v-for="s in speeds" :key="s" :value="s">{{ s }}</option></select></label>
      <label class="pair" v-if="!own_people"><span class="label">People</span><input type="number" min="10" max="1000" step="10" :value="shared.size" style="width: 5rem" @change="share('size', $event.target.value)"></label>
      <label class="pair"><span class="label">Seed</span><input type="number" min="0" :value="shared.seed" style="width: 5rem" @change="share('seed', $event.target.value)"></label>
    </div></div>
    <sp-offers v-if="adding !== null" :rows="catalogue.programmes" when="It begins on day 11." @add="add" @close="adding = null"></sp-offers>
  </div>
  <div v-else class="pad soft" role="status">Preparing the comparison ...</div>`;

  spirals.pages.compare = {
    template: TEMPLATE,
    mixins: [spirals.time],
    props: ["catalogue", "line", "look"],
    components: { "sp-offers": spirals.parts.offers },
    data() {
      return { ready: false, columns: [], shared: {}, own_people: false, curve: "mean_energy", report: {}, busy: false, drawn: 0, adding: null, queryText: "" };
    },
    created() {
      this.icon = spirals.icon;
      this.nets = [];
      this.series = [];
      this.line.listen(this.hear);
      this.line.ask("open", { query: location.search });
    },
    activated() { this.line.listen(this.hear); this.$nextTick(this.paint); },
    beforeDestroy() { if (this.watcher) this.watcher.disconnect(); },
    watch: { look() { this.$nextTick(this.paint); } },
    computed: {
      groups() { return spirals.grouped(this.catalogue.scenarios); },
      facts() {
        void this.drawn;
        return FACTS.map((name) => {
          const last = this.series.map((s) => (s[name] && s[name].length ? s[name][s[name].length - 1] : NaN));
          return { name: name, title: { mean_quality: "Connections" }[name] || this.catalogue.curves.find((c) => c.name === name).title, values: last.map((v) => spirals.shown(v, 1) || "..."), changes: last.map((v) => (Number.isNaN(v) ? "" : this.signed(v - last[0]))) };
        });
      },
      chartLabel() {
        const bands = this.report.bands || [];
        return "Differences over time. " + bands.map((b, i) => this.columns[i + 1] ? this.columns[i + 1].title + " at the end " + this.signed(b.mean[b.mean.length - 1]) : "").join(". ");
      },
    },
    methods: {
      hear(m, parts) {
        if (m.kind === "start") this.start(m, parts);
        else if (m.kind === "frame") this.frame(m, parts);
        else if (m.kind === "back") this.resume();
        else if (m.kind === "report") { this.report = Object.freeze(m.bands ? m : Object.assign({}, this.report, m)); this.busy = !m.over; this.paintChart(); }
        else if (m.kind === "stopped") this.busy = false;
        else if (m.kind === "problem") { this.halted(); this.columns = this.columns.slice(); this.shared = Object.assign({}, this.shared); }
      },
      start(m, parts) {
        this.columns = m.columns;
        this.shared = m.shared;
        this.own_people = m.own_people;
        this.curve = m.curve;
        this.queryText = m.query;
        this.days = m.days;
        this.target = m.target > m.day ? m.target : 0;
        this.report = {};
        this.busy = false;
        this.names = m.heads[0].series;
        this.series = m.heads.map(() => { const s = {}; this.names.forEach((n) => (s[n] = [])); return s; });
        const graphs = m.heads.map((head, i) => new spirals.Graph(head, parts.slice(9 * i, 9 * i + 9)));
        this.ready = true;
        this.$nextTick(() => {
          this.nets = graphs.map((graph, i) => {
            const net = new spirals.Network(this.$refs["net" + i][0]);
            net.graph = graph;
            net.marks = this.catalogue.marks;
            return net;
          });
          if (this.watcher) this.watcher.disconnect();
          this.watcher = new ResizeObserver(() => this.paint());
          this.watcher.observe(this.$refs.chart);
          this.arrive(m, m.heads.map((_, i) => parts[9 * i + 8]));
        });
      },
      frame(m, parts) {
        m.heads.forEach((head, i) => this.nets[i].graph.frame(head, parts.slice(7 * i, 7 * i + 7)));
        this.arrive(m, m.heads.map((_, i) => parts[7 * i + 6]));
      },
      arrive(m, raws) {
        raws.forEach((raw, i) => {
          const values = spirals.typed(raw, Float32Array), width = this.names.length;
          for (let at = 0; at + width <= values.length; at += width) this.names.forEach((name, k) => this.series[i][name].push(values[at + k]));
        });
        this.day = m.day; // before the chart, whose axis grows with it
        this.paint();
        this.landed(m);
      },
      // --- choices ------------------------------------------------------------------------------------------------
      change(act, data) { this.playing = false; this.line.ask(act, data); },
      unused() { const taken = this.columns.map((c) => c.base); return (this.catalogue.scenarios.find((s) => s.name.startsWith("story_") === this.own_people && !taken.includes(s.name)) || this.catalogue.scenarios[0]).name; },
      share(name, value) { const n = Math.floor(Number(value)); if (n >= 0) this.change("share", { changes: { [name]: n } }); },
      add(id) { const where = this.adding; this.adding = null; this.change("programme", { act: "add", id: id, where: where }); },
      watch(curve) { this.curve = curve; this.line.ask("watch", { curve: curve }); this.paintChart(); },
      replicate(more) { this.line.ask("replicate", { more: more }); },
      own(i) { void this.look; return i ? spirals.palette()["series_" + i] : spirals.palette().plain; },
      // --- drawing ----------------------------------------------------------------------------------------------
      paint() { this.nets.forEach((net) => net.draw()); this.drawn++; this.paintChart(); },
      chartLines() {
        const lines = [], reference = this.series[0] ? this.series[0][this.curve] || [] : [];
        const bands = this.report.curve === this.curve ? this.report.bands || [] : [];
        this.series.forEach((s, i) => {
          if (!i || !s[this.curve]) return;
          const colour = this.own(i);
          if (reference.length) lines.push({ values: s[this.curve].map((v, d) => v - reference[d]), from: 1, colour: colour, width: 1.1, alpha: 0.75, dash: DASHES[i] });
          const b = bands[i - 1];
          if (b) lines.push({ weekly: true, values: b.mean, low: b.low, high: b.high, days: b.days, colour: colour, width: 2.8, dash: DASHES[i] });
        });
        // Weekly means stand on their Fridays: spread them over days so that one plot draws both.
        return lines.map((l) => (l.weekly ? Object.assign(l, { from: l.days[0], values: spirals.daily(l.values), band: l.low[0] === null ? null : [spirals.daily(l.low), spirals.daily(l.high)] }) : l));
      },
      paintChart() {
        if (!this.$refs.chart) return;
        spirals.onCanvas(this.$refs.chart, (pen, w, h) => this.chart(pen, { x: 1, y: 8, w: w - 3 * spirals.em(), h: h - 2.2 * spirals.em() }));
      },
      chart(pen, box) {
        const lines = this.chartLines();
        const horizon = this.report.done ? this.days : [65, 130, 260, 520, 1300].find((d) => d >= this.day) || this.days;
        if (!lines.length) lines.push({ values: [0], from: 0, colour: spirals.palette().line });
        spirals.plot(pen, box, lines, { days: horizon, zero: 0, least: 0.02 });
        spirals.axis(pen, { x: box.x, y: box.y + box.h + 2, w: box.w }, horizon);
      },
      changed(c) { const base = this.catalogue.scenarios.find((s) => s.name === c.base); return base && base.title === c.title ? "" : ": " + c.title; },
      number(v) { return v === null ? "" : Math.abs(v) >= 100 ? Math.round(v).toLocaleString("en") : v.toFixed(3); },
      signed(v) { return v === null || v === undefined ? "" : (v > 0 ? "+" : v < 0 ? "\u2212" : "") + (Math.abs(v) >= 100 ? Math.round(Math.abs(v)) : Math.abs(v).toFixed(3)); },
      tone(verdict) { return verdict.endsWith("very little") ? "" : verdict.includes("better") ? "good" : verdict.includes("worse") ? "bad" : ""; },
      // --- links and files -----------------------------------------------------------------------------------------
      query() { return this.queryText + (this.day ? "&day=" + this.day : ""); },
      downloads() {
        return [{ what: "png", title: "Differences (PNG)" }, { what: "svg", title: "Differences (SVG)" }].concat(this.report.table ? [{ what: "table", title: "All outcomes (CSV)" }] : [],
          this.columns.map((c, i) => ({ what: "toml" + i, title: c.title + " (TOML)" })));
      },
      download(what) {
        if (what !== "png" && what !== "svg") { this.line.ask("save", { what: what }); return; }
        spirals.saveFigure("comparison", what, 1000, 560, (pen, width, height) => {
          const c = spirals.palette(), title = this.catalogue.curves.find((x) => x.name === this.curve).title;
          pen.text(title + ": difference from " + this.columns[0].title, 24, 34, 20, c.ink, "left", 600);
          pen.text(this.report.done ? "Mean of " + this.report.done + " paired runs with its 95% interval; thin: one run" : "One run", 24, 56, 13, c.soft);
          this.columns.slice(1).forEach((col, i) => pen.text(col.title, 24 + 300 * i, 82, 14, this.own(i + 1), "left", 600));
          this.chart(pen, { x: 24, y: 100, w: width - 110, h: height - 150 });
        });
      },
    },
  };
})();
