#!/bin/sh
# Runs a command that sees nothing but: the system's programs, Node and the kernel's code (read-only), and one folder, which
# lives in memory, starts with the files of FOLDER, and is gone afterwards. No network, no other processes, no rights.
#
#   unshare --mount --pid --net --ipc --uts --fork --kill-child [--user --map-root-user] \
#     enter.sh ROOT FOLDER SIZE USER READABLE LIMITS -- COMMAND...
#
#   ROOT      an empty folder to build the new root in
#   SIZE      bytes that may be written to the folder
#   USER      numeric user to become, or - to stay (without rights all the same)
#   READABLE  more folders and files to see, with : between
#   LIMITS    options of prlimit, with blanks between
#
# This shell is process 1 of the new process space: when it ends, the system ends every process in it.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
root=$1 folder=$2 size=$3 user=$4 readable=$5 limits=$6
shift 7

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

cd "$root"
mkdir .old
pivot_root . .old
umount -l .old
rmdir .old
mount -o remount,bind,ro /
cd "$folder"

identity="--no-new-privs --bounding-set=-all --inh-caps=-all"
[ "$user" = - ] || identity="$identity --reuid=$user --regid=$user --clear-groups"
# In the background a command would lose its input.
exec 9<&0
# Not exec: as process 1 the command could not be ended by a signal from inside. Unquoted: these are lists of options.
# shellcheck disable=SC2086
prlimit $limits setpriv $identity -- "$@" <&9 9<&- &
# The shell would report how its child was killed, into the submission's output.
exec 2> /dev/null 9<&-
status=0
wait $! || status=$?
exit "$status"
