#!/bin/sh
# Compiles our own crates with counters for libFuzzer; everything else, build scripts too, as always.
# Cargo calls it with the compiler as first argument (RUSTC_WORKSPACE_WRAPPER).
case " $* " in
*" --crate-name domain "* | *" --crate-name exchange "* | *" --crate-name storefront "* | *" --crate-name fuzz "*)
  exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Copt-level=1 -Cdebug-assertions=on -Coverflow-checks=on
  ;;
esac
exec "$@"
