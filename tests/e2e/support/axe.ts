import type { Page } from "@playwright/test";
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

interface Verdict {
  readonly violations: readonly Finding[];
  readonly passes: readonly unknown[];
}

/** What axe finds wrong on the page as it is shown now, one line each. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated, since a script tag of another origin is refused by the page's policy.
  await page.evaluate(`globalThis.axe ?? (() => { ${axe.source} })()`);
  const verdict = await page.evaluate(
    (tags) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<Verdict> } }).axe.run({
        runOnly: tags,
        resultTypes: ["violations"],
      }),
    TAGS,
  );
  if (verdict.passes.length === 0) throw new Error("axe looked at nothing");
  return verdict.violations.flatMap((finding) =>
    finding.nodes.map((node) => `${finding.id}: ${String(node.target)} ${node.failureSummary ?? finding.help}`),
  );
}
