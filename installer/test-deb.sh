#!/usr/bin/env bash
# Installs dist/*.deb on a bare Debian, starts it under Xvfb, runs its self-test, keeps one record, prints and packs it, updates
# it, removes it: installer/test-deb.sh [bookworm | bullseye …], Debian 12 if none is named.
# Needs root, debootstrap and a Debian mirror; says so and ends with 0 where they are not to be had.
# Screenshots are left in dist/screenshots/SUITE.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. installer/linux/bare.sh

suite=${1:-bookworm}
package=$(ls -t dist/village-safety-ledger_*.deb | head -n 1)
screenshots=dist/screenshots/$suite

skip() {
  printf '跳过安装包测试（%s）：%s\n' "$suite" "$1"
  exit 0
}

bare_debian "$suite" "$(mktemp -d)"
needed=$(dpkg-deb --field "$package" Depends | sed -n 's/.*libc6 (>= \([0-9.]*\)).*/\1/p')
has=$(inside dpkg-query --show --showformat '${Version}' libc6)
dpkg --compare-versions "$has" ge "$needed" || skip "安装包要 glibc $needed，$suite 是 $has"
cp "$package" "$bare/package.deb"
fetch update
fetch -y install --no-install-recommends /package.deb

printf '=== 自检（不开窗口） ===\n'
inside QT_QPA_PLATFORM=offscreen village-safety-ledger --self-test

printf '=== 自检（真实窗口） ===\n'
fetch -y install --no-install-recommends xvfb xauth openbox xdotool xclip scrot fonts-wqy-microhei
inside xvfb-run -a -s "-screen 0 1366x768x24" village-safety-ledger --self-test

printf '=== 第一个小时：首次设置、一条隐患、一份 PDF、一个报送包 ===\n'
cp installer/linux/first-hour.sh "$bare/first-hour.sh"
rm -rf "$screenshots"
mkdir -p "$screenshots" "$bare/first-hour"
inside xvfb-run -a -s "-screen 0 1366x768x24" bash /first-hour.sh /first-hour village-safety-ledger && is_walked=yes || is_walked=no
cp "$bare"/first-hour/*.png "$screenshots/" 2>/dev/null || true
cat "$bare/first-hour/told"
[ "$is_walked" = yes ]

# The same build under a higher number, signed by a key made here, for a user who may write nothing but what is theirs.
printf '=== 更新：装在只读的程序旁边，自检，换上，退回 ===\n'
if command -v ssh-keygen >/dev/null; then
  program=$bare/opt/village-safety-ledger
  scratch=$(mktemp -d -p "$bare")
  version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' "$program/_internal/desktop/version.py")
  ssh-keygen -q -t ed25519 -N '' -C test -f "$scratch/publisher.key"
  cp "$scratch/publisher.key.pub" "$program/_internal/desktop/updates/publisher_keys.pub"
  cp -a "$program" "$scratch/newer"
  sed -i 's/^VERSION = .*/VERSION = "9.0.1"/' "$scratch/newer/_internal/desktop/version.py"
  python3 installer/update_package.py --key "$scratch/publisher.key" --folder "$scratch/newer" --to "$scratch" \
    --version 9.0.1 --minimum "$version"
  mv "$scratch"/*.vslupdate "$bare/newer.vslupdate"
  inside useradd --create-home clerk
  as_clerk() { inside su clerk -c "QT_QPA_PLATFORM=offscreen $*"; }
  as_clerk village-safety-ledger update install /newer.vslupdate
  as_clerk village-safety-ledger update back | grep "已退回 $version"
  as_clerk village-safety-ledger update install /newer.vslupdate >/dev/null
  # A new user stands in the wizard: the new version runs and has nothing to prove itself with yet.
  as_clerk 'village-safety-ledger & sleep 8
    grep -l "versions/9[.]0[.]1" /proc/[0-9]*/cmdline | cut -d/ -f3 >/tmp/running
    kill -9 $! $(cat /tmp/running)' || true
  [ -s "$bare/tmp/running" ]
  rm -rf "$scratch"
else
  printf '没有 ssh-keygen，跳过\n'
fi

printf '=== 卸载 ===\n'
inside mkdir -p "/root/文档/村居安全台账" /root/.config/village-safety-ledger
printf '{"database": "/root/文档/村居安全台账/安全台账.db"}' >"$bare/root/.config/village-safety-ledger/last-ledger.json"
inside apt-get -qq -y purge village-safety-ledger 2>/dev/null | tee "$log"
grep -q '  root：/root/文档/村居安全台账/安全台账.db' "$log"
[ ! -e "$bare/opt/village-safety-ledger" ] && [ ! -e "$bare/usr/bin/village-safety-ledger" ]
[ -d "$bare/root/文档/村居安全台账" ]
printf '安装、自检、启动、卸载都通过：%s\n' "$package"
