#!/bin/sh
# Runs a command twice in the same sandbox: for the cells of a submission, and for the checks of them. Both have the same
# user, files and process numbers. The checks have one right more: by it the system keeps their memory and descriptors from
# the cells. Their modules and temporary files are where the cells cannot write.
#
#   run-both.sh FILES TEMPORARY USER LIMITS COMMAND...
#
#   FILES      the assignment's files, as they were
#   TEMPORARY  an empty folder, in whose place the checks see one of their own
#   USER       numeric user to become, or - to stay (without rights all the same)
#   LIMITS     options of prlimit, with blanks between
#
# The cells have the descriptors 0 to 5; the checks have 6 to 9 as 1 to 4.
set -eu
files=$1 temporary=$2 user=$3 limits=$4
shift 4

identity="--no-new-privs"
[ "$user" = - ] || identity="$identity --reuid=$user --regid=$user --clear-groups"
none="--bounding-set=-all --inh-caps=-all --ambient-caps=-all"
one="--bounding-set=-all,+kill --inh-caps=-all,+kill --ambient-caps=-all,+kill"

run_checks() {
  # shellcheck disable=SC2016
  TMPDIR=$temporary HOME=$temporary unshare --mount -- sh -c '
    set -eu
    files=$1 temporary=$2 user=$3 limits=$4 identity=$5
    shift 5
    mount -t tmpfs -o mode=700,size=64m box "$temporary"
    [ "$user" = - ] || chown "$user:$user" "$temporary"
    cd "$files"
    exec prlimit $limits setpriv $identity -- "$@"
  ' sh "$files" "$temporary" "$user" "$limits" "$identity $one" "$@"
}

# Without them it is one command, such as the server that checks types, or nothing but the question whether the sandbox works.
if ! [ -e "/proc/$$/fd/9" ]; then
  [ "$*" != true ] || run_checks true
  # In the background a command would lose its input.
  exec 9<&0
  # shellcheck disable=SC2086
  prlimit $limits setpriv $identity $none -- "$@" <&9 9<&- &
  exec 2> /dev/null 9<&-
  status=0
  wait $! || status=$?
  exit "$status"
fi

# Not exec: as process 1 the command could not be ended by a signal from inside. Unquoted: these are lists of options.
# shellcheck disable=SC2086
prlimit $limits setpriv $identity $none -- "$@" 6>&- 7>&- 8>&- 9>&- &
cells=$!
{
  run_checks "$@" < /dev/null >&6 2>&7 3>&8 4>&9 5> /dev/null 6>&- 7>&- 8>&- 9>&- || true
  kill -KILL "$cells"
} &
exec 6>&- 7>&- 8>&- 9>&-
# The shell would report how its child was killed, into the submission's output.
exec 2> /dev/null
status=0
wait "$cells" || status=$?
exit "$status"
