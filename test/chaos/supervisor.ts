/** The one worker and the one API of the run. Whatever dies unasked is started again, as the supervisor does. */
import { start, type Kill, type Program, type Running } from './processes.js';
import type { Run } from './setting.js';

export class Processes {
  private worker: Running | null = null;
  private second: Running | null = null;
  private api: Running | null = null;
  private over = false;
  private readonly run: Run;
  constructor(run: Run) {
    this.run = run;
  }

  async startApi(kill?: Kill): Promise<Running> {
    const api = this.start(this.run.api, kill);
    this.api = api;
    if (kill) return api; // the first command that is waiting may kill it before anybody sees it ready
    if (!(await api.ready(180_000))) throw new Error(`The API did not become ready: see ${this.run.api.logFile}`);
    // One that dies unasked (the database crashed under it) comes back.
    void api.ended.then(() => {
      if (!this.over && this.api === api) return this.startApi().then(() => undefined, () => undefined);
      return undefined;
    });
    return api;
  }
  async replaceApi(kill?: Kill): Promise<Running> {
    const former = this.api;
    this.api = null;
    former?.kill();
    await former?.ended;
    return this.startApi(kill);
  }
  startWorker(kill?: Kill): Running {
    const worker = this.start(this.run.worker, kill);
    this.worker = worker;
    return worker;
  }
  /** A worker that will not be killed. `second`: beside one that sleeps. */
  async steadyWorker(which: 'first' | 'second' = 'first'): Promise<Running> {
    if (which === 'second') {
      const second = await this.run.secondWorker();
      this.second = this.start(second);
      if (!(await this.second.ready(180_000))) throw new Error(`The second worker did not become ready: see ${second.logFile}`);
      return this.second;
    }
    if (this.worker?.isRunning()) return this.worker;
    const worker = this.startWorker();
    if (!(await worker.ready(180_000))) throw new Error(`The worker did not become ready: see ${this.run.worker.logFile}`);
    return worker;
  }
  /** Whoever is still at work when the run is ended must not start what nobody will stop. */
  private start(program: Program, kill?: Kill): Running {
    if (this.over) throw new Error('The run is over');
    return start(program, kill);
  }
  async killWorker(): Promise<void> {
    this.worker?.kill();
    await this.worker?.ended;
  }
  /** In order; the API stays. */
  async stopWorkers(): Promise<void> {
    await this.worker?.stop();
    await this.second?.stop();
  }
  async end(): Promise<void> {
    this.over = true;
    const all = [this.api, this.worker, this.second];
    this.api = null;
    await Promise.all(all.flatMap((process) => (process ? [process.stop()] : [])));
  }
}
