#!/usr/bin/env bash
# Compiles the Windows installer over a stand-in for the program folder (a real Windows program that waits, and real files of the
# project), and under Wine installs it, installs over it, moves it and removes it. The frozen program itself needs Windows.
# Needs makensis and wine64; says so and ends with 0 where they are not to be had. With Xvfb, xdotool and ImageMagick the pages
# are walked through too, and left as pictures in dist/screenshots.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() {
  printf '跳过 Windows 安装程序测试：%s\n' "$1"
  exit 0
}
command -v makensis >/dev/null || skip "没有 makensis（Debian 软件包 nsis）"
scratch=$(mktemp -d)
export WINEPREFIX=$scratch/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=" LC_ALL=C.UTF-8
leave() {
  ! command -v wineserver >/dev/null || wineserver -k 2>/dev/null || true
  rm -rf --one-file-system "$scratch"
}
trap leave EXIT
fail() {
  printf '没有通过：%s\n' "$1" >&2
  exit 1
}

name=village-safety-ledger
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' desktop/version.py)
older=0.0.9

icons=build/icons
if [ ! -e $icons/wizard.bmp ]; then
  QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'import sys; sys.path.insert(0, "."); from installer import freeze
freeze.draw_icons(freeze.WORK / "icons")'
fi

# A program that waits 20 seconds, made by the same compiler: a real one of Windows that can be started and held.
cat >"$scratch/waits.nsi" <<'END'
Target amd64-unicode
RequestExecutionLevel user
SilentInstall silent
OutFile "waits.exe"
Section
  Sleep 20000
SectionEnd
END
makensis -V1 "$scratch/waits.nsi"

stand_in() { # a program folder of the version
  local folder=$scratch/$1
  mkdir -p "$folder/_internal/desktop" "$folder/_internal/表格 模板"
  cp "$scratch/waits.exe" "$folder/$name.exe"
  cp "$scratch/waits.exe" "$folder/ledger-console.exe"
  printf 'VERSION = "%s"\n' "$1" >"$folder/_internal/desktop/version.py"
  cp -r docs/manual "$folder/_internal/"
  cp CHANGELOG.md "$folder/_internal/表格 模板/更新 记录\$1.md"
  python3 installer/nsis.py --folder "$folder" --icons $icons --to "$scratch" --version "$1"
}

printf '=== 编译 ===\n'
stand_in "$version"
mkdir -p "$scratch/$older/_internal/旧 目录/里层"
printf x >"$scratch/$older/_internal/旧 目录/里层/没有了.txt"
stand_in $older
setup="$scratch/$name-$version-setup.exe"

command -v wine >/dev/null || skip "编译通过；没有 wine64，没有试装"
wineboot -i >/dev/null 2>&1
users=$(echo "$WINEPREFIX"/drive_c/users/"$(id -un)")
program="$users/AppData/Local/Programs/VillageSafetyLedger"
menu="$users/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/村居安全台账.lnk"
desktop="$users/Desktop/村居安全台账.lnk"

exits() { # the code that is expected, and the command
  local expected=$1 code=0
  shift
  "$@" >/dev/null 2>&1 || code=$?
  [ "$code" = "$expected" ] || fail "退出码 $code，应当是 $expected：$*"
}
registry() { # what a key holds, as text
  rm -f "$scratch/key.reg"
  wine regedit /E "$(winepath -w "$scratch/key.reg")" "HKEY_CURRENT_USER\\$1" >/dev/null 2>&1 || true
  [ ! -e "$scratch/key.reg" ] || iconv -f utf-16 -t utf-8 "$scratch/key.reg" | tr -d '\r'
}
holds() { # registry key, text
  registry "$1" | grep -Fq -- "$2" || fail "注册表 $1 里没有 $2"
}
lacks() { # registry key, text
  ! registry "$1" | grep -Fq -- "$2" || fail "注册表 $1 里还有 $2"
}
installed() { # the same files as the program folder, the uninstaller and the list beside them, and what a clerk put there
  diff -r -x uninstall.exe -x installed-files.txt -x '我的*' "$scratch/$1" "$2" || fail "装出来的文件不对"
  [ -e "$2/uninstall.exe" ] && [ -e "$2/installed-files.txt" ] || fail "没有卸载程序"
}
entry='Software\Microsoft\Windows\CurrentVersion\Uninstall\VillageSafetyLedger'
classes='Software\Classes'

printf '=== Windows 太旧 ===\n'
wine winecfg /v win7
exits 3 wine "$setup" /S
[ ! -e "$program" ]
wine winecfg /v win10

printf '=== 安装旧版 ===\n'
exits 0 wine "$scratch/$name-$older-setup.exe" /S /DESKTOP
installed $older "$program"
[ -e "$menu" ] && [ -e "$desktop" ]
holds "$entry" '"DisplayName"="村居安全台账"'
holds "$entry" "\"DisplayVersion\"=\"$older\""
holds "$entry" '\\VillageSafetyLedger\\village-safety-ledger.exe,0"'
holds "$entry" '\\VillageSafetyLedger\\uninstall.exe\" /S"'
holds "$entry" '"EstimatedSize"=dword:'
holds "$classes\\.age" '@="VillageSafetyLedger.Package"'
holds "$classes\\VillageSafetyLedger.Package\\shell\\open\\command" '\\VillageSafetyLedger\\village-safety-ledger.exe\" \"%1\""'
holds "$classes\\Applications\\$name.exe\\SupportedTypes" '".db"=""'

printf '=== 程序开着 ===\n'
wine "$program/$name.exe" >/dev/null 2>&1 &
running=$!
sleep 2
exits 4 wine "$setup" /S
exits 4 wine "$program/uninstall.exe" /S "_?=$(winepath -w "$program")"
installed $older "$program"
kill $running 2>/dev/null || true
wine taskkill /F /IM $name.exe >/dev/null 2>&1 || true

printf '=== 装新版，旧版多出来的文件不留，别人的文件不动 ===\n'
printf x >"$program/我的笔记.txt"
exits 0 wine "$setup" /S
installed "$version" "$program"
[ -e "$program/我的笔记.txt" ] && [ -e "$desktop" ]
holds "$entry" "\"DisplayVersion\"=\"$version\""
exits 6 wine "$scratch/$name-$older-setup.exe" /S
installed "$version" "$program"

printf '=== 路径太长；换到有中文和空格的文件夹 ===\n'
exits 5 wine "$setup" /S "/D=C:\\$(printf 'x%.0s' {1..230})"
other="$WINEPREFIX/drive_c/办公 软件/台账（新）"
to_other=('/D=C:\办公' '软件\台账（新）') # two words: Wine would put quotes around one with a space, and NSIS takes none here
exits 0 wine "$setup" /S "${to_other[@]}"
installed "$version" "$other"
[ "$(find "$program" -type f)" = "$program/我的笔记.txt" ] || fail "原来的文件夹里还有程序的文件"
holds "$entry" '"InstallLocation"="C:\\办公 软件\\台账（新）"'

if command -v Xvfb >/dev/null && command -v xdotool >/dev/null && command -v import >/dev/null; then
  printf '=== 每一页的截图 ===\n'
  cp reports/fonts/XyHei.ttf "$WINEPREFIX/drive_c/windows/Fonts/"
  wine reg add 'HKCU\Software\Wine\Fonts\Replacements' /f /v 'Microsoft YaHei UI' /d 'XY Hei' >/dev/null
  for font in 'MS Shell Dlg' 'MS Shell Dlg 2' Tahoma; do
    wine reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes' /f /v "$font" /d 'XY Hei' >/dev/null
  done
  wineserver -w
  mkdir -p dist/screenshots "$users/AppData/Roaming/VillageSafetyLedger"
  printf '{"database": "C:\\\\users\\\\王芳\\\\Documents\\\\村居安全台账\\\\安全台账.db"}' \
    >"$users/AppData/Roaming/VillageSafetyLedger/last-ledger.json"
  export name setup other
  xvfb-run -a -s "-screen 0 800x600x24" bash -euo pipefail -c '
    waits_for() { for _ in $(seq 60); do xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return; sleep 0.25; done
      echo "没有窗口：$1" >&2; exit 1; }
    picture() { sleep 1; import -window root "dist/screenshots/windows-$1.png"; }
    press() { xdotool key --clearmodifiers "$1"; sleep 0.3; }
    wine "$other/$name.exe" >/dev/null 2>&1 &
    wine "$setup" >/dev/null 2>&1 &
    waits_for "安装"; picture 1-welcome
    press Return; picture 2-folder
    press Return; picture 3-program-runs
    press Escape; wine taskkill /F /IM "$name.exe" >/dev/null 2>&1 || true
    press Return; sleep 3; picture 4-finished
    press space; press Return; sleep 1
    wine "$other/uninstall.exe" >/dev/null 2>&1 &
    waits_for "卸载"; picture 5-uninstall
    press Return; sleep 2; picture 6-uninstalled
    press Return; sleep 1
    wine winecfg /v win7; wine "$setup" >/dev/null 2>&1 &
    waits_for "安装"; picture 7-too-old; press Return
    wine winecfg /v win10' 2>"$scratch/window.log" || fail "$(cat "$scratch/window.log")"
  [ ! -e "$other/$name.exe" ] || fail "窗口里卸载以后程序还在"
  exits 0 wine "$setup" /S "${to_other[@]}"
fi

printf '=== 卸载：程序和更新包装的版本删除，台账、设置、别人的文件都在 ===\n'
local_data="$users/AppData/Local/VillageSafetyLedger"
mkdir -p "$local_data/versions/9.0.1/_internal" "$local_data/versions/9.0.2.part/_internal" "$local_data/versions/我的" \
  "$users/AppData/Roaming/VillageSafetyLedger" "$users/Documents/村居安全台账"
cp "$scratch/waits.exe" "$local_data/versions/9.0.1/$name.exe"
printf x | tee "$local_data/versions/9.0.2.part/_internal/half" "$local_data/versions/current.json" \
  "$local_data/versions/我的/文件" "$other/我的笔记.txt" "$users/AppData/Roaming/VillageSafetyLedger/settings.json" \
  "$users/Documents/村居安全台账/安全台账.db" >/dev/null
wine "$local_data/versions/9.0.1/$name.exe" >/dev/null 2>&1 &
running=$!
sleep 2
exits 4 wine "$other/uninstall.exe" /S "${to_other[@]/#\/D=/_?=}"
kill $running 2>/dev/null || true
wine taskkill /F /IM $name.exe >/dev/null 2>&1 || true
exits 0 wine "$other/uninstall.exe" /S
wineserver -w # the uninstaller runs on from a copy of itself
[ "$(cd "$other" && find . -type f)" = ./我的笔记.txt ] || fail "程序没有删干净：$(find "$other")"
[ "$(cd "$local_data" && find . -type f)" = ./versions/我的/文件 ] || fail "更新包装的版本没有删干净：$(find "$local_data")"
[ -e "$users/AppData/Roaming/VillageSafetyLedger/settings.json" ] && [ -e "$users/Documents/村居安全台账/安全台账.db" ]
[ ! -e "$menu" ] && [ ! -e "$desktop" ]
lacks 'Software\Microsoft\Windows\CurrentVersion\Uninstall' VillageSafetyLedger
lacks "$classes" VillageSafetyLedger
lacks "$classes" $name
printf 'Windows 安装程序：编译、安装、升级、换位置、卸载都通过（Wine）\n'
