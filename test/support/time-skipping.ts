/** An environment whose clock jumps. Its clock is global to its server, so every test file takes one of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { freePort } from '../../platform/ports.js';

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

/**
 * The SDK gives a server it starts five seconds, which a JVM on a busy machine may need for itself, and leaves it behind when it is late.
 * So the server is started here and waited for; what the SDK starts on the same port is `sleep <port>`, which it ends at teardown.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const port = await freePort();
  const server = spawn(inject('testServerPath'), [String(port)], { stdio: 'ignore' });
  try {
    for (let waited = 0; !(await listens(port)); waited += 100) {
      if (server.exitCode !== null) throw new Error(`The time-skipping test server ended with code ${server.exitCode}`);
      if (waited > 90_000) throw new Error('The time-skipping test server does not listen after 90 s');
      await wait(100);
    }
    const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { port, executable: { type: 'existing-path', path: '/bin/sleep' } } });
    return endingWith(environment, server);
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
}

function endingWith(environment: TestWorkflowEnvironment, server: ChildProcess): TestWorkflowEnvironment {
  const teardown = environment.teardown.bind(environment);
  environment.teardown = async () => {
    await teardown();
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  };
  return environment;
}
