#!/usr/bin/env bash
# The recipes of lib/cluster/README.md. The one for Slurm runs, with a smaller array and less patience: a scheduler and a node on
# this machine start its workers, a pool uses them, and they end when they have nothing to do. Those for systemd, Docker
# Compose and Kubernetes are checked by those who read such files. Needs root, for Slurm's daemons; installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "recipes.sh needs root, for Slurm's daemons"; exit 1; }
for need in slurm-wlm:slurmctld munge:munged systemd:systemd-analyze docker-compose:docker-compose; do
  command -v "${need#*:}" > /dev/null || apt-get install -qq --yes --no-install-recommends "${need%:*}" > /dev/null
done
kubernetes=.cache/nightly/kubernetes
[ -x $kubernetes/bin/kubernetes-validate ] || {
  python3 -m venv $kubernetes
  $kubernetes/bin/pip install -q kubernetes-validate==1.31.0
}
[ -f dist/.code ] || { echo "nothing is built yet: make build"; exit 1; }
main=$PWD/dist/kernel/main.js
work=$(mktemp -d /tmp/romanesco-slurm.XXXX)
started=()
end() {
  # The last one started ends first.
  for ((at = ${#started[@]} - 1; at >= 0; at--)); do kill "${started[at]}" 2> /dev/null || true; done
  wait 2> /dev/null || true
  [ "${1:-0}" = 0 ] || tail -n 20 "$work"/*.log "$work"/*.out
  rm -rf "$work"
}
trap 'end $?' EXIT
eventually() {
  for _ in $(seq 300); do "$@" > /dev/null 2>&1 && return; sleep 0.2; done
  echo "in vain: $*"
  return 1
}

# The code below a title in bold letters.
recipe() {
  node -e '
    const text = require("fs").readFileSync("lib/cluster/README.md", "utf8").split(`**${process.argv[1]}.**`)[1];
    console.log(/```\w+\n(.*?)```/s.exec(text)[1]);' "$1"
}

recipe "SSH and systemd" > "$work/romanesco-worker.service"
systemd-analyze verify "$work/romanesco-worker.service"
mkdir "$work/compose" && recipe "Docker Compose" > "$work/compose/docker-compose.yml"
mkdir "$work/compose/keys" && touch "$work/compose/keys/ann-worker.creds"
(cd "$work/compose" && docker-compose config --quiet)
recipe Kubernetes > "$work/deployment.yaml"
$kubernetes/bin/kubernetes-validate --strict "$work/deployment.yaml" > /dev/null
echo "systemd, Docker Compose, Kubernetes: the recipes are valid"

# The cluster, with ann's keys.
port=$(node -p 'const s = require("net").createServer().listen(0); s.address().port + (s.close(), "")')
server=${ROMANESCO_NATS:-$(command -v nats-server || ls .venv/bin/nats-server)}
(cd "$work" && node "$main" cluster init --users ann --host localhost --port "$port" --out keys > /dev/null)
(cd "$work/keys" && exec "$(realpath "$OLDPWD/$server" 2> /dev/null || echo "$server")" -c server.conf > "$work/nats.log" 2>&1) &
started+=($!)
eventually node "$main" cluster streams --out "$work/keys"
mkdir "$work/bin"
printf '#!/bin/sh\nexec node "%s" "$@"\n' "$main" > "$work/bin/romanesco"
chmod +x "$work/bin/romanesco"
cp "$work/keys/ann-worker.creds" "$work/"

# Slurm: munge knows who is who, a controller, a node.
export SLURM_CONF=$work/slurm.conf
mkdir -m 755 "$work/munge" "$work/state" "$work/spool"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none && chmod 400 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" > "$work/munged.log" 2>&1 &
started+=($!)
eventually test -S "$work/munge/socket"
cat > "$SLURM_CONF" << EOF
ClusterName=here
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$((port + 1))
SlurmdPort=$((port + 2))
SlurmUser=root
AuthInfo=socket=$work/munge/socket
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=ALL Default=YES State=UP
EOF
slurmctld -D > "$work/slurmctld.log" 2>&1 &
started+=($!)
slurmd -D > "$work/slurmd.log" 2>&1 &
started+=($!)
eventually sh -c 'sinfo -h -o %t | grep -q idle'

# The recipe as it stands, for two hosts of one core.
recipe Slurm | sed 's/1-16/1-2/; s/per-task=4/per-task=1/; s/--idle-exit 60/--idle-exit 10/' > "$work/workers.sh"
(cd "$work" && HOME=$work PATH=$work/bin:$PATH sbatch --parsable workers.sh) > "$work/job"
echo 'export const square = (n) => n * n;' > "$work/square.mjs"
cat > "$work/program.mjs" << EOF
import { Cluster, Pool } from "$PWD/dist/lib/index.js";
import { square } from "./square.mjs";
const cluster = await Cluster.connect({ credentials: "$work/keys/ann.creds" });
while (cluster.slots < 2) await new Promise((resolve) => setTimeout(resolve, 200));
const pool = new Pool({ on: cluster });
const squares = await pool.map(square, Array.from({ length: 1000 }, (_, n) => n));
if (squares.some((value, n) => value !== n * n)) throw new Error("wrong squares");
console.log(\`Slurm: \${cluster.hosts.length} hosts squared \${squares.length} numbers\`);
pool.terminate();
await cluster.close();
EOF
timeout 120 node "$work/program.mjs"
eventually sh -c '[ -z "$(squeue -h)" ]'
echo "Slurm: the workers ended when they had nothing to do"
