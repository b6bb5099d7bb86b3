/* A curve over the days: this run, its twin in grey, what lies between them, and marks where something began or struck. */
(function () {
  const spirals = (window.spirals = window.spirals || {});

  // A range that holds the values with a little air, never so narrow that noise looks like news.
  function bounds(lists, least) {
    let low = Infinity, high = -Infinity;
    for (const list of lists) for (const v of list) if (!Number.isNaN(v)) { low = Math.min(low, v); high = Math.max(high, v); }
    if (low === Infinity) return [0, 1];
    const middle = (low + high) / 2, half = Math.max((high - low) / 2 * 1.12, least / 2, 1e-6);
    return [middle - half, middle + half];
  }

  function shown(value, span) {
    if (value === undefined || value === null || Number.isNaN(value)) return "";
    if (Math.abs(value) < 0.005) return "0.00";
    if (Math.abs(value) >= 100) return Math.round(value).toString();
    if (Math.abs(value) >= 10 || span > 8) return value.toFixed(span > 8 ? 0 : 1);
    return value.toFixed(2);
  }

  // The areas between two curves, one after the other: {above, points, days}, closed round.
  function between(one, two) {
    const parts = [], n = Math.min(one.length, two.length);
    let from = 0;
    for (let i = 1; i <= n; i++) {
      const above = one[i - 1] > two[i - 1];
      if (i < n && one[i] > two[i] === above) continue;
      const last = Math.min(i, n - 1), days = [];
      for (let d = from; d <= last; d++) days.push(d);
      const back = days.slice().reverse();
      if (days.some((d) => one[d] !== two[d])) parts.push({ above: above, days: days.concat(back), points: days.map((d) => one[d]).concat(back.map((d) => two[d])) });
      from = i;
    }
    return parts;
  }

  // lines: [{values, against, better, colour, width, alpha, dash, band: [low, high]}], values start on day `from`.
  function plot(pen, box, lines, options) {
    const colours = spirals.palette();
    const days = Math.max(options.days, 1), em = spirals.em();
    const range = options.range || bounds(lines.flatMap((l) => (l.band ? [l.values, l.band[0], l.band[1]] : [l.values])), options.least || 0);
    const x = (day) => box.x + (day / days) * box.w;
    const y = (v) => box.y + box.h - ((v - range[0]) / (range[1] - range[0])) * box.h;
    for (const mark of options.marks || [])
      pen.segments([x(mark.day), box.y - 2, x(mark.day), box.y + box.h], mark.begins ? colours.warn_ink : colours.soft, 1.2, 0.85, mark.begins ? [] : [2, 3]);
    if (options.zero !== undefined && range[0] < options.zero && range[1] > options.zero)
      pen.segments([box.x, y(options.zero), box.x + box.w, y(options.zero)], colours.soft, 1, 0.8);
    pen.segments([box.x, box.y + box.h, box.x + box.w, box.y + box.h], colours.line, 1, 1);
    for (const line of lines) {
      if (!line.band) continue;
      const points = [];
      line.band[0].forEach((v, i) => points.push(x(i + (line.from || 0)), y(v)));
      for (let i = line.band[1].length - 1; i >= 0; i--) points.push(x(i + (line.from || 0)), y(line.band[1][i]));
      if (points.length) pen.area(points, line.colour, 0.17);
    }
    for (const line of lines)
      if (line.against) for (const part of between(line.values, line.against))
        pen.area(part.points.flatMap((v, i) => [x(part.days[i] + (line.from || 0)), y(v)]), part.above === line.better >= 0 ? colours.good : colours.bad, 0.22);
    for (const line of lines) {
      const points = [];
      line.values.forEach((v, i) => points.push(x(i + (line.from || 0)), y(v)));
      pen.line(points, line.colour, line.width || 2, line.alpha, line.dash);
      const last = line.values.length - 1;
      if (line.dot && last >= 0) pen.circles([x(last + (line.from || 0)), y(line.values[last]), (line.width || 2) * 1.6], line.colour, colours.surface, 1.5);
    }
    const size = 0.72 * em;
    if (options.scale !== false) {
      pen.text(shown(range[1], range[1] - range[0]), box.x + box.w + 4, box.y + size * 0.7, size, colours.soft, "left");
      pen.text(shown(range[0], range[1] - range[0]), box.x + box.w + 4, box.y + box.h, size, colours.soft, "left");
    }
    return { x: x, y: y, range: range };
  }

  // Ticks of the shared time axis: every so many weeks of five working days.
  function ticks(days) {
    const every = [5, 10, 20, 40, 65, 130, 260].find((step) => days / step <= 7) || 260;
    const found = [];
    for (let day = 0; day <= days; day += every) found.push(day);
    return found;
  }

  function axis(pen, box, days) {
    const colours = spirals.palette(), size = 0.72 * spirals.em();
    ticks(days).forEach((day, i, all) => {
      const at = box.x + (day / days) * box.w;
      pen.segments([at, box.y, at, box.y + 4], colours.soft, 1, 1);
      const anchor = i === 0 ? "left" : i === all.length - 1 && days - day < days * 0.04 ? "right" : "center";
      pen.text(i === 0 ? "day 0" : String(day), at, box.y + 5 + size, size, colours.soft, anchor);
    });
  }

  // Titles of marks above the first curve, each from its day to the next one's.
  function flags(pen, box, days, marks, titles) {
    const colours = spirals.palette(), size = 0.72 * spirals.em();
    const begun = [];
    marks.filter((m) => m.begins).forEach((m) => {
      const last = begun[begun.length - 1];
      if (last && last.day === m.day) last.names.push(m.name);
      else begun.push({ day: m.day, names: [m.name] });
    });
    begun.forEach((mark, i) => {
      const at = box.x + (mark.day / days) * box.w, end = i + 1 < begun.length ? box.x + (begun[i + 1].day / days) * box.w : box.x + box.w + 2.4 * size;
      const room = Math.floor((end - at) / (size * 0.54)) - 1, words = mark.names.length > 1 ? mark.names.length + " changes" : titles(mark.names[0]);
      if (room >= Math.min(3, words.length)) pen.text(words.length <= room ? words : words.slice(0, room) + ".", at, box.y, size, colours.warn_ink, "left", 500);
    });
  }

  function onCanvas(canvas, draw) {
    if (!canvas || !canvas.isConnected) return;
    const box = canvas.getBoundingClientRect(), ratio = Math.min(window.devicePixelRatio || 1, 2);
    const w = Math.max(1, Math.round(box.width * ratio)), h = Math.max(1, Math.round(box.height * ratio));
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    const c = canvas.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, box.width, box.height);
    draw(new spirals.CanvasPen(c), box.width, box.height);
  }

  // Weekly values, which stand on Fridays, as daily ones in between.
  function daily(weekly) {
    const found = [];
    weekly.forEach((v, i) => {
      const next = weekly[i + 1];
      for (let d = 0; d < (next === undefined ? 1 : 5); d++) found.push(next === undefined ? v : v + ((next - v) * d) / 5);
    });
    return found;
  }

  // A difference with its sign, to a hundredth.
  function signed(value) {
    return value === 0 ? "\u00b10" : (value < 0 ? "\u2212" : "+") + shown(Math.abs(value), 1);
  }

  spirals.plot = plot;
  spirals.signed = signed;
  spirals.daily = daily;
  spirals.axis = axis;
  spirals.flags = flags;
  spirals.onCanvas = onCanvas;
  spirals.shown = shown;
  spirals.bounds = bounds;
})();
