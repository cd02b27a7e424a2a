# What the scripts share: where things are built, and how what is missing is installed.
# Sourced, never run.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
cache="${XDG_CACHE_HOME:-$HOME/.cache}/enfilade"
tools="$cache/tools"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
mkdir -p "$tools/bin" "$CARGO_TARGET_DIR"
export PATH="$tools/bin:$HOME/.cargo/bin:$PATH"

say() { printf '\n== %s\n' "$*" >&2; }
stop() { printf 'error: %s\n' "$*" >&2; exit 1; }

# need_packages PACKAGE...: installs Debian packages that are not there yet. On other
# systems it says what to install and goes on: the next step fails if it is missing.
need_packages() {
  if ! command -v apt-get >/dev/null; then
    if [[ -n "${told_what_to_install:-}" ]]; then return 0; fi
    told_what_to_install=yes
    case "$(uname -s)" in
      Darwin) echo "macOS: xcode-select --install; brew install pkg-config node gstreamer (the tests that draw need Linux)" >&2 ;;
      MINGW* | MSYS*) echo "Windows: install the Visual Studio Build Tools (C++), Node 20.19 and GStreamer (the tests that draw need Linux)" >&2 ;;
      *) echo "Fedora: dnf install gcc pkgconf-pkg-config lld libX11-devel libXcursor libXi libXrandr libxkbcommon-x11-devel mesa-vulkan-drivers vulkan-loader google-noto-sans-cjk-fonts xorg-x11-server-Xvfb gstreamer1-devel gstreamer1-plugins-base-devel gstreamer1-plugins-good gstreamer1-plugin-libav nodejs npm chromium (and set CHROMIUM=/usr/bin/chromium-browser)
Arch: pacman -S base-devel pkgconf lld libx11 libxcursor libxi libxrandr libxkbcommon-x11 vulkan-icd-loader vulkan-swrast noto-fonts-cjk xorg-server-xvfb gstreamer gst-plugins-base gst-plugins-good gst-libav nodejs npm chromium" >&2 ;;
    esac
    return 0
  fi
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  local root=()
  if ((EUID)); then
    command -v sudo >/dev/null || stop "install these packages as root, then run again: ${missing[*]}"
    root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# need_chromium: a Chromium for the tests of pages. Ubuntu has one only as a snap, which
# cannot be had in every place; there the one that the tests' own driver knows is taken.
need_chromium() {
  [[ -x "$(chromium)" ]] && return 0
  need_packages chromium && [[ -x "$(chromium)" ]] && return 0
  say "installing Chromium"
  (cd tests/browser && npx playwright-core install --with-deps chromium)
}

# chromium: where it is, or would be.
chromium() {
  if [[ -n "${CHROMIUM:-}" || -x /usr/bin/chromium ]]; then
    echo "${CHROMIUM:-/usr/bin/chromium}"
  else
    (cd tests/browser && node -p 'require("playwright-core").chromium.executablePath()')
  fi
}

# at_least NEEDED FOUND: whether a version is the one that is needed, or newer.
at_least() {
  [[ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]
}

need_rust() {
  command -v cargo >/dev/null || stop "Rust is missing; install it from https://rustup.rs, then run again"
  local needed found
  needed="$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)"
  found="$(rustc --version | awk '{ print $2 }')" || stop "rustc does not start; install Rust from https://rustup.rs, then run again"
  at_least "$needed" "$found" ||
    stop "Rust $found is older than $needed; run \`rustup update stable\`, or install it from https://rustup.rs, then run again"
}

# need_node [npm]: a Node that runs the tests and their packages; the system's own where
# there is none, which may be too old for them.
need_node() {
  local needed=20.19 found tool
  for tool in node "$@"; do
    command -v "$tool" >/dev/null && continue
    need_packages nodejs "$@"
    break
  done
  command -v node >/dev/null || stop "Node is missing; install $needed or newer from https://nodejs.org, then run again"
  found="$(node --version)"
  at_least "$needed" "${found#v}" ||
    stop "Node ${found#v} is older than $needed; install a newer one than the system's own from https://nodejs.org, then run again"
}

# A minimal toolchain comes without them.
need_rust_tools() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return 0
  rustup component add rustfmt clippy
}

# The software renderer of Mesa, so that a machine without a graphics card draws too.
use_software_vulkan() {
  local driver
  for driver in /usr/share/vulkan/icd.d/lvp_icd*.json; do
    [[ -f "$driver" ]] || continue
    export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"
    return 0
  done
  stop "no software Vulkan driver was found; install mesa-vulkan-drivers"
}

# locked_version CRATE: the version that Cargo.lock holds.
locked_version() {
  awk -v name="$1" '$0 == "name = \"" name "\"" { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

# need_cargo_tool CRATE VERSION BINARY: a tool in the version asked for, built once.
need_cargo_tool() {
  "$tools/bin/$3" --version 2>/dev/null | grep -qF "$2" && return 0
  say "installing $1 $2"
  CARGO_TARGET_DIR="$cache/tools-target" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    cargo install --quiet "$1" --version "$2" --root "$tools" --force
}

has_wasm_target() {
  rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d
}

# The target for browsers, from rustup; where that cannot be had, Debian's own compiler
# with std from its source, which scripts/wasm-cargo then uses.
need_wasm_target() {
  has_wasm_target && return 0
  if command -v rustup >/dev/null && rustup target add wasm32-unknown-unknown; then return 0; fi
  need_packages rustc-web cargo-web rust-web-src lld
}

# build_wasm NAME PROFILE FEATURE DIR [FLAG...]: the library as a module for browsers, NAME.js
# and NAME_bg.wasm, with further flags of the compiler.
build_wasm() {
  need_cargo_tool wasm-bindgen-cli "$(locked_version wasm-bindgen)" wasm-bindgen
  need_wasm_target
  say "building $1 for the browser"
  scripts/wasm-cargo rustc --lib --crate-type cdylib --profile "$2" \
    --no-default-features --features "$3" -- -D warnings "${@:5}"
  mkdir -p "$4"
  wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
    --out-name "$1" --out-dir "$4" "$CARGO_TARGET_DIR/wasm32-unknown-unknown/$2/enfilade.wasm"
}

# build_browser DIR: all that a published site runs: the gallery and the verifier.
build_browser() {
  build_wasm enfilade web browser "$1"
  # With a little more put in its place than the smallest code has, it packs smaller.
  build_wasm verifier verifier verifier "$1" -Cllvm-args=-inline-threshold=30
}
