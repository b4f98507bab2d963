#!/bin/sh
# Grades one share of a class: shard.sh I/N BOOKS ARGUMENTS...
#
# Every recipe in this folder starts this, once for each I. ARGUMENTS are those of `grader class`; the share's gradebook
# is BOOKS/I-of-N.sqlite. It goes on where it was stopped, so after a failure it is simply started again.
#
# It ends with 0 when its share is graded. The grader's own 1 says that some check did not pass, which a queue would take
# for a failure. The table is left out, because it is that of a part; merge.sh writes the whole one.
set -eu
share=$1 books=$2
shift 2
course=$(cd "$(dirname "$0")/../.." && pwd)
grader=${GRADER:-${CARGO_TARGET_DIR:-$course/target}/debug/grader}
[ -x "$grader" ] || { echo "there is no $grader; run \`cargo build -p grader\` in $course" >&2; exit 2; }

mkdir -p "$books"
code=0
"$grader" class "$@" --shard "$share" --gradebook "$books/${share%/*}-of-${share#*/}.sqlite" >/dev/null || code=$?
[ "$code" -le 1 ] || { echo "shard $share was not graded (exit code $code)" >&2; exit "$code"; }
