// `npm start`: makes itself runnable with nothing but Node and npm, then hands over to `wuyou up`.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
process.argv.splice(2, process.argv.length, 'up', ...process.argv.slice(2));
await import('./wuyou.mjs');
