# What scripts/demo, scripts/test and scripts/check-all share: installs the
# Debian packages that are missing and builds a preset. Sourced, never run.
# POSIX sh; works without standard input and says nothing when nothing needs
# doing.

# What the build and the tests need beside git.
packages="
  build-essential cmake ninja-build pkg-config
  libboost-program-options-dev libgmock-dev libgtest-dev libicu-dev
  libsentencepiece-dev libxml2-dev libxml2-utils libxxhash-dev libzip-dev
  nlohmann-json3-dev zlib1g-dev"

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}

# missing_packages PACKAGE...: those of them that are not installed.
missing_packages() {
  for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) ||
      status=
    [ "$status" = installed ] || printf '%s ' "$package"
  done
}

# can_ask: a person can be asked for a password.
can_ask() { [ -t 2 ] && (: </dev/tty) 2>/dev/null; }

# as_root COMMAND...: as root directly, else through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif can_ask; then
    sudo -p '[sudo] password of %p: ' "$@"
  else
    sudo -n "$@"
  fi
}

# may_become_root: whether as_root has a chance.
may_become_root() {
  [ "$(id -u)" -eq 0 ] && return 0
  command -v sudo >/dev/null 2>&1 || return 1
  can_ask || sudo -n true 2>/dev/null
}

# install_packages PACKAGE...: installs what is missing with apt.
install_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1 ||
    ! command -v apt-get >/dev/null 2>&1; then
    command -v cmake >/dev/null 2>&1 ||
      fail "this is not a Debian system: install by hand what these" \
        "packages hold, then start again: $(echo "$@")"
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  say "Needed from the distribution's packages: $missing"
  may_become_root ||
    fail "root is needed to install them; run this as root, then start" \
      "again:
  apt-get update && apt-get install --no-install-recommends $missing"
  if [ "$(id -u)" -eq 0 ]; then
    say "Installing them with apt-get."
  else
    say "Installing them with sudo apt-get."
  fi
  # The word splitting of $missing is wanted: one word a package.
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive sh -c '
    options="-q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300"
    options="$options -o Dpkg::Use-Pty=0"
    apt-get $options update &&
      apt-get $options install --no-install-recommends "$@"
  ' sh $missing </dev/null >&2 ||
    fail "apt-get could not install: $missing"
}

# jobs: how many compilers at once; each may take a gigabyte.
jobs() {
  processors=$(nproc 2>/dev/null || echo 1)
  gigabytes=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' \
    /proc/meminfo 2>/dev/null)
  [ -n "$gigabytes" ] || gigabytes=$processors
  [ "$gigabytes" -ge 1 ] || gigabytes=1
  [ "$gigabytes" -lt "$processors" ] && processors=$gigabytes
  echo "$processors"
}

# is_up_to_date PRESET TARGET: the build folder was configured from here and
# has nothing left to build.
is_up_to_date() {
  grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" \
    "build/$1/CMakeCache.txt" &&
    ninja -n -C "build/$1" "$2" 2>/dev/null | grep -q 'no work to do'
}

# build_preset PRESET TARGET: configures when needed and builds.
build_preset() {
  is_up_to_date "$1" "$2" && return 0
  fresh=
  if [ -e "build/$1/CMakeCache.txt" ] &&
    ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" \
      "build/$1/CMakeCache.txt"; then
    fresh=--fresh # the checkout was moved or copied
  fi
  say "Building the $1 preset in build/$1 ($(jobs) at a time)."
  mkdir -p "build/$1"
  log=build/$1/configure.log
  cmake --preset "$1" $fresh </dev/null >"$log" 2>&1 || {
    cat "$log" >&2
    fail "cmake could not configure the $1 preset; its words are above"
  }
  cmake --build --preset "$1" --target "$2" --parallel "$(jobs)" \
    </dev/null >&2 || fail "the build failed; the compiler's words are above"
}
