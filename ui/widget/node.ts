/** Builds nodes; there is no markup in a string anywhere, so a hostile title stays text. */

export type Attributes = Record<string, string | number | boolean | null>;

/** Sets or, for `null` and `false`, removes; only what differs is touched. */
export function set(node: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false) node.removeAttribute(key);
    else if (node.getAttribute(key) !== String(value)) node.setAttribute(key, value === true ? '' : String(value));
  }
}

/** An element whose class is also its `::part` name. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  if (part) set(node, { class: part, part });
  set(node, attributes);
  node.append(...children);
  return node;
}

/** Changes text only when it differs, so that nothing repaints or is read out twice. */
export function write(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
