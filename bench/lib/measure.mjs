/** How often everything is measured. */
export const RUNS = 5;

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that each of `runs` runs takes, after one that is not counted. */
export async function timed(work, runs = RUNS) {
  await work(-1);
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    await work(run);
    times.push(performance.now() - begun);
  }
  return times;
}

/** A time for people, with as many digits as it deserves. */
export function ms(time) {
  if (time >= 100) return `${Math.round(time).toLocaleString("en")} ms`;
  return `${time.toFixed(time >= 10 ? 1 : 2)} ms`;
}

export const whole = (number) => Math.round(number).toLocaleString("en");
