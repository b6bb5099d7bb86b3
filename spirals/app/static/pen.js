/* One way of drawing for the screen and for SVG files: the few strokes that network and curves need. */
(function () {
  const spirals = (window.spirals = window.spirals || {});

  class CanvasPen {
    constructor(context) {
      this.c = context;
    }
    // segments: flat list x1, y1, x2, y2, ...
    segments(list, colour, width, alpha, dash) {
      const c = this.c;
      c.strokeStyle = colour;
      c.lineWidth = width;
      c.globalAlpha = alpha;
      c.setLineDash(dash || []);
      // Short paths: a stroke's cost grows faster than its length.
      for (let start = 0; start < list.length; start += 400) {
        const end = Math.min(list.length, start + 400);
        c.beginPath();
        for (let i = start; i < end; i += 4) {
          c.moveTo(list[i], list[i + 1]);
          c.lineTo(list[i + 2], list[i + 3]);
        }
        c.stroke();
      }
      c.setLineDash([]);
      c.globalAlpha = 1;
    }
    line(points, colour, width, alpha, dash) {
      if (points.length < 4) return;
      const c = this.c;
      c.strokeStyle = colour;
      c.lineWidth = width;
      c.globalAlpha = alpha === undefined ? 1 : alpha;
      c.lineJoin = "round";
      c.setLineDash(dash || []);
      c.beginPath();
      for (let i = 0; i < points.length; i += 2) {
        if (Number.isNaN(points[i + 1])) continue;
        if (i === 0 || Number.isNaN(points[i - 1])) c.moveTo(points[i], points[i + 1]);
        else c.lineTo(points[i], points[i + 1]);
      }
      c.stroke();
      c.setLineDash([]);
      c.globalAlpha = 1;
    }
    area(points, colour, alpha) {
      const c = this.c;
      c.fillStyle = colour;
      c.globalAlpha = alpha;
      c.beginPath();
      for (let i = 0; i < points.length; i += 2) c.lineTo(points[i], points[i + 1]);
      c.fill();
      c.globalAlpha = 1;
    }
    // circles: flat list x, y, radius, ...
    circles(list, fill, edge, width) {
      const c = this.c;
      c.beginPath();
      for (let i = 0; i < list.length; i += 3) {
        c.moveTo(list[i] + list[i + 2], list[i + 1]);
        c.arc(list[i], list[i + 1], list[i + 2], 0, 6.2832);
      }
      if (fill) {
        c.fillStyle = fill;
        c.fill();
      }
      if (edge) {
        c.strokeStyle = edge;
        c.lineWidth = width;
        c.stroke();
      }
    }
    rect(x, y, w, h, fill) {
      this.c.fillStyle = fill;
      this.c.fillRect(x, y, w, h);
    }
    text(words, x, y, size, colour, anchor, weight) {
      this.c.font = (weight || 400) + " " + size + "px " + spirals.fonts;
      this.c.fillStyle = colour;
      this.c.textAlign = anchor || "left";
      this.c.textBaseline = "alphabetic";
      this.c.fillText(words, x, y);
    }
  }

  const r = (x) => Math.round(x * 10) / 10;
  const clean = (text) => String(text).replace(/[<>&"']/g, (x) => "&#" + x.charCodeAt(0) + ";");

  class SvgPen {
    constructor(width, height) {
      this.size = [width, height];
      this.parts = [];
      this.shift = [0, 0];
    }
    _x(v) { return r(v + this.shift[0]); }
    _y(v) { return r(v + this.shift[1]); }
    segments(list, colour, width, alpha, dash) {
      let d = "";
      for (let i = 0; i < list.length; i += 4)
        d += "M" + this._x(list[i]) + " " + this._y(list[i + 1]) + "L" + this._x(list[i + 2]) + " " + this._y(list[i + 3]);
      if (d) this._path(d, "none", colour, width, alpha, dash);
    }
    line(points, colour, width, alpha, dash) {
      let d = "", pen = "M";
      for (let i = 0; i < points.length; i += 2) {
        if (Number.isNaN(points[i + 1])) { pen = "M"; continue; }
        d += pen + this._x(points[i]) + " " + this._y(points[i + 1]);
        pen = "L";
      }
      if (d) this._path(d, "none", colour, width, alpha, dash);
    }
    area(points, colour, alpha) {
      let d = "";
      for (let i = 0; i < points.length; i += 2) d += (d ? "L" : "M") + this._x(points[i]) + " " + this._y(points[i + 1]);
      this.parts.push('<path d="' + d + 'Z" fill="' + colour + '" opacity="' + alpha + '"/>');
    }
    _path(d, fill, colour, width, alpha, dash) {
      this.parts.push('<path d="' + d + '" fill="' + fill + '" stroke="' + colour + '" stroke-width="' + r(width) + '" stroke-linejoin="round"' +
        (alpha !== undefined && alpha < 1 ? ' opacity="' + alpha + '"' : "") + (dash && dash.length ? ' stroke-dasharray="' + dash.join(" ") + '"' : "") + "/>");
    }
    circles(list, fill, edge, width) {
      let inner = "";
      for (let i = 0; i < list.length; i += 3) inner += '<circle cx="' + this._x(list[i]) + '" cy="' + this._y(list[i + 1]) + '" r="' + r(list[i + 2]) + '"/>';
      if (inner) this.parts.push('<g fill="' + (fill || "none") + '"' + (edge ? ' stroke="' + edge + '" stroke-width="' + r(width) + '"' : "") + ">" + inner + "</g>");
    }
    rect(x, y, w, h, fill) {
      this.parts.push('<rect x="' + this._x(x) + '" y="' + this._y(y) + '" width="' + r(w) + '" height="' + r(h) + '" fill="' + fill + '"/>');
    }
    text(words, x, y, size, colour, anchor, weight) {
      const where = { left: "start", center: "middle", right: "end" }[anchor || "left"];
      this.parts.push('<text x="' + this._x(x) + '" y="' + this._y(y) + '" font-size="' + r(size) + '" fill="' + colour + '" text-anchor="' + where +
        '" font-weight="' + (weight || 400) + '">' + clean(words) + "</text>");
    }
    toString() {
      return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ' + this.size[0] + " " + this.size[1] + '" width="' + this.size[0] + '" height="' +
        this.size[1] + '" font-family="' + clean(spirals.fonts) + '">' + this.parts.join("") + "</svg>";
    }
  }

  spirals.CanvasPen = CanvasPen;
  spirals.SvgPen = SvgPen;
})();
