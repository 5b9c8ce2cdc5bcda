# shearwater manual: the manual as a folder of pages. Sourced by the launcher; POSIX sh. Uses: root, build, jdk.

manual_usage() {
  cat <<'TEXT'
Usage: shearwater manual [DIR]
Make a searchable site of this checkout's manual and say where it is.
      DIR      Where to (default: build/manual/target/manual).
  -h, --help   Show this help message and exit.
TEXT
}

# Reads Maven's output and passes on what a person wants to know.
show_manual() {
  while IFS= read -r line; do
    case $line in
      *'Downloading from '*) show "shearwater: fetching ${line##*/}" ;;
      *' pages of the manual: '* | docs/*.md*': '*)
        unshow
        printf '%s\n' "$line"
        ;;
    esac
  done
}

manual_command() {
  case ${1:-} in
    -h | --help)
      manual_usage
      return 0
      ;;
    -*)
      echo "shearwater: Unknown option '$1' of shearwater manual." >&2
      manual_usage >&2
      return 2
      ;;
  esac
  [ $# -le 1 ] || {
    echo "shearwater: manual takes one folder, not $#." >&2
    manual_usage >&2
    return 2
  }
  command -v mvn >/dev/null || {
    say_how_to_get_maven
    return 2
  }
  case ${1:-} in
    '') output=$root/build/manual/target/manual ;;
    /*) output=$1 ;;
    *) output=$PWD/$1 ;;
  esac
  if ! run_maven "$build/manual.log" show_manual -pl build/manual -Dmanual.output="$output" process-classes; then
    echo "shearwater: the manual was not made:" >&2
    maven_errors "$build/manual.log" >&2
    return 1
  fi
}
