const { spawnSync } = require('node:child_process');
const version = require('node:fs').readFileSync('version', 'utf8').trim();

if (version === 'exits') process.exit(1);
if (version === 'broken') throw new Error('broken');
if (version === 'silent') {
  setInterval(() => {}, 1000);
} else {
  const server = require('node:http').createServer((request, response) => response.end('served\n'));
  process.on('SIGTERM', () => server.close());
  server.listen({ fd: 3 }, () => spawnSync('systemd-notify', ['--ready']));
}
