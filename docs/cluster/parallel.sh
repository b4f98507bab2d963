#!/bin/sh
# A share of a class for each job of GNU parallel: parallel.sh N BOOKS ARGUMENTS...
#
# Started again it runs those shares that failed or were not begun. PARALLEL_OPTIONS go to parallel: `--jobs 1`, or
# `--sshloginfile nodes` for machines that have this folder at the same place.
set -eu
count=$1 books=$2
shift 2
mkdir -p "$books"
# A share keeps a machine's processors busy by itself: one at a time on each machine.
# shellcheck disable=SC2086 # They are several words.
seq "$count" | parallel --will-cite --quote --jobs 1 ${PARALLEL_OPTIONS-} --workdir "$PWD" \
    --joblog "$books/parallel.log" --resume-failed "$(dirname "$0")/shard.sh" "{}/$count" "$books" "$@"
