/** Colours of neurons: told apart by those who see few colours too, and the same everywhere on the page. */
const HUES = 8;

export function hueOf(uid: number): string {
  return `var(--hue-${uid % HUES})`;
}

/** A colour of the style sheet as the theme has it now, for what draws on a canvas. */
export function resolveColour(css: string): string {
  const probe = document.createElement("span");
  probe.style.color = css;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
