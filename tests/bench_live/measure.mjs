// Time, quantiles, and what a process costs (Linux).
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of a clock that never goes back. */
export const clock = () => performance.now()

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Whether `check` becomes true within so many milliseconds. */
export async function until(check, ms) {
  for (const end = clock() + ms; !check(); await sleep(20)) if (clock() > end) return false
  return true
}

/** The q-quantile of the numbers, to a hundredth; null when there are none. */
export function quantile(numbers, q) {
  const sorted = Float64Array.from(numbers).sort()
  return sorted.length ? Math.round(100 * sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]) / 100 : null
}

/** What all threads have run, as the scheduler counts it: ticks of 10 ms are too coarse. */
function cpuOf(name) {
  const run = thread => +readFileSync(`/proc/${name}/task/${thread}/schedstat`, 'latin1').split(' ')[0]
  return readdirSync(`/proc/${name}/task`).reduce((sum, thread) => sum + run(thread), 0) / 1e6
}

function readProcesses() {
  const found = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      found.set(+name, { parent: +fields[1], cpu: cpuOf(name), rss: (+fields[21] * 4096) / 1024 })
    } catch {
      // it has ended meanwhile
    }
  }
  return found
}

/** CPU milliseconds and kilobytes of memory of a process and all its descendants. */
export function costOf(pid) {
  const processes = readProcesses()
  const isOurs = each => each === pid || (processes.has(each) && isOurs(processes.get(each).parent))
  const total = { cpu: 0, rss: 0 }
  for (const [each, { cpu, rss }] of processes) {
    if (!isOurs(each)) continue
    total.cpu += cpu
    total.rss += rss
  }
  return total
}
