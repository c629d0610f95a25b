import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends the output with one line that says how many journeys ran: `12 passed, 0 failed`. */
export default class Count implements Reporter {
  private passed = 0;
  private failed = 0;
  private skipped = 0;

  onTestEnd(_test: TestCase, result: TestResult): void {
    if (result.status === "passed") this.passed += 1;
    else if (result.status === "skipped") this.skipped += 1;
    else this.failed += 1;
  }

  onEnd(result: FullResult): void {
    // A run that was broken off before any journey failed must not read as a success.
    const broken = result.status !== "passed" && this.failed === 0 ? 1 : 0;
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : "";
    process.stdout.write(`${this.passed} passed, ${this.failed + broken} failed${skipped}\n`);
  }
}
