# Building, sourced by ./run and ./test. Uses $root.

jobs() { nproc; }

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
  if ! ninja -C "$folder" -j "$(jobs)" "${targets[@]}" >"$folder/build.log" 2>&1; then
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
    (cd "$root/web" && npm ci --no-audit --no-fund --silent)
  fi
  if [ ! -f "$stamp" ] || [ -n "$(find "$root/web/console" "$root/web/shared" -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    (cd "$root/web" && npm run build --silent)
  fi
}
