import type { Page } from "@playwright/test";

/**
 * Texts of the page that a person cannot read to their end, and whether the page has to be
 * scrolled sideways. What ends in three dots or can be scrolled by itself is meant to be so.
 */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SLACK = 1.5;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide, the window ${root.clientWidth}`);

    /** The box within which a text in this element can be seen; null where it is meant to be out of sight. */
    const seenThrough = (element: Element): { left: number; right: number } | null => {
      let [left, right] = [0, root.clientWidth];
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.visibility === "hidden" || style.opacity === "0" || style.clipPath !== "none") return null;
        if (style.textOverflow === "ellipsis" || style.overflowX === "auto" || style.overflowX === "scroll") return null;
        if (style.position === "fixed" && style.translate.includes("%")) return null;
        if (style.overflowX === "visible") continue;
        const box = at.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      }
      return { left, right };
    };

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const said = text.textContent?.trim() ?? "";
      const element = text.parentElement;
      if (said === "" || element === null) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
      const seen = boxes.length === 0 ? null : seenThrough(element);
      if (seen === null) continue;
      const out = boxes.find(({ left, right }) => left < seen.left - SLACK || right > seen.right + SLACK);
      if (out === undefined) continue;
      const [left, right] = [Math.round(out.left), Math.round(out.right)];
      found.push(`“${said.slice(0, 40)}” in .${element.className} from ${left} to ${right}, seen ${seen.left} to ${seen.right}`);
    }
    return found;
  });
}
