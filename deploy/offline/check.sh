#!/bin/sh
# deploy/offline/check.sh <archive>: the proof that a bundle is whole. Unpacks it into an empty folder, cuts the network off (a namespace with nothing but
# loopback), installs, shows the commands, starts PostgreSQL, Temporal, worker and API from it, asks whether they are ready, opens the patient's
# entry through an edge, and stops. (That a changed file is refused: test/offline-install.test.ts.) Needs root, or user namespaces (then PostgreSQL runs as who you are).
set -eu
archive=$(readlink -f -- "${1:?name the archive}")
if [ "${WUYOU_CUT_OFF:-}" != yes ]; then
  if [ "$(id -u)" = 0 ]; then namespace='unshare --net'; else namespace='unshare --net --map-current-user --keep-caps'; fi
  # A clean environment: no Node of the machine's own paths, no registry, no variable of ours.
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 WUYOU_CUT_OFF=yes $namespace sh "$0" "$archive"
fi

ip link set lo up
work=$(mktemp -d /tmp/wuyou-bundle-XXXXXX)
chmod 755 "$work"
up= edge=
end() {
  status=$?
  [ -z "$edge" ] || kill "$edge" 2> /dev/null || true
  [ -z "$up" ] || { kill "$up" 2> /dev/null && wait "$up"; } || true
  rm -rf "$work"
  exit "$status"
}
trap end EXIT INT TERM
# In a user namespace there is no other way out either: only loopback is up.
if [ "$(ip -o link show up | wc -l)" != 1 ]; then echo 'There is still a network here; this would prove nothing.' >&2; exit 1; fi

(cd "$(dirname -- "$archive")" && sha256sum --quiet -c "$(basename -- "$archive").sha256")
mkdir "$work/unpacked" "$work/data" "$work/home"
tar -xzf "$archive" -C "$work/unpacked" --strip-components=1
export HOME="$work/home" WUYOU_CACHE_DIR="$work/home/cache" WUYOU_DATA_DIR="$work/data"

(cd "$work/unpacked" && ./install.sh "$work/installed")
rm -rf "$work/unpacked"
node="$work/installed/current/node/bin/node"
"$work/installed/current/bin/wuyou" help | head -n 4
if "$node" -e "fetch('https://registry.npmjs.org/').then(() => process.exit(0), () => process.exit(1))"; then echo 'A registry is within reach; this would prove nothing.' >&2; exit 1; fi

answers() { "$node" -e "
  const [, url, words] = process.argv; const until = Date.now() + 600_000;
  const ask = async () => { const r = await fetch(url).catch(() => null); if (r?.ok && (await r.text()).includes(words)) process.exit(0); if (Date.now() > until) { console.error(url + ' does not answer'); process.exit(1); } setTimeout(ask, 500); };
  ask();" "$1" "$2"; }

PORT=18080 WORKER_HEALTH_PORT=18081 EDGE_PORT=18082 LOG_LEVEL=warn "$work/installed/current/bin/wuyou" up > "$work/up.log" 2>&1 &
up=$!
answers http://127.0.0.1:18080/readyz '"ready":true' || { cat "$work/up.log" >&2; exit 1; }
answers http://127.0.0.1:18081/readyz true
echo 'API and worker are ready'
env -u WUYOU_DATA_DIR CORE_URL=http://127.0.0.1:18082 HOST=127.0.0.1 PORT=18083 LOG_LEVEL=warn "$node" "$work/installed/current/dist/api/edge/server.js" &
edge=$!
answers http://127.0.0.1:18083/readyz '"ready":true'
answers http://127.0.0.1:18083/p/ 6
answers http://127.0.0.1:18083/phone.css font
"$node" -e "fetch('http://127.0.0.1:18083/console/').then((r) => process.exit(r.status === 404 ? 0 : 1))"
echo 'The patient’s entry answers through the edge, the console does not'
echo "Whole: $(basename -- "$archive")"
