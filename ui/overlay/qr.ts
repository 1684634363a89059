/** A QR code as an SVG: error level M and a quiet zone of four, so that a phone reads it off a screen. */
import { correction, generate } from 'lean-qr';

const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

export function qr(text: string): SVGElement {
  const code = generate(text, { minCorrectionLevel: correction.M });
  let dark = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) dark += `M${x} ${y}h1v1h-1z`;
  }
  const svg = document.createElementNS(SVG, 'svg');
  const side = code.size + 2 * QUIET;
  svg.setAttribute('viewBox', `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', text);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark);
  svg.append(path);
  return svg;
}
