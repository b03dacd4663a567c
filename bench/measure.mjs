// Runs programs and says what they cost: seconds on the clock, seconds of processor, peak memory.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Linux counts a process's time in hundredths of a second. */
const ticks = 100;

/**
 * Runs a program to its end; its output is thrown away.
 * @param command program and arguments
 * @param options of child_process.spawn
 * @returns seconds, and from /proc processor seconds and the peak of resident memory in MB, both NaN where there is no /proc
 */
export function measure([program, ...words], options = {}) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], ...options });
    let seen = { cpu: NaN, memory: NaN };
    let errors = "";
    const timer = setInterval(() => (seen = look(child.pid) ?? seen), 10);
    child.stderr.on("data", (text) => (errors += text));
    child.on("error", fail);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code !== 0 && code !== 1) fail(new Error(`${program} ended with ${code}: ${errors}`));
      else done({ seconds: (performance.now() - start) / 1000, ...seen });
    });
  });
}

/** The peak and the time so far; the last look before the end is at most a few milliseconds old. */
function look(pid) {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    if (peak === null) return undefined;
    return {
      cpu: (Number(fields[11]) + Number(fields[12])) / ticks,
      memory: Number(peak[1]) / 1024,
    };
  } catch {
    return undefined;
  }
}

/** @returns for each quantity the median of several runs */
export function median(runs) {
  const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return Object.fromEntries(
    ["seconds", "cpu", "memory"].map((key) => [key, middle(runs.map((run) => run[key]))]),
  );
}

export function row(name, { seconds, cpu, memory }, more = "") {
  console.log(
    `${name.padEnd(28)} ${seconds.toFixed(2).padStart(7)} s  ${cpu.toFixed(2).padStart(7)} s cpu  ${memory.toFixed(0).padStart(6)} MB  ${more}`,
  );
}
