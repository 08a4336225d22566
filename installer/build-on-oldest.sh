#!/usr/bin/env bash
# Builds the program folder and the .deb on Debian 11, so that they run on systems as old as 统信 UOS 20 (glibc 2.28) and
# 银河麒麟 V10 (2.31): dist/village-safety-ledger and dist/*.deb, as `bootstrap.py build` and deb.py leave them.
#
# Debian 11 has no Python that fits, so one is compiled there from the sources of the next Debian, and SQLite with it, both
# held to glibc 2.28. Takes about ten minutes. Needs root, debootstrap and a Debian mirror; ends with 3 where they are not
# to be had, and nothing in dist/ was touched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. installer/linux/bare.sh

NOT_HERE=3
skip() {
  printf '不在最老的系统上制作：%s\n' "$1"
  exit "$NOT_HERE"
}

bare_debian bullseye "$(mktemp -d)"
sed -n 's/^deb \([^ ]*\) .*/deb-src \1 bookworm main/p' "$bare/etc/apt/sources.list" | head -n 1 >"$bare/etc/apt/sources.list.d/sources.list"
fetch update
fetch -y install --no-install-recommends build-essential dpkg-dev xz-utils ca-certificates tcl openssh-client \
  zlib1g-dev libbz2-dev liblzma-dev libssl-dev libffi-dev uuid-dev $(python3 installer/bootstrap.py packages)

printf '=== 编译 SQLite 和 Python ===\n'
mkdir "$bare/sources"
cp installer/linux/old-math.h "$bare/sources/"
inside sh -ec '
  cd /sources
  apt-get -qq source --download-only python3.11
  apt-get -qq source sqlite3
  tar xf python3.11_*.orig.tar.gz
  flags="-include /sources/old-math.h"
  jobs=$(nproc)

  cd /sources/sqlite3-*/
  ./configure -q --prefix=/usr/local --disable-tcl --disable-readline --enable-fts5 \
    CFLAGS="-O2 $flags -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_DBSTAT_VTAB"
  make -s -j "$jobs" libsqlite3.la
  make -s lib_install
  cp sqlite3.h /usr/local/include/

  cd /sources/Python-3.11*/
  # sem_clockwait came with glibc 2.30.
  ac_cv_func_sem_clockwait=no ./configure -q --prefix=/usr/local --enable-shared --with-ensurepip=install \
    CFLAGS="$flags" CPPFLAGS=-I/usr/local/include LDFLAGS="-L/usr/local/lib -Wl,-rpath,/usr/local/lib"
  make -s -j "$jobs"
  make -s install
  ldconfig
  python3.11 -c "import bz2, ctypes, lzma, sqlite3, ssl, uuid, zlib"
' >"$log" 2>&1 || {
  grep -Eq 'Failed to fetch|Unable to fetch|Could not (resolve|connect)' "$log" && skip "下载不了源码"
  tail -n 40 "$log"
  exit 1
}
rm -rf "$bare/sources"

printf '=== 制作程序文件夹和安装包 ===\n'
project=$bare/village-safety-ledger
mkdir "$project"
git ls-files -z | tar --null -T - -c | tar -x -C "$project"
# Where this machine reaches its libraries through a guarded door, the bare one must know the door's certificate too.
certificates=/etc/ssl/certs/ca-certificates.crt
[ -r "$certificates" ] && cp "$certificates" "$bare$certificates"
inside env "PIP_CERT=$certificates" "PIP_INDEX_URL=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}" \
  QT_QPA_PLATFORM=offscreen sh -ec '
  [ -n "$PIP_INDEX_URL" ] || unset PIP_INDEX_URL
  cd /village-safety-ledger
  python3.11 installer/bootstrap.py build
  python3.11 installer/deb.py'
mkdir -p dist build
rm -rf dist/village-safety-ledger build/icons dist/*.deb
cp -a "$project/dist/." dist/
cp -a "$project/build/icons" build/icons
