#!/bin/sh
# lint.sh - cppcheck, clang-tidy and the clang-format check over our sources.
set -u

: "${BUILD:=build}"
sources=$(git ls-files '*.c')
status=0

echo "cppcheck"
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --error-exitcode=1 -j "$(nproc)" \
    --enable=warning,portability,performance --inline-suppr \
    --suppressions-list=tests/cppcheck.txt -D_GNU_SOURCE -Iinclude -I. \
    $sources || status=1

# One file at a time: clang-tidy 14 loses track of va_list from the second on.
echo "clang-tidy"
# shellcheck disable=SC2086
printf '%s\n' $sources | grep -v '^tests/' | xargs -P "$(nproc)" -n 1 \
    sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$@" -- \
        -std=c11 -D_GNU_SOURCE -Iinclude -I.' tidy 2>"$BUILD/clang-tidy.err" || {
	status=1
	grep -v 'warnings generated' "$BUILD/clang-tidy.err"
}

echo "clang-format"
# shellcheck disable=SC2046
clang-format --dry-run --Werror $(git ls-files '*.c' '*.h') || status=1

[ "$status" = 0 ] && echo "lint: clean"
exit "$status"
