# Sourced by the scripts that need a bare Debian in a folder of its own: what stands here is how one is made, entered and left.
# Each function says in one sentence why it cannot go on; whether that is a fault is for the caller's `skip`.

# The mirror that this machine itself is fed from, where it is a Debian; "" leaves it to debootstrap.
mirror() {
  if [ -z "${DEBIAN_MIRROR:-}" ] && grep -qx 'ID=debian' /etc/os-release; then
    sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' \
      /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1 || true
  else
    printf '%s\n' "${DEBIAN_MIRROR:-}"
  fi
}

# bare_debian SUITE FOLDER: a bare Debian of that suite in the folder, which `leave` takes away again.
bare_debian() {
  [ "$(id -u)" = 0 ] || skip "不是 root"
  command -v debootstrap >/dev/null || skip "没有 debootstrap"
  bare=$2
  mounted=()
  log=$(mktemp)
  trap leave EXIT
  mkdir -p "$bare"
  chmod 755 "$bare"
  # shellcheck disable=SC2046  no mirror is no argument
  debootstrap --variant=minbase "$1" "$bare" $(mirror) >"$log" 2>&1 || skip "做不出空白的 Debian（$(tail -n 1 "$log")）"
  mount --bind /proc "$bare/proc" 2>/dev/null && mounted+=("$bare/proc") || skip "不能挂载 /proc"
  cp /etc/resolv.conf "$bare/etc/resolv.conf"
  [ -d /etc/apt/apt.conf.d ] && cp /etc/apt/apt.conf.d/* "$bare/etc/apt/apt.conf.d/" 2>/dev/null || true
}

leave() {
  for place in "${mounted[@]}"; do umount -l "$place" || true; done
  rm -rf --one-file-system "$bare" "$log"
}

inside() {
  chroot "$bare" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

# apt-get inside. Where the mirror cannot be reached nothing is proved either way; anything else that fails is our fault.
fetch() {
  inside apt-get -qq "$@" >"$log" 2>&1 && return
  grep -Eq 'Failed to fetch|Unable to fetch|Temporary failure|Could not (resolve|connect)' "$log" &&
    skip "空白的 Debian 里下载不了软件包（$(tail -n 1 "$log")）"
  tail "$log"
  exit 1
}
