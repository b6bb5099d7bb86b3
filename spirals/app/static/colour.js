/* Colours of the theme as the drawings use them, and ramps from them. */
(function () {
  const spirals = (window.spirals = window.spirals || {});

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function rgb(text) {
    const value = parseInt(text.replace("#", ""), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }

  function blend(one, two, share) {
    return one.map((x, i) => Math.round(x + (two[i] - x) * share));
  }

  function css(c) {
    return "rgb(" + c.join(",") + ")";
  }

  const NAMES = ["paper", "surface", "sunken", "line", "ink", "soft", "accent", "good", "bad", "plain", "ghost", "halo", "tie", "focus",
    "warn-ink", "series-1", "series-2", "series-3", "series-4"];
  let kept = null;

  // Ramps have 33 steps. What is good when high goes from blue over grey to orange; strain from pale to violet;
  // a difference from the twin from the colour of harm over grey to the colour of good, as ties have them.
  spirals.palette = function () {
    const key = document.documentElement.dataset.theme || "light";
    if (kept && kept.key === key) return kept;
    const low = rgb(token("low")), mid = rgb(token("mid")), high = rgb(token("high"));
    const calm = rgb(token("load-0")), loaded = rgb(token("load-1"));
    const bad = rgb(token("bad")), good = rgb(token("good"));
    const steps = [], load = [], apart = [];
    for (let i = 0; i <= 32; i++) {
      const x = i / 32;
      steps.push(css(x < 0.5 ? blend(low, mid, x * 2) : blend(mid, high, x * 2 - 1)));
      load.push(css(blend(calm, loaded, x)));
      apart.push(css(x < 0.5 ? blend(bad, mid, x * 2) : blend(mid, good, x * 2 - 1)));
    }
    kept = { key: key, steps: steps, load: load, apart: apart };
    NAMES.forEach((name) => (kept[name.replace("-", "_")] = token(name)));
    return kept;
  };

  // A state in 0..1 to a step of a ramp: the middle half of the range, where people mostly are, takes most of the steps.
  spirals.step = function (value, better) {
    const x = better < 0 ? value / 0.6 : (value - 0.2) / 0.6;
    return Math.max(0, Math.min(32, Math.round(x * 32)));
  };

  // A difference from the twin to a step: small ones take most of the steps, and WIDEST all there are.
  spirals.WIDEST = 0.1;
  spirals.stepApart = function (difference, better) {
    const x = Math.sqrt(Math.min(1, Math.abs(difference) / spirals.WIDEST)) * Math.sign(difference) * (better < 0 ? -1 : 1);
    return Math.round(16 + 16 * x);
  };

  spirals.ramp = function (better, apart) {
    const c = spirals.palette(), steps = !apart ? (better < 0 ? c.load : c.steps) : better < 0 ? c.apart.slice().reverse() : c.apart;
    return "linear-gradient(90deg," + [0, 8, 16, 24, 32].map((i) => steps[i]).join(",") + ")";
  };

  spirals.fonts = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
  spirals.em = function () {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  };
})();
