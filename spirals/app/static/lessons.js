/* Lessons: read, predict and commit, run, explain, answer, take the worksheet home. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const DASHES = [[], [], [7, 3], [2, 3]];

  const TEMPLATE = `
  <div class="lessons" v-if="!lesson">
    <div><h1>Lessons</h1><p class="soft">Predict first, then run, then explain. A prediction that is committed teaches more than one that is made up afterwards.</p></div>
    <div v-for="p in problems" :key="p" class="panel pad" role="alert"><b>A lesson could not be read.</b> {{ p }}</div>
    <ul class="bare list"><li v-for="l in list" :key="l.name"><button @click="line.ask('choose', {name: l.name})"><b>{{ l.title }}</b><span>{{ l.question }}</span><span class="soft small">{{ l.minutes }} minutes</span></button></li></ul>
    <p class="soft small">Lessons are text files. Copy one, change it, and start the app with <code>spirals app --lessons FOLDER</code>.</p>
  </div>
  <article class="lessons" v-else>
    <div><button class="link" @click="leave">All lessons</button><h1>{{ lesson.title }}</h1><p class="soft">{{ lesson.question }}</p></div>
    <section v-if="instructor" class="panel step notes" aria-label="For the instructor"><h2>For the instructor</h2><div class="prose" v-html="lesson.notes"></div></section>

    <section class="panel step"><h2><i>1</i>Read</h2><div class="prose" v-html="lesson.read"></div></section>

    <section class="panel step"><h2><i>2</i>Predict</h2>
      <form class="rows" @submit.prevent="commit">
        <fieldset v-for="(p, i) in lesson.predict" :key="i" :disabled="committed">
          <legend>{{ p.question }}</legend>
          <p v-if="committed">{{ p.choices.length ? given[i] : text(given[i]) }}</p>
          <label v-for="c in (committed ? [] : p.choices)" :key="c"><input type="radio" :name="'predict' + i" :value="c" v-model="given[i]" required> {{ c }}</label>
          <div v-if="!p.choices.length && !committed" class="ln" style="flex-wrap: nowrap"><span class="small soft num">{{ p.low }}</span><input type="range" :min="p.low" :max="p.high" step="0.01" v-model.number="given[i]" :aria-label="p.question" :aria-valuetext="text(given[i])"><span class="small soft num">{{ p.high }}</span><b class="num" style="width: 4.5rem; text-align: right">{{ text(given[i]) }}</b></div>
        </fieldset>
        <div><button v-if="!committed" class="main">Commit my prediction</button><p v-else class="ln" role="status"><span class="tag good">Committed</span> It stands beside the outcome now.</p></div>
      </form>
    </section>

    <section class="panel step" :class="{later: !committed}"><h2><i>3</i>Run</h2>
      <p v-if="!committed" class="soft">First commit your prediction.</p>
      <template v-else>
        <p>{{ lesson.cases.length }} scenarios, {{ lesson.days }} working days each, {{ lesson.runs }} times on the same chance events.</p>
        <div class="ln"><button v-if="!busy" class="main" @click="line.ask('run')">{{ outcome ? 'Run again' : 'Run' }}</button><button v-else @click="line.ask('run', {stop: true})">Cancel</button></div>
        <div v-if="busy"><div class="meter" role="progressbar" aria-label="Runs done" :aria-valuenow="done" aria-valuemin="0" :aria-valuemax="lesson.runs"><span :style="{width: 100 * done / lesson.runs + '%'}"></span></div><p class="small soft num" role="status">{{ done }} of {{ lesson.runs }} runs</p></div>
        <template v-if="outcome">
          <h3>{{ lesson.curve }}</h3>
          <div class="plot"><canvas ref="chart" role="img" :aria-label="chartLabel"></canvas></div>
          <p class="ln small" style="gap: 1rem"><span class="legend" v-for="(c, i) in lesson.cases" :key="i"><i class="stroke" :style="{borderColor: own(i), borderTopStyle: ['solid', 'solid', 'dashed', 'dotted'][i]}"></i>{{ c }}</span><span class="legend"><i style="width: 0.7rem; height: 0.7rem; border-radius: 50%; border: 2px solid var(--ink)"></i>your prediction</span></p>
          <div class="scroll"><table><thead><tr><th>Question</th><th>You predicted</th><th>The model says</th></tr></thead><tbody><tr v-for="(p, i) in outcome.predictions" :key="i"><td>{{ p.question }}</td><td><b>{{ p.predicted }}</b></td><td><span v-if="p.verdict" class="tag" :class="{right: 'good', wrong: 'bad'}[p.verdict]">{{ p.verdict }}</span> {{ p.outcome }}</td></tr></tbody></table></div>
          <div class="scroll" v-if="outcome.measures.length"><table><thead><tr><th>Outcome</th><th>Scenario</th><th class="num">{{ lesson.cases[0] }}</th><th class="num">Here</th><th>Verdict</th></tr></thead><tbody><tr v-for="(r, i) in outcome.measures" :key="i"><td>{{ r.title }}</td><td>{{ r.scenario }}</td><td class="num">{{ text(r.reference) }}</td><td class="num">{{ text(r.value) }}</td><td><span class="tag">{{ r.verdict }}</span></td></tr></tbody></table></div>
          <div><p v-for="s in outcome.says" :key="s.scenario">{{ s.headline }} <span class="soft">{{ s.cost }}</span></p></div>
          <p><a :href="compareLink">Open these scenarios in Compare</a> to watch them day by day.</p>
        </template>
      </template>
    </section>

    <section class="panel step" :class="{later: !outcome}"><h2><i>4</i>Explain</h2>
      <p v-if="!outcome" class="soft">First run the model.</p>
      <template v-else>
        <div class="prose" v-html="outcome.explain"></div>
        <label class="field" v-for="(q, i) in lesson.ask" :key="i"><span style="color: var(--ink); font-size: var(--t0)">{{ q }}</span><textarea v-model="answers[i]" maxlength="5000"></textarea></label>
        <div v-if="lesson.discuss.length"><h3>To discuss, with the source at hand</h3><ul class="prose"><li v-for="d in lesson.discuss" :key="d.question">{{ d.question }} <span class="soft small">({{ d.source }})</span></li></ul></div>
      </template>
    </section>

    <section class="panel step" :class="{later: !outcome}"><h2><i>5</i>Worksheet</h2>
      <p v-if="!outcome" class="soft">It is ready when you have run the lesson.</p>
      <template v-else><p>One page with your prediction, the outcome and your answers. Open it and print it, to paper or PDF.</p>
        <div class="ln"><label class="field"><span>Name on the sheet (stays in your browser and on the sheet)</span><input v-model="who" maxlength="200" autocomplete="name"></label></div>
        <div><button class="main" @click="sheet"><span v-html="icon('save')"></span>Worksheet (HTML)</button></div></template>
    </section>
  </article>`;

  spirals.pages.lessons = {
    template: TEMPLATE,
    props: ["catalogue", "line", "look"],
    data() { return { list: [], problems: [], instructor: false, lesson: null, given: [], committed: false, busy: false, done: 0, outcome: null, answers: [], who: "" }; },
    created() {
      this.icon = spirals.icon;
      this.line.listen(this.hear);
      this.line.ask("open", { query: location.search });
    },
    activated() { this.line.listen(this.hear); },
    watch: { look() { this.$nextTick(this.paint); } },
    beforeDestroy() { if (this.watcher) this.watcher.disconnect(); },
    computed: {
      compareLink() { return spirals.root() + "/compare?" + this.lesson.compare; },
      chartLabel() { return this.lesson.curve + " over time. At the end: " + this.outcome.curves.map((c) => c.title + " " + c.mean[c.mean.length - 1].toFixed(2)).join(", "); },
    },
    methods: {
      hear(m) {
        if (m.kind === "list") { this.list = m.lessons; this.problems = m.problems; this.instructor = m.instructor; }
        else if (m.kind === "lesson") {
          this.lesson = Object.freeze(m);
          this.given = m.predict.map((p) => (p.choices.length ? "" : Math.round((p.low + p.high) * 50) / 100));
          this.answers = m.ask.map(() => "");
          this.committed = this.busy = false;
          this.outcome = null;
          window.scrollTo(0, 0);
        } else if (m.kind === "committed") this.committed = true;
        else if (m.kind === "progress") { this.busy = true; this.done = m.done; }
        else if (m.kind === "stopped") this.busy = false;
        else if (m.kind === "outcome") {
          this.busy = false;
          this.done = m.done;
          this.outcome = Object.freeze(m);
          this.$nextTick(() => {
            if (this.watcher) this.watcher.disconnect();
            this.watcher = new ResizeObserver(() => this.paint());
            this.watcher.observe(this.$refs.chart);
            this.paint();
          });
          this.$emit("say", { spoken: "The runs are done. " + m.predictions.map((p) => p.predicted + (p.verdict ? ", " + p.verdict : "") + ", outcome " + p.outcome).join(". ") });
        }
      },
      text(v) { return v === null || v === "" || v === undefined ? "" : Number(v).toFixed(2); },
      own(i) { void this.look; return i ? spirals.palette()["series_" + i] : spirals.palette().plain; },
      commit() { this.line.ask("predict", { predictions: this.given }); },
      leave() { this.lesson = null; this.line.ask("open", { query: this.instructor ? "instructor=1" : "" }); },
      sheet() { this.line.ask("save", { answers: this.answers, who: this.who }); },
      paint() { if (this.$refs.chart) spirals.onCanvas(this.$refs.chart, (pen, w, h) => this.chart(pen, { x: 1, y: 8, w: w - 3 * spirals.em(), h: h - 2.2 * spirals.em() })); },
      chart(pen, box) {
        const days = this.lesson.days, c = spirals.palette();
        const lines = this.outcome.curves.map((one, i) => ({ values: spirals.daily(one.mean), from: one.days[0], colour: this.own(i), width: 2.6, dash: DASHES[i], band: one.low[0] === null ? null : [spirals.daily(one.low), spirals.daily(one.high)] }));
        const marks = this.lesson.predict.map((p, i) => ({ p: p, v: Number(this.given[i]) })).filter((m) => !m.p.choices.length);
        const range = spirals.bounds(lines.flatMap((l) => (l.band ? [l.values, l.band[0], l.band[1]] : [l.values])).concat([marks.map((m) => m.v)]), 0.05);
        const at = spirals.plot(pen, box, lines, { days: days, range: range });
        marks.forEach((m) => { pen.circles([at.x(m.p.day), at.y(m.v), 6], c.surface, c.ink, 2.5); });
        spirals.axis(pen, { x: box.x, y: box.y + box.h + 2, w: box.w }, days);
      },
      query() { const q = new URLSearchParams(); if (this.lesson) q.set("lesson", this.lesson.name); if (this.instructor) q.set("instructor", "1"); return q.toString(); },
      downloads() { return this.outcome ? [{ what: "sheet", title: "Worksheet (HTML)" }, { what: "png", title: "Curves (PNG)" }, { what: "svg", title: "Curves (SVG)" }] : []; },
      download(what) {
        if (what === "sheet") { this.sheet(); return; }
        spirals.saveFigure(this.lesson.name, what, 1000, 540, (pen, width, height) => {
          const c = spirals.palette();
          pen.text(this.lesson.title + ": " + this.lesson.curve.toLowerCase(), 24, 34, 20, c.ink, "left", 600);
          this.lesson.cases.forEach((title, i) => pen.text(title, 24 + 240 * i, 60, 14, this.own(i), "left", 600));
          this.chart(pen, { x: 24, y: 80, w: width - 110, h: height - 130 });
        });
      },
    },
  };
})();
