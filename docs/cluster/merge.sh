#!/bin/sh
# Joins the gradebooks of all shares and reports the class: merge.sh BOOKS GRADEBOOK ARGUMENTS...
#
# ARGUMENTS are those that shard.sh was given, and what to write: --format html --output pages. Nothing is graded again.
set -eu
books=$1 whole=$2
shift 2
course=$(cd "$(dirname "$0")/../.." && pwd)
grader=${GRADER:-${CARGO_TARGET_DIR:-$course/target}/debug/grader}

"$grader" merge "$books"/*-of-*.sqlite --gradebook "$whole" >&2
code=0
"$grader" class "$@" --gradebook "$whole" || code=$?
[ "$code" -le 1 ] || exit "$code"
