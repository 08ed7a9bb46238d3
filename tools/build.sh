# Building, sourced by ./run and ./test. Uses $root.

jobs() { nproc; }

# run_logged LOG COMMAND...: quiet while it goes well; what it said when it does not.
run_logged() {
  local log="$1"
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 && return 0
  tail -30 "$log" >&2
  echo "This failed: $*. The whole log is $log." >&2
  return 1
}

# show_progress LOG: how far ninja is, again and again, on a terminal only; to be killed when it is done.
show_progress() {
  [ -t 1 ] || return 0
  while sleep 1; do printf '\r  %s ' "$(tail -n 1 "$1" 2>/dev/null | grep -a -o '^\[[0-9]*/[0-9]*\]')"; done
}

# build_server FOLDER BUILD_TYPE TARGET... [-- CMAKE_OPTION...]
build_server() {
  local folder="$root/build/$1" type="$2"
  shift 2
  local targets=() options=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do targets+=("$1"); shift; done
  [ $# -gt 0 ] && shift
  options=("$@")
  mkdir -p "$folder"
  if ! cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE="$type" "${options[@]}" >"$folder/configure.log" 2>&1; then
    cat "$folder/configure.log" >&2
    return 1
  fi
  local watcher failed=0
  : >"$folder/build.log"
  show_progress "$folder/build.log" &
  watcher=$!
  ninja -C "$folder" -j "$(jobs)" "${targets[@]}" >"$folder/build.log" 2>&1 || failed=1
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  if [ -t 1 ]; then printf '\r\033[K'; fi
  if [ "$failed" = 1 ]; then
    grep -a -E 'error|FAILED|No such' -A 3 "$folder/build.log" | head -60 >&2
    echo "The build failed; the whole log is $folder/build.log." >&2
    return 1
  fi
}

# Builds the console into web/console/dist unless it is newer than its sources.
build_console() {
  provide_node
  local stamp="$root/web/console/dist/index.html"
  if [ ! -d "$root/web/node_modules" ] || [ "$root/web/package-lock.json" -nt "$root/web/node_modules/.package-lock.json" ]; then
    run_logged "$root/build/npm.log" npm --prefix "$root/web" ci --no-audit --no-fund
  fi
  if [ ! -f "$stamp" ] || [ -n "$(find "$root/web/console" "$root/web/shared" -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    run_logged "$root/build/console.log" npm --prefix "$root/web" run build
  fi
}
