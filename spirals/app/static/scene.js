/* The first scene: a recorded Monday of the model, told in three captions. Everything drawn follows from the time. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const PHASES = [
    { name: "kind", title: "One kind act", from: 0, to: 14 },
    { name: "twin", title: "The twin", from: 14, to: 25 },
    { name: "breach", title: "One breach of confidence", from: 25, to: 38 },
    { name: "turn", title: "Your turn", from: 38, to: 40 },
  ];
  const END = 40; // seconds
  // When in its scene an act happens, its Monday passes, and the weeks after it pass.
  const KIND = { act: 2.2, day: [3.4, 11], weeks: [15, 23] };
  const BREACH = { act: 27, day: [28.2, 30.5], weeks: [30.5, 36.5] };
  const FLASH = 0.55; // seconds that an encounter glows

  const share = (t, span) => Math.max(0, Math.min(1, (t - span[0]) / (span[1] - span[0])));
  const ease = (x) => x * x * (3 - 2 * x);
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const hundred = (x) => Math.round(100 * x) + " %";

  // --- what the captions say: from the record, whatever it holds -----------------------------------------------
  function words(s) {
    const [kind, breach] = s.acts, [a, b] = s.names, weeks = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"][s.weeks] + " weeks";
    const monday = kind.reached[0].length, friday = kind.reached[kind.reached.length - 1].length;
    const others = Object.values(breach.hand).filter((h) => h > 1).length;
    const week = (g) => g.mean.slice(0, 5).reduce((x, y) => x + y, 0) / 5, ratio = Math.abs(week(breach.gain) / week(kind.gain));
    const moods = friday === 0 ? "On Friday nobody feels it any more." : friday < monday ? "On Monday evening " + monday + " people feel other than their twins do; on Friday, " + friday + "." : "On Friday " + friday + " people feel other than their twins do.";
    const stays = (g) => {
      if (g.stays === null) return "After " + weeks + ", such a tie cannot be told from its twin.";
      const what = week(g) > 0 ? "what such a tie gained" : "what such a tie lost";
      return "After " + weeks + ", " + (g.stays > 1.05 ? what + " has grown." : week(g) > 0 ? hundred(g.stays) + " of " + what + " is still there." : hundred(g.stays) + " of " + what + " is still missing.");
    };
    return {
      kind: ["Monday, nine o'clock. " + a + " takes half an hour for " + b + ", and is wholly there."],
      twin: ["The same forty people on the same chance, without it.", moods + " " + stays(kind.gain)],
      breach: ["The same Monday once more. " + a + " tells others what " + b + " had confided.",
        "It reaches " + (others === 0 ? "nobody else" : others === 1 ? "one other" : others + " others") + " that week. " + "It moves such a tie " + ratio.toFixed(1) + " times as far as the kind act did. " + stays(breach.gain)],
      turn: ["Be kind to somebody, set somebody back, change how people work.", "The grey line is always the twin: what would have been without it."],
    };
  }

  const TEMPLATE = `
  <div class="first" role="dialog" aria-modal="true" aria-label="The first scene" tabindex="-1" ref="box" :data-phase="phase.name" @keydown.esc.stop="$emit('close')" @keydown="trap">
    <div class="stage">
      <div class="picture"><canvas ref="net" role="img" :aria-label="pictureLabel"></canvas></div>
      <div class="telling">
        <div class="told" aria-live="polite"><p class="small soft num" v-if="data && phase.name !== 'turn'">Forty people of the model. Of {{ data.of }} such pairs, these are the two whose kind act travels farthest.</p><h2>{{ data ? phase.title : 'Forty people ...' }}</h2>
          <p v-for="(line, i) in lines" :key="phase.name + i" :class="{soft: i > 0}">{{ line }}</p></div>
        <ul class="bare hands" v-if="data && phase.name !== 'turn'" :class="act"><li v-for="h in hands" :key="h.title" :class="h.name"><i></i><b class="num">{{ h.count }}</b> {{ h.title }}</li></ul>
        <figure v-if="data" :class="{waits: phase.name === 'kind'}"><figcaption class="small"><span>The tie between the two, against the twin</span></figcaption><div class="plot"><canvas ref="curve" role="img" :aria-label="curveLabel"></canvas></div>
          <p class="small soft">Mean of {{ data.tried }} pairs of lead and member, with its 95 % band.</p></figure>
        <button v-if="phase.name === 'turn'" class="main" ref="start" @click="$emit('close')">Start</button>
      </div>
    </div>
    <div class="run">
      <button class="icon quiet" @click="playing = !playing" :aria-label="playing ? 'Pause the scene' : 'Play the scene'"><span v-html="icon(playing ? 'pause' : 'play')"></span></button>
      <button v-for="p in phases" :key="p.name" class="part" @click="jump(p)" :aria-label="p.title" :aria-current="p === phase ? 'step' : null"><span class="meter"><span :style="{width: filled(p)}"></span></span></button>
      <button class="skip-scene" @click="$emit('close')">{{ phase.name === 'turn' ? 'Close' : 'Skip' }}</button>
    </div>
  </div>`;

  spirals.scene = {
    template: TEMPLATE,
    props: ["look"],
    data() { return { data: null, seconds: 0, playing: true, phases: PHASES }; },
    created() { this.icon = spirals.icon; this.still = window.matchMedia("(prefers-reduced-motion: reduce)").matches; },
    mounted() {
      this.before = document.activeElement;
      this.$refs.box.focus({ preventScroll: true });
      this.watcher = new ResizeObserver(() => this.draw());
      this.watcher.observe(this.$refs.net);
      fetch(spirals.root() + "/spirals/scene.json").then((r) => r.json()).then(this.begin, () => this.$emit("close"));
    },
    beforeDestroy() {
      cancelAnimationFrame(this.frame);
      this.watcher.disconnect();
      if (this.before && this.before.focus) this.before.focus();
    },
    watch: {
      look() { this.draw(); },
      phase(p) { if (p.name === "turn") this.$nextTick(() => this.$refs.start.focus()); },
    },
    computed: {
      phase() { return PHASES.find((p) => this.seconds < p.to) || PHASES[PHASES.length - 1]; },
      act() { return this.phase.name === "breach" ? "breach" : "kind"; },
      lines() {
        if (!this.data) return [];
        const said = this.words[this.phase.name], when = { kind: 0, twin: KIND.weeks[0] + 1.5, breach: BREACH.day[1], turn: 0 }[this.phase.name];
        return this.seconds >= when ? said : said.slice(0, 1);
      },
      hands() {
        const hand = this.reached(this.phase.name === "breach" ? 1 : 0, this.time), count = (n) => Object.values(hand).filter((h) => h.hand === n).length;
        return [{ name: "one", title: "first hand", count: count(1) }, { name: "two", title: "second hand", count: count(2) }, { name: "three", title: "third hand", count: count(3) }];
      },
      // Where less motion is asked for, each part shows what it comes to.
      time() { return this.still ? this.phase.to - 0.01 : this.seconds; },
      pictureLabel() { return this.data ? "Network of forty people. " + this.hands.map((h) => h.count + " reached at " + h.title).join(", ") + "." : "Network of forty people"; },
      curveLabel() { return this.words ? "Quality of the tie against the twin over six weeks. " + this.words.twin[1] + " " + this.words.breach[1] : ""; },
    },
    methods: {
      trap(e) { spirals.keepFocus(e, this.$el); },
      filled(p) { return 100 * share(this.seconds, [p.from, p.to]) + "%"; },
      jump(p) { this.seconds = p.from; this.draw(); },
      begin(record) {
        const parts = record.parts.map(bytes);
        this.words = words(record);
        this.net = new spirals.Network(this.$refs.net);
        this.net.graph = new spirals.Graph(record.head, parts);
        this.data = Object.freeze(record);
        this.at = performance.now();
        this.$nextTick(this.tick);
      },
      tick() {
        const now = performance.now();
        // A tab that slept goes on where it was.
        if (this.playing) this.seconds = Math.min(END, this.seconds + Math.min(0.1, (now - this.at) / 1000));
        this.at = now;
        this.draw();
        this.frame = requestAnimationFrame(this.tick);
      },
      // Who has been reached by a moment, when and at which hand.
      reached(act, t) {
        const found = {};
        if (!this.data) return found;
        const one = this.data.acts[act], times = act ? BREACH : KIND;
        if (t < times.act) return found;
        Object.keys(one.hand).forEach((row) => { if (one.hand[row] === 1) found[row] = { hand: 1, since: times.act }; });
        one.met.forEach((m, k) => {
          const when = times.day[0] + ((times.day[1] - times.day[0]) * k) / one.met.length;
          if (m[2] && when <= t) found[m[1]] = { hand: m[2], since: when };
        });
        return found;
      },
      // --- drawing --------------------------------------------------------------------------------------------
      draw() {
        if (!this.data || !this.$refs.net) return;
        const net = this.net, t = this.time, act = t >= PHASES[2].from ? 1 : 0;
        net.resize();
        const c = this.$refs.net.getContext("2d");
        c.setTransform(net.ratio, 0, 0, net.ratio, 0, 0);
        c.clearRect(0, 0, net.width, net.height);
        const pad = spirals.em();
        net.fit(net.width - 2 * pad, net.height - 2 * pad);
        net.view.left += pad;
        net.view.top += pad;
        const pen = new spirals.CanvasPen(c), colours = spirals.palette();
        net.paintTeams(pen, colours);
        const lines = [];
        for (let i = 0; i < net.graph.tie.length; i++) if (net.graph.tie[i]) lines.push(...this.line(net.graph.ends[2 * i], net.graph.ends[2 * i + 1]));
        pen.segments(lines, colours.tie, 1, 0.1);
        this.encounters(pen, colours, act, t);
        this.people(pen, c, colours, act, t);
        this.paintCurve(t);
      },
      line(i, j) { return [this.net.px(i), this.net.py(i), this.net.px(j), this.net.py(j)]; },
      encounters(pen, colours, act, t) {
        const one = this.data.acts[act], times = act ? BREACH : KIND, colour = act ? colours.bad : colours.good, step = (times.day[1] - times.day[0]) / one.met.length;
        const fade = 1 - ease(share(t, times.weeks));
        one.met.forEach(([i, j, hand], k) => {
          const age = t - (times.day[0] + k * step);
          if (age < 0) return;
          if (hand) {
            const x = ease(Math.min(1, age / FLASH)), [ax, ay, bx, by] = this.line(i, j);
            pen.segments([ax, ay, ax + (bx - ax) * x, ay + (by - ay) * x], colour, 3, 0.85 * fade);
            if (x < 1) pen.circles([ax + (bx - ax) * x, ay + (by - ay) * x, 4.5], colour, colours.surface, 1.5);
          } else if (age < FLASH) pen.segments(this.line(i, j), colours.ink, 1.2, 0.45 * (1 - age / FLASH));
        });
        if (t >= times.act) pen.segments(this.line(...this.data.pair), colour, 5, 0.35 + 0.65 * ease(share(t, [times.act, times.act + 0.8])));
      },
      people(pen, c, colours, act, t) {
        const g = this.net.graph, one = this.data.acts[act], times = act ? BREACH : KIND, colour = act ? colours.bad : colours.good, found = this.reached(act, t);
        const day = share(t, times.weeks) * this.data.weeks * 5;
        const plain = [];
        for (let i = 0; i < g.n; i++) plain.push(this.net.px(i), this.net.py(i), this.net.radius(i));
        pen.circles(plain, colours.ghost, colours.surface, 1.2);
        Object.entries(found).forEach(([row, how]) => {
          const i = Number(row), r = this.net.radius(i);
          // As long as they differ from the twin on an evening; what is left after the week fades.
          const evening = Math.min(one.reached.length - 1, Math.floor(day)), apart = one.reached[evening].includes(i) || day === 0;
          const left = day > one.reached.length ? 0.25 : apart ? 1 : 0.25, grow = ease(Math.min(1, (t - how.since) / 0.6));
          c.globalAlpha = [0, 0.34, 0.24, 0.16][how.hand] * grow * left;
          pen.circles([this.net.px(i), this.net.py(i), r * (1 + [0, 1.9, 1.5, 1.2][how.hand] * grow)], colour, null, 0);
          c.globalAlpha = [0, 1, 0.7, 0.45][how.hand] * grow * Math.max(left, 0.4);
          pen.circles([this.net.px(i), this.net.py(i), r], colour, colours.surface, 1.5);
          c.globalAlpha = 1;
        });
        this.data.pair.forEach((i, k) => this.named(c, colours, i, this.data.names[k]));
      },
      named(c, colours, i, name) {
        const other = this.data.pair.find((j) => j !== i), up = this.net.py(i) <= this.net.py(other);
        const x = this.net.px(i), y = this.net.py(i) + (up ? -1 : 1) * (this.net.radius(i) + 0.75 * spirals.em()) + (up ? 0 : 0.35 * spirals.em());
        c.font = "600 " + 0.95 * spirals.em() + "px " + spirals.fonts;
        c.textAlign = "center";
        c.lineJoin = "round";
        c.lineWidth = 4;
        c.strokeStyle = colours.surface;
        c.strokeText(name, x, y);
        c.fillStyle = colours.ink;
        c.fillText(name, x, y);
      },
      paintCurve(t) {
        const s = this.data, colours = spirals.palette(), days = s.weeks * 5;
        const range = spirals.bounds(s.acts.flatMap((a) => [a.gain.low, a.gain.high, [0]]), 0.02);
        spirals.onCanvas(this.$refs.curve, (pen, w, h) => {
          const em = spirals.em(), box = { x: 1, y: 4, w: w - 3.2 * em, h: h - 1.9 * em };
          const lines = s.acts.map((a, k) => {
            const shown = Math.floor(days * share(t, (k ? BREACH : KIND).weeks)), cut = (v) => v.slice(0, shown);
            return { values: cut(a.gain.mean), from: 1, colour: k ? colours.bad : colours.good, width: 2.6, dot: shown > 0, band: [cut(a.gain.low), cut(a.gain.high)] };
          });
          const at = spirals.plot(pen, box, lines.filter((l) => l.values.length > 1), { days: days, range: range });
          pen.segments([box.x, at.y(0), box.x + box.w, at.y(0)], colours.plain, 2.4, 1);
          pen.text("twin", box.x + box.w + 4, at.y(0) + 0.25 * em, 0.78 * em, colours.soft, "left", 600);
          for (let k = 0; k <= s.weeks; k += 2) pen.text(k ? "week " + k : "the act", at.x(5 * k), h - 0.3 * em, 0.75 * em, colours.soft, k === 0 ? "left" : k === s.weeks ? "right" : "center");
        });
      },
    },
  };
})();
