#!/usr/bin/env bash
# A clerk's first hour in the real window, by keys, with the mouse where a clerk would take it: first start, one hazard, its PDF, one package for the street.
#   first-hour.sh FOLDER PROGRAM …     on a screen of its own with openbox; needs xdotool, xclip, scrot
# Leaves a picture of every step in FOLDER. Ends with 0 only when the ledger, the PDF and the package are there and the package
# is what the program itself calls in order.
set -euo pipefail

folder=$1
shift
program=("$@")
export HOME=$folder/home XDG_CONFIG_HOME=$folder/home/.config QT_QPA_PLATFORM=xcb
mkdir -p "$HOME"
openbox >/dev/null 2>&1 &
helpers=($!)
trap 'kill "${helpers[@]}" 2>/dev/null || true; rm -f "$folder"/before.bmp "$folder"/after.bmp' EXIT

headless() { QT_QPA_PLATFORM=offscreen "${program[@]}" "$@"; }

step=0
picture() {
  step=$((step + 1))
  scrot -o "$folder/$(printf %02d "$step")-$1.png"
}

# A window whose title holds these words has the keys, or the walk ends with a picture of what is there instead.
window() {
  for _ in $(seq 150); do
    if xdotool getactivewindow getwindowname 2>/dev/null | grep -q "$1"; then
      sleep 0.7
      return
    fi
    sleep 0.2
  done
  picture "没有等到"
  printf '没有等到窗口“%s”\n' "$1" >&2
  exit 1
}

keys() {
  xdotool key --delay 60 "$@"
  settled
}

# The screen stands still: nothing moves on it but the blinking of a cursor, which is a few dozen points.
settled() {
  local moved
  scrot -o "$folder/before.bmp"
  for _ in $(seq 100); do
    sleep 0.3
    scrot -o "$folder/after.bmp"
    moved=$({ cmp -l "$folder/before.bmp" "$folder/after.bmp" || true; } | wc -l)
    [ "$moved" -lt 600 ] && return
    mv "$folder/after.bmp" "$folder/before.bmp"
  done
}

# A place on the screen of 1366 × 768, right and down from its corner.
click() {
  xdotool mousemove "$1" "$2" click 1
  settled
}

write() {
  printf '%s' "$1" | xclip -selection clipboard
  keys ctrl+v
}

printf '街道的口令 有五个 词语 安全 平安\n' >"$folder/street-passphrase"
headless street init --db "$folder/street.db" --code 310118001000 --name 夏阳街道 \
  --passphrase-file "$folder/street-passphrase" | head -n 1 >"$folder/street-sheet"

"${program[@]}" >"$folder/told" 2>&1 &
window_program=$!
helpers+=("$window_program")

to_next=(Tab Tab Tab Tab Tab Return) # over 取消, 从备份恢复, 打开已有的台账 and 上一步

window 首次设置
sleep 10 # the list of 620,573 committees is read beside it
write '青浦 章浜'
picture 首次设置-本单位
keys Tab Return
write 王芳
keys Return Return
write 陈建国
picture 首次设置-人员
keys Return Return Return
picture 首次设置-位置
keys Tab Tab Tab "${to_next[@]}"
write '安全 生产 人人 有责 平安'
keys Tab
write '安全 生产 人人 有责 平安'
picture 首次设置-口令
keys Tab "${to_next[@]}"
write "$(cat "$folder/street-sheet")"
keys Tab Tab space
picture 首次设置-街道登记表
keys Tab Tab "${to_next[@]}"
window 工作台
picture 工作台

keys ctrl+7
window 隐患
picture 隐患列表
keys ctrl+n
window 新增隐患
picture 新增隐患-空白
write '三楼楼道堆放纸箱和电动自行车，堵塞疏散通道；住户䶮女士已当面告知。'
keys Tab Tab alt+Down
keys Down Return
keys Tab Tab Tab Tab Tab Tab Tab
write '夏阳湖小区 6 号楼三楼'
picture 新增隐患-填好
keys ctrl+s
window 隐患台账
picture 隐患台账-第一条

keys ctrl+p
window 打印预览
sleep 3
picture 打印预览
keys ctrl+s
window 另存为
write "$folder/隐患台账.pdf"
keys Return
sleep 2
picture 打印预览-存好
keys Escape
window 隐患台账

click 60 692 # 报送 in the bar on the left
window 报送
picture 报送
click 366 640 # 生成报送包…
window 生成报送包
click 936 229 # 其他文件夹…
mkdir -p "$folder/U盘"
write "$folder/U盘"
picture 生成报送包-写到哪里
keys Return
window 生成报送包
click 680 498 # 口令
write '安全 生产 人人 有责 平安'
picture 生成报送包
keys Return
window 报送包已写出
picture 报送包-已写出
keys Escape
window 报送
xdotool key ctrl+q
wait "$window_program"

set -- "$folder/U盘"/*.zip.age
headless verify --decrypt-key "$folder/street.files/keys/decrypt.key" --passphrase-file "$folder/street-passphrase" "$1"
pdf=$(head -c 5 "$folder/隐患台账.pdf")
[ "$pdf" = %PDF- ]
database=$(sed -n 's/.*"database": *"\([^"]*\)".*/\1/p' "$XDG_CONFIG_HOME"/village-safety-ledger/last-ledger.json)
headless list hazard --db "$database" --search 䶮女士 | grep YH-
