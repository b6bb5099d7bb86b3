// Names of controls, headings, and contrast of all visible text against what lies behind it (WCAG 2.2 AA).
() => {
  const problems = [], visible = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.title || (e.labels && e.labels[0] && e.labels[0].innerText) || '').trim();
  for (const e of document.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]'))
    if (visible(e) && !name(e)) problems.push('no name: ' + e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll('canvas')) if (visible(e) && !e.getAttribute('aria-label') && !e.getAttribute('aria-hidden')) problems.push('canvas without words');
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
  const rgba = (text) => { const m = text.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = (c) => { const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
  const behind = (e) => { for (let p = e; p; p = p.parentElement) { const c = rgba(getComputedStyle(p).backgroundColor); if (c[3] > 0.95) return c; } return [255, 255, 255, 1]; };
  const walk = document.createTreeWalker(document.querySelector('.sp') || document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.nodeValue.trim() || !visible(e) || e.closest('.hidden, .skip, :disabled, option, svg')) continue;
    const style = getComputedStyle(e), a = light(rgba(style.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) problems.push('contrast ' + ratio.toFixed(2) + ': ' + walk.currentNode.nodeValue.trim().slice(0, 40));
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push('wider than the window');
  return problems;
}
