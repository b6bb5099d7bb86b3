/* The network: places come once, then a byte a person and a byte a tie each day. */
(function () {
  const spirals = (window.spirals = window.spirals || {});
  const STEP = 0.002; // of a state: what a byte of a difference counts in

  // --- the data ------------------------------------------------------------------------------------------
  function bytes(buffer) {
    return new Uint8Array(buffer.buffer || buffer, buffer.byteOffset || 0, buffer.byteLength);
  }
  function typed(buffer, Kind) {
    const raw = bytes(buffer).slice();
    return new Kind(raw.buffer, 0, Math.floor(raw.byteLength / Kind.BYTES_PER_ELEMENT));
  }
  function grown(old, length, Kind, fill) {
    if (old.length >= length) return old;
    const more = new Kind(length + 64);
    if (fill) more.fill(fill);
    more.set(old);
    return more;
  }
  spirals.typed = typed;

  class Graph {
    constructor(head, parts) {
      this.wide = head.wide;
      this.unit = head.unit;
      this.teams = head.teams;
      this.n = head.people;
      const places = typed(parts[0], Uint16Array);
      this.x = new Float32Array(this.n);
      this.y = new Float32Array(this.n);
      for (let i = 0; i < this.n; i++) {
        this.x[i] = places[2 * i] / 65535;
        this.y[i] = places[2 * i + 1] / 65535;
      }
      this.team = typed(parts[1], Uint16Array);
      this.ends = typed(parts[2], Int32Array);
      this.today(parts.slice(3));
      this.tie = bytes(parts[6]).slice();
      this.beside(parts[9]);
    }
    // How far each person is from the twin, in steps; -128 where there is none. Without a twin, nobody is.
    beside(raw) {
      this.apart = raw ? new Int8Array(typed(raw, Uint8Array).buffer) : null;
    }
    difference(person) {
      if (!this.apart) return 0;
      return person < this.apart.length && this.apart[person] > -128 ? this.apart[person] * STEP : NaN;
    }
    // parts: state and size of people, counts, bits of who met, changed qualities, new ties
    frame(head, parts) {
      const places = head.places || [];
      if (places.length) {
        const most = Math.max(head.people, ...places.map((p) => p[0] + 1));
        this.x = grown(this.x, most, Float32Array);
        this.y = grown(this.y, most, Float32Array);
        this.team = grown(this.team, most, Uint16Array);
        for (const [row, x, y, team] of places) {
          this.x[row] = x;
          this.y[row] = y;
          this.team[row] = team;
        }
      }
      this.n = head.people;
      const Row = head.long ? Uint32Array : Uint16Array, ties = typed(parts[5], Row);
      for (let i = 0; i < ties.length; i += 3) {
        this.ends = grown(this.ends, 2 * ties[i] + 2, Int32Array, -1);
        this.ends[2 * ties[i]] = ties[i + 1];
        this.ends[2 * ties[i] + 1] = ties[i + 2];
      }
      const met = bytes(parts[3]), raw = bytes(parts[4]), changes = raw.length / (Row.BYTES_PER_ELEMENT + 1);
      const rows = new Row(raw.slice(0, changes * Row.BYTES_PER_ELEMENT).buffer), levels = raw.subarray(changes * Row.BYTES_PER_ELEMENT);
      this.tie = grown(this.tie, 8 * met.length, Uint8Array);
      for (let i = 0; i < changes; i++) this.tie[rows[i]] = levels[i];
      for (let t = 0; t < this.tie.length; t++) this.tie[t] = (this.tie[t] & 31) | ((met[t >> 3] >> (t & 7)) & 1 ? 32 : 0);
      this.today(parts);
      this.beside(parts[7]);
    }
    today(parts) {
      this.state = bytes(parts[0]);
      this.size = bytes(parts[1]);
      this.counts = typed(parts[2], Uint16Array);
    }
    quality(row) {
      return ((this.tie[row] & 31) - 1) / 30;
    }
    neighbours(person) {
      const found = new Map();
      for (let t = 0; t < this.tie.length; t++) {
        if (!this.tie[t]) continue;
        if (this.ends[2 * t] === person) found.set(this.ends[2 * t + 1], t);
        else if (this.ends[2 * t + 1] === person) found.set(this.ends[2 * t], t);
      }
      return found;
    }
  }

  // Segments cut into dashes, all of them plain segments again.
  function dashed(list, on, off) {
    const found = [];
    for (let i = 0; i < list.length; i += 4) {
      const dx = list[i + 2] - list[i], dy = list[i + 3] - list[i + 1], long = Math.hypot(dx, dy) || 1;
      for (let at = 0; at < long; at += on + off) {
        const from = at / long, to = Math.min(1, (at + on) / long);
        found.push(list[i] + dx * from, list[i + 1] + dy * from, list[i] + dx * to, list[i + 1] + dy * to);
      }
    }
    return found;
  }

  // --- the picture ---------------------------------------------------------------------------------------
  class Network {
    constructor(canvas) {
      this.canvas = canvas;
      this.graph = null;
      this.better = 1;
      this.marks = { high: 0.7, corrosive: 0.3 };
      this.ties = "all";
      this.against = false; // whether people show how far they are from the twin
      this.selected = null; // {person} or {tie}
      this.hover = -1;
      this.ratio = 1;
    }
    resize() {
      const box = this.canvas.getBoundingClientRect();
      this.ratio = Math.min(window.devicePixelRatio || 1, 2);
      const w = Math.max(1, Math.round(box.width * this.ratio)), h = Math.max(1, Math.round(box.height * this.ratio));
      if (this.canvas.width !== w || this.canvas.height !== h) {
        this.canvas.width = w;
        this.canvas.height = h;
      }
      this.width = box.width;
      this.height = box.height;
    }
    fit(width, height) {
      const g = this.graph;
      const base = Math.min(width / g.wide, height);
      const radius = this.radiusOf(g, base);
      const pad = radius * 2.6 + 4;
      const scale = Math.max(10, Math.min((width - 2 * pad) / g.wide, height - 2 * pad));
      this.view = { scale: scale, left: (width - scale * g.wide) / 2, top: (height - scale) / 2, radius: this.radiusOf(g, scale) };
    }
    radiusOf(g, scale) {
      return Math.max(1.7, Math.min(0.3 * g.unit * scale, 0.75 * spirals.em()));
    }
    px(i) { return this.view.left + this.graph.x[i] * this.view.scale * this.graph.wide; }
    py(i) { return this.view.top + this.graph.y[i] * this.view.scale; }
    radius(i) {
      const ties = this.graph.size[i] - 1;
      return this.view.radius * (0.62 + 0.5 * Math.min(1, Math.sqrt(Math.max(0, ties)) / 5));
    }
    draw() {
      if (!this.graph || !this.canvas.isConnected) return;
      this.resize();
      const c = this.canvas.getContext("2d");
      c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      c.clearRect(0, 0, this.width, this.height);
      this.fit(this.width, this.height);
      this.paint(new spirals.CanvasPen(c));
    }
    paint(pen) {
      const colours = spirals.palette();
      this.paintTeams(pen, colours);
      this.paintTies(pen, colours);
      this.paintPeople(pen, colours);
    }
    teamsBox() {
      const g = this.graph, groups = new Map();
      for (let i = 0; i < g.n; i++) {
        if (!g.size[i]) continue;
        if (!groups.has(g.team[i])) groups.set(g.team[i], []);
        groups.get(g.team[i]).push(i);
      }
      const found = [];
      groups.forEach((rows, team) => {
        let x = 0, y = 0;
        rows.forEach((i) => { x += this.px(i); y += this.py(i); });
        x /= rows.length; y /= rows.length;
        let far = 0;
        rows.forEach((i) => { far = Math.max(far, Math.hypot(this.px(i) - x, this.py(i) - y)); });
        found.push({ team: team, x: x, y: y, r: far + 1.9 * this.view.radius });
      });
      return found;
    }
    paintTeams(pen, colours) {
      const boxes = this.teamsBox();
      if (boxes.length < 2) return;
      pen.circles(boxes.flatMap((b) => [b.x, b.y, b.r]), colours.halo, null, 0);
      this.labels = boxes;
    }
    paintTies(pen, colours) {
      const g = this.graph, most = g.tie.length;
      const quiet = [], today = [], good = [], bad = [], goodToday = [];
      const high = 1 + this.marks.high * 30, low = 1 + this.marks.corrosive * 30;
      let count = 0;
      for (let t = 0; t < most; t++) {
        const value = g.tie[t];
        if (!value) continue;
        const a = g.ends[2 * t], b = g.ends[2 * t + 1];
        if (a < 0 || !g.size[a] || !g.size[b]) continue;
        count++;
        const level = value & 31, met = value & 32;
        if (this.ties === "today" && !met && g.day) continue; // before the first day nobody has met
        const isBad = level <= low, isGood = level >= high;
        if (this.ties === "telling" && !isBad && !isGood) continue;
        const list = isBad ? bad : isGood ? (met ? goodToday : good) : met ? today : quiet;
        list.push(this.px(a), this.py(a), this.px(b), this.py(b));
      }
      // Many ties: fainter lines, so that the whole stays readable.
      const faint = Math.min(1, 420 / Math.max(count, 1));
      // Lines of one pixel are drawn many times faster than others, and dashes slowest: few lines may be wider.
      const wide = this.view.radius > 8 ? 1.5 : 1;
      pen.segments(quiet, colours.tie, 0.9, 0.06 + 0.14 * faint);
      pen.segments(good, colours.good, 1, 0.14 + 0.3 * faint);
      pen.segments(today, colours.tie, 1, 0.16 + 0.44 * faint);
      pen.segments(goodToday, colours.good, wide, 0.26 + 0.6 * faint);
      pen.segments(dashed(bad, 5, 4), colours.bad, wide, 0.45 + 0.5 * faint);
      this.paintChosen(pen, colours, wide);
    }
    paintChosen(pen, colours, width) {
      if (!this.selected) return;
      const g = this.graph, lines = [];
      if (this.selected.tie !== undefined && g.tie[this.selected.tie]) {
        const a = g.ends[2 * this.selected.tie], b = g.ends[2 * this.selected.tie + 1];
        lines.push(this.px(a), this.py(a), this.px(b), this.py(b));
        pen.segments(lines, colours.focus, width * 3, 1);
      } else if (this.selected.person !== undefined) {
        const me = this.selected.person;
        g.neighbours(me).forEach((t, other) => lines.push(this.px(me), this.py(me), this.px(other), this.py(other)));
        pen.segments(lines, colours.ink, width * 1.2, 0.75);
      }
    }
    paintPeople(pen, colours) {
      const g = this.graph, ramp = this.against ? colours.apart : this.better < 0 ? colours.load : colours.steps;
      const groups = new Map(), alone = [];
      for (let i = 0; i < g.n; i++) {
        if (!g.size[i]) continue;
        const apart = this.against ? g.difference(i) : 0;
        if (Number.isNaN(apart)) { alone.push(this.px(i), this.py(i), this.radius(i)); continue; }
        const step = this.against ? spirals.stepApart(apart, this.better) : spirals.step(g.state[i] / 255, this.better);
        if (!groups.has(step)) groups.set(step, []);
        groups.get(step).push(this.px(i), this.py(i), this.radius(i));
      }
      const edge = this.view.radius > 3 ? Math.max(0.8, this.view.radius / 7) : 0.5;
      groups.forEach((list, step) => pen.circles(list, ramp[step], colours.surface, edge));
      if (alone.length) pen.circles(alone, colours.surface, colours.soft, edge);
      const marked = [];
      if (this.hover >= 0) marked.push(this.px(this.hover), this.py(this.hover), this.radius(this.hover) + 2);
      if (this.selected && this.selected.person !== undefined && g.size[this.selected.person])
        marked.push(this.px(this.selected.person), this.py(this.selected.person), this.radius(this.selected.person) + 3);
      if (marked.length) pen.circles(marked, null, colours.focus, 2.5);
    }
    // --- pointing ---------------------------------------------------------------------------------------
    personAt(x, y) {
      const g = this.graph;
      let best = -1, near = Math.max(9, this.view.radius * 1.4);
      for (let i = 0; i < g.n; i++) {
        if (!g.size[i]) continue;
        const far = Math.hypot(this.px(i) - x, this.py(i) - y);
        if (far < near) { near = far; best = i; }
      }
      return best;
    }
    tieAt(x, y) {
      const g = this.graph;
      let best = -1, near = 5;
      for (let t = 0; t < g.tie.length; t++) {
        if (!g.tie[t]) continue;
        const a = g.ends[2 * t], b = g.ends[2 * t + 1];
        if (a < 0) continue;
        if (this.selected && this.selected.person !== undefined && a !== this.selected.person && b !== this.selected.person) continue;
        const ax = this.px(a), ay = this.py(a), dx = this.px(b) - ax, dy = this.py(b) - ay;
        const long = dx * dx + dy * dy || 1;
        const s = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long));
        const far = Math.hypot(ax + s * dx - x, ay + s * dy - y);
        if (far < near) { near = far; best = t; }
      }
      return best;
    }
    // The nearest person in a direction, for the arrow keys.
    toward(from, dx, dy) {
      const g = this.graph;
      let best = -1, least = Infinity;
      for (let i = 0; i < g.n; i++) {
        if (i === from || !g.size[i]) continue;
        const x = this.px(i) - this.px(from), y = this.py(i) - this.py(from);
        const ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
        if (ahead <= 0 || aside > ahead * 1.2) continue;
        const cost = ahead + 1.5 * aside;
        if (cost < least) { least = cost; best = i; }
      }
      return best;
    }
  }

  spirals.Graph = Graph;
  spirals.Network = Network;
})();
