/* How days go by: played against a clock or stepped to a day, never more than one picture under way. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const LATE = 1000; // ms: what is later than this is let go, so that a stalled tab does not rush after the lost days

  // Mixed into pages that have a `line` to the session; the page calls `landed` when a picture is drawn.
  spirals.time = {
    data() { return { day: 0, days: 260, finished: false, playing: false, speed: 5, speeds: [1, 2, 5, 10, 20], target: 0 }; },
    watch: { speed() { this.due = 0; if (this.playing) this.next(); } },
    deactivated() { this.playing = false; },
    beforeDestroy() { clearTimeout(this.timer); },
    computed: { catching() { return this.target > this.day && !this.finished; } },
    methods: {
      landed(m) {
        this.day = m.day;
        this.finished = m.finished;
        if (this.finished) this.playing = false;
        this.flying = false;
        spirals.lastDrawn = { day: this.day, at: performance.now() };
        this.next();
      },
      // A refusal ends whatever was on the way.
      halted() { this.playing = false; this.flying = false; this.target = 0; },
      // The connection was gone, and with it perhaps an answer; what is still wanted is asked for again.
      resume() { if (this.flying) { this.flying = false; this.next(); } },
      next() {
        clearTimeout(this.timer);
        if (this.flying) return;
        if (this.catching) { this.send({ to: this.target }); return; }
        if (!this.playing || this.finished) return;
        // Against a clock, so that delays are made up for and the days a second are those that were asked for.
        const gap = 1000 / this.speed, now = performance.now();
        this.due = Math.max((this.due || now) + gap, now - LATE);
        this.timer = setTimeout(() => { if (this.playing && !this.flying) this.send({ days: 1 }); }, this.due - now);
      },
      send(what) { this.flying = true; this.line.ask("step", what); },
      // Days are asked for by the day to reach: a busy server may take several answers, and no click is lost.
      ask(days) {
        this.playing = false;
        clearTimeout(this.timer);
        this.target = Math.min(Math.max(this.target, this.day) + days, this.days);
        this.next();
      },
      toggle() {
        this.playing = !this.playing;
        this.due = 0;
        this.next();
        if (!this.playing && this.spoken) this.$emit("say", { spoken: this.spoken() });
      },
    },
  };
})();
