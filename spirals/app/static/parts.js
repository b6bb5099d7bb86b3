/* Small parts that several pages use. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  spirals.parts = {};
  spirals.grouped = (rows) => {
    const groups = [];
    rows.forEach((row) => {
      if (!groups.length || groups[groups.length - 1].title !== row.group) groups.push({ title: row.group, rows: [] });
      groups[groups.length - 1].rows.push(row);
    });
    return groups;
  };

  // One setting: a slider with its value, its range and what it means.
  spirals.parts.setting = {
    props: ["row", "value", "more"],
    data() { return { moving: null }; },
    watch: { value() { this.moving = null; } },
    computed: {
      now() { return this.moving !== null ? this.moving : this.value; },
      id() { return "set-" + this.row.name + (this.more ? "-more" : ""); },
      changed() { return Math.abs(this.value - this.row.default) > 1e-9; },
      text() { return this.worded(this.now); },
    },
    methods: {
      worded(v) {
        if (v === null || v === undefined) return "";
        if (this.row.unit === "share") return Math.round(v * 100) + " %";
        const digits = this.row.step >= 1 ? 0 : this.row.step >= 0.1 ? 1 : this.row.step >= 0.01 ? 2 : 3;
        return Number(v).toFixed(digits);
      },
      slide(e) { this.moving = Number(e.target.value); },
      done(e) {
        const v = Number(e.target.value);
        if (e.target.value === "" || !Number.isFinite(v)) { this.moving = null; return; }
        this.moving = v; // until the answer has come, so that the slider does not jump back meanwhile
        this.$emit("set", v);
      },
    },
    template: `
    <div class="setting">
      <label :for="id">{{ row.title }}</label>
      <output :for="id" :class="{changed: changed}">{{ text }}</output>
      <div class="range">
        <input type="range" :id="id" :min="Math.min(row.low, value)" :max="Math.max(row.high, value)" :step="row.step" :value="now" @input="slide" @change="done" :aria-valuetext="text + (row.unit && row.unit !== 'share' ? ' ' + row.unit : '')" :aria-describedby="id + '-about'">
        <input v-if="more" type="number" :aria-label="row.title + ', exact value'" :min="row.low" :max="row.high" step="any" :value="value" @change="done">
      </div>
      <p class="about small soft" :id="id + '-about'"><span v-if="more || row.meaning.toLowerCase() !== row.title.toLowerCase()">{{ row.meaning }}</span><span v-if="!row.tomorrow" class="tag">from the start</span>
        <span v-if="more"> ({{ row.low }} to {{ row.high }}{{ row.unit ? ', ' + row.unit : '' }}; default {{ row.default }}<template v-if="row.source">; {{ row.source }}</template>)</span>
        <button v-if="changed" class="link small" @click="$emit('set', row.default)">back to {{ worded(row.default) }}</button></p>
    </div>`,
  };

  // A dialog over the page, closed by Escape, with the focus kept inside.
  spirals.parts.sheet = {
    props: ["title"],
    mounted() {
      this.before = document.activeElement;
      const field = this.$el.querySelector("input, button");
      if (field) field.focus();
    },
    beforeDestroy() { if (this.before && this.before.focus) this.before.focus(); },
    methods: { trap(e) { spirals.keepFocus(e, this.$el); } },
    template: `
    <div class="sheet" @click.self="$emit('close')" @keydown.esc.stop="$emit('close')" @keydown="trap">
      <div role="dialog" aria-modal="true" :aria-label="title">
        <header><div class="ln between"><h2>{{ title }}</h2><button class="quiet icon" aria-label="Close" @click="$emit('close')"><span v-html="icon('close')"></span></button></div><slot name="head"></slot></header>
        <div class="body"><slot></slot></div>
      </div>
    </div>`,
    created() { this.icon = spirals.icon; },
  };

  // All settings behind a search.
  spirals.parts.allSettings = {
    components: { "sp-sheet": spirals.parts.sheet, "sp-setting": spirals.parts.setting },
    props: ["rows", "values", "refused"],
    data() { return { words: "" }; },
    computed: {
      found() {
        const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
        if (!words.length) return this.rows.filter((r) => this.isChanged(r)).concat(this.rows.filter((r) => !this.isChanged(r)));
        return this.rows.filter((r) => words.every((w) => (r.title + " " + r.name + " " + r.meaning + " " + r.group + " " + (r.source || "")).toLowerCase().includes(w)));
      },
      few() { return this.found.slice(0, 25); },
    },
    methods: { isChanged(r) { return this.values[r.name] !== undefined && Math.abs(this.values[r.name] - r.default) > 1e-9; } },
    template: `
    <sp-sheet title="All settings" @close="$emit('close')">
      <template slot="head"><label class="field"><span>Search {{ rows.length }} settings by name, meaning or source</span><input type="search" v-model="words" placeholder="for example: strain, trust, meeting"></label></template>
      <p class="small soft" style="padding: 0.75rem 0" role="status">{{ found.length }} found<template v-if="found.length > few.length">; the first {{ few.length }} are shown</template>. A change holds from tomorrow on; what only shapes the start (marked so) begins the days anew.</p>
      <div class="rows"><sp-setting v-for="row in few" :key="row.name + refused" :row="row" :value="values[row.name]" :more="true" @set="$emit('set', row.name, $event)"></sp-setting></div>
    </sp-sheet>`,
  };

  // Practices and shocks to choose from.
  spirals.parts.offers = {
    components: { "sp-sheet": spirals.parts.sheet },
    props: ["rows", "when"],
    data() { return { words: "", kind: "practice" }; },
    computed: {
      kinds() { return [["practice", "Practices"], ["harmful", "Harmful practices"], ["shock", "Shocks"]]; },
      found() {
        const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
        return this.rows.filter((r) => (words.length ? true : r.kind === this.kind) && words.every((w) => (r.title + " " + r.what + " " + r.how).toLowerCase().includes(w)));
      },
    },
    template: `
    <sp-sheet title="Add a practice or shock" @close="$emit('close')">
      <template slot="head">
        <label class="field"><span>Search {{ rows.length }} practices and shocks</span><input type="search" v-model="words" placeholder="for example: listening, newcomers, crisis"></label>
        <div class="ln" role="group" aria-label="Kind" v-if="!words"><button v-for="k in kinds" :key="k[0]" :aria-pressed="kind === k[0] ? 'true' : 'false'" @click="kind = k[0]">{{ k[1] }}</button></div>
      </template>
      <p class="small soft" style="padding: 0.75rem 0 0" role="status">{{ found.length }} found. {{ when }}</p>
      <div class="offer" v-for="r in found" :key="r.id">
        <div><h3>{{ r.title }}</h3><p>{{ r.what }}</p>
          <details class="small soft"><summary>How it is modelled</summary><p>{{ r.how }}</p><p v-if="r.evidence">Evidence: {{ r.evidence }}</p><p v-if="r.in_model">In stored runs of the model: {{ r.in_model }}</p><p v-if="r.fails">Fails when: {{ r.fails }}</p><p>Source: {{ r.source.join(', ') }}</p></details></div>
        <button @click="$emit('add', r.id)" :aria-label="'Add ' + r.title">Add</button>
      </div>
    </sp-sheet>`,
  };

  // Today's moves: a bar each, in three parts by how they were met, which differ in colour and pattern.
  spirals.parts.bars = {
    props: ["counts", "moves", "encounters"],
    computed: {
      rows() {
        return this.moves.map((move, m) => {
          const met = [0, 1, 2].map((k) => this.counts[3 * m + k] || 0);
          const parts = move.parts.map((words, k) => (words ? met[k] + " " + words : "")).filter(Boolean);
          return { title: move.title, met: met, all: met[0] + met[1] + met[2], says: move.title + ": " + parts.join(", ") };
        });
      },
      most() { return Math.max(1, ...this.rows.map((r) => r.all)); },
    },
    methods: { width(n) { return { width: (100 * n) / this.most + "%" }; } },
    template: `
    <div>
      <div class="ln between"><h2>What people did today</h2><span class="soft small"><span class="num">{{ encounters }}</span> encounters</span></div>
      <div class="bars">
        <template v-for="r in rows"><span :title="r.says">{{ r.title }}</span>
          <span class="track" role="img" :aria-label="r.says" :title="r.says"><i class="fill-good" :style="width(r.met[0])"></i><i class="fill-plain" :style="width(r.met[1])"></i><i class="fill-bad" v-if="r.met[2]" :style="width(r.met[2])"></i></span>
          <span class="num soft" style="text-align: right">{{ r.all }}</span></template>
      </div>
      <p class="small soft ln" style="gap: 0.9rem; margin-top: 0.5rem" aria-hidden="true"><span class="legend"><i class="fill-good" style="width: 0.8rem; height: 0.8rem"></i>went well</span><span class="legend"><i class="fill-plain" style="width: 0.8rem; height: 0.8rem"></i>led nowhere</span><span class="legend"><i class="fill-bad" style="width: 0.8rem; height: 0.8rem"></i>did harm</span></p>
    </div>`,
  };

  // One small curve: title (a choice), today's value, the line.
  spirals.parts.curve = {
    props: ["name", "choices", "lines", "days", "marks", "first", "titles", "value", "apart", "look"],
    mounted() {
      this.watcher = new ResizeObserver(() => this.draw());
      this.watcher.observe(this.$refs.canvas);
      this.draw();
    },
    beforeDestroy() { this.watcher.disconnect(); },
    watch: { look() { this.draw(); } },
    computed: { chosen() { return this.choices.find((c) => c.name === this.name); } },
    methods: {
      draw() {
        const marks = this.marks();
        spirals.onCanvas(this.$refs.canvas, (pen, w, h) => {
          const top = this.first && marks.length ? 0.95 * spirals.em() : 3;
          const box = { x: 1, y: top, w: w - 2.4 * spirals.em(), h: h - top - 3 };
          if (this.first) spirals.flags(pen, { x: 1, y: 0.72 * spirals.em(), w: box.w }, this.days, marks, this.titles);
          spirals.plot(pen, box, this.lines(this.name), { days: this.days, marks: marks, least: 0.08 });
        });
      },
    },
    template: `
    <div class="curve">
      <div class="top"><select :value="name" @change="$emit('choose', $event.target.value)" :aria-label="'Curve: ' + chosen.title"><option v-for="c in choices" :key="c.name" :value="c.name">{{ c.title }}</option></select><span class="num"><b>{{ value }}</b><span v-if="apart" class="small soft" :title="'against the twin: ' + apart"> {{ apart }}</span></span></div>
      <div class="plot"><canvas ref="canvas" role="img" :aria-label="chosen.title + ' over time, today ' + value + (apart ? ', ' + apart + ' against the twin' : '')"></canvas></div>
    </div>`,
  };
})();
