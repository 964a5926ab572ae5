#!/bin/sh
# Runs a command, by run-both.sh, that sees nothing but: the system's programs, Node and the kernel's code (read-only), and one folder, which
# lives in memory, starts with the files of FOLDER, and is gone afterwards. No network, no other processes, no rights.
#
#   unshare --mount --pid --net --ipc --uts --fork --kill-child [--user --map-root-user] \
#     enter.sh ROOT FOLDER FILES SIZE USER READABLE LIMITS -- COMMAND...
#
#   ROOT      an empty folder to build the new root in
#   FILES     a folder with the assignment's own files alone, for the checks
#   SIZE      bytes that may be written to the folder
#   USER      numeric user to become, or - to stay (without rights all the same)
#   READABLE  more folders and files to see, with : between
#   LIMITS    options of prlimit, with blanks between
#
# This shell is process 1 of the new process space: when it ends, the system ends every process in it.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
root=$1 folder=$2 files=$3 size=$4 user=$5 readable=$6 limits=$7
shift 8
# The root that it will run in has no such file.
both=$(cat "$(dirname "$0")/run-both.sh")

# Servers of cells are reached by cells, as behind bubblewrap; where neither program is there, they are not.
ip link set lo up 2> /dev/null || ifconfig lo up 2> /dev/null || true

# Memory that no limit counts: segments of System V, and file systems in user namespaces of its own. Those of a sandbox that root sets up
# are looked for from outside: the setting would be everybody's.
echo 0 > /proc/sys/kernel/shmall 2> /dev/null || true
[ "$user" != - ] || echo 0 > /proc/sys/user/max_user_namespaces 2> /dev/null || true

mount -t tmpfs -o mode=755,size=4m box "$root"

# Shows a file or folder at its own place, read-only. Links stay links.
show() {
  [ -e "$1" ] || return 0
  if [ -L "$1" ]; then
    mkdir -p "$root$(dirname "$1")"
    [ -e "$root$1" ] || ln -s "$(readlink "$1")" "$root$1"
    show "$(readlink -f "$1")"
    return 0
  fi
  [ -e "$root$1" ] && return 0
  if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")" && : > "$root$1"; fi
  mount --rbind "$1" "$root$1"
  # A mount that came with restrictions keeps them only when they are named again.
  mount -o remount,bind,ro "$root$1" 2> /dev/null ||
    mount -o remount,bind,ro,nosuid,nodev "$root$1" 2> /dev/null ||
    mount -o remount,bind,ro,nosuid,nodev,noexec "$root$1"
}

mkdir -p "$root/tmp" "$root/dev" "$root/proc"
mount -t tmpfs -o mode=1777,size=64m box "$root/tmp"
for path in /usr /bin /sbin /lib /lib32 /lib64 /etc/ld.so.cache /etc/alternatives /etc/fonts /etc/passwd; do show "$path"; done
IFS=:
for path in $readable; do show "$path"; done
unset IFS

for device in null zero full random urandom; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=64m box "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
mount -t proc proc "$root/proc"

mkdir -p "$root$folder"
mount -t tmpfs -o "mode=755,size=$size" box "$root$folder"
cp -R "$folder/." "$root$folder/"
[ "$user" = - ] || chown -R "$user:$user" "$root$folder"

# The assignment's files once more, for the checks: nobody inside can write to these.
mkdir -p "$root/romanesco-checks"
mount -t tmpfs -o "mode=755,size=$size" box "$root/romanesco-checks"
mkdir "$root/romanesco-checks/files" "$root/romanesco-checks/temporary"
cp -R "$files/." "$root/romanesco-checks/files/"
mount -o remount,ro "$root/romanesco-checks"

cd "$root"
mkdir .old
pivot_root . .old
umount -l .old
rmdir .old
mount -o remount,bind,ro /
cd "$folder"

exec sh -c "$both" run-both.sh /romanesco-checks/files /romanesco-checks/temporary "$user" "$limits" "$@"
