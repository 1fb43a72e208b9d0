// Run inside a page, so it is text: what a person with bad eyes, a keyboard or a small screen stumbles over.

/** Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const FAINT = `(() => {
  const colour = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgb = (text) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 200) return c; } return [255, 255, 255, 255]; };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const says = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '');
    if (!says || !element.checkVisibility() || element.closest(':disabled')) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(element.tagName + ' "' + element.textContent.trim().slice(0, 40) + '" ' + ratio.toFixed(2));
  }
  return faint;
})()`;

/** What can be pressed or filled in and has no name that can be read out. */
export const NAMELESS = `[...document.querySelectorAll('button, input, a[href], summary, select')].filter((e) => e.checkVisibility())
  .filter((e) => !(e.labels?.length > 0 || e.getAttribute('aria-label') || e.textContent.trim())).map((e) => e.outerHTML.slice(0, 100))`;

/** By how much the page is wider than the screen. */
export const OVERFLOW = `document.scrollingElement.scrollWidth - innerWidth`;
