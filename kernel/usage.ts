import {readFile} from "node:fs/promises";
import {cpus, freemem, hostname, totalmem} from "node:os";

/** What the kernel's processes take of the machine: the content of a `usage_reply`, as jupyter-resource-usage reads it. */
export async function usage(pids: readonly number[]): Promise<Record<string, unknown>> {
  const before = await Promise.all([machineTime(), ...pids.map(processTime)]);
  await new Promise((resolve) => setTimeout(resolve, interval));
  const after = await Promise.all([machineTime(), ...pids.map(processTime)]);
  const spent = after.map((time, index) => time - before[index]!);
  const [total, free] = [totalmem(), freemem()];
  const memory = await Promise.all(pids.map(processMemory));
  return {
    status: "ok",
    hostname: hostname(),
    pid: pids[0],
    kernel_cpu: (100 * sum(spent.slice(1))) / interval,
    kernel_memory: sum(memory),
    cpu_count: cpus().length,
    host_cpu_percent: Math.min(100, (100 * spent[0]!) / interval / cpus().length),
    host_virtual_memory: {total, available: free, percent: (100 * (total - free)) / total, used: total - free, free},
  };
}

const interval = 100;
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Milliseconds that all processors were busy since the machine was started. */
const machineTime = async (): Promise<number> => sum(cpus().map(({times: {idle: _, ...busy}}) => sum(Object.values(busy))));

/** Milliseconds of processor that a process has taken; 0 where the system does not say. */
async function processTime(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Behind the name in parentheses: the 14th and 15th fields of proc(5), in hundredths of a second.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return text === "" ? 0 : 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Bytes in memory; those of this process where the system does not say. */
async function processMemory(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(text) ?? [];
  return kilobytes === undefined ? (pid === process.pid ? process.memoryUsage.rss() : 0) : 1024 * Number(kilobytes);
}
