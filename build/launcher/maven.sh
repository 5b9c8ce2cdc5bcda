# Running Maven behind one live line. Sourced by the launcher; POSIX sh. Uses: root, build, jdk.

# Without these Java 25 prints warnings about Maven's own libraries.
maven_options='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'

# The live line: rewritten in place on a terminal, absent elsewhere.
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
  live=yes
  columns=$({ stty size </dev/tty | cut -d ' ' -f 2; } 2>/dev/null)
  [ "${columns:-0}" -gt 20 ] 2>/dev/null || columns=80
else
  live=no
  columns=80
fi

show() {
  [ $live = no ] || printf '\r\033[K%.*s' $((columns - 1)) "$*" >&2
}

unshow() {
  [ $live = no ] || printf '\r\033[K' >&2
}

# run_maven LOG READER ARGUMENT...: runs Maven on the JDK 25 in the checkout, its output into LOG and, line by line, into
# the function READER, which shows it. Fails as Maven fails.
run_maven() {
  log=$1
  reader=$2
  shift 2
  : >"$log"
  rm -f "$build/maven.failed"
  {
    (
      cd "$root" || exit 1
      JAVA_HOME=$jdk MAVEN_OPTS="$maven_options ${MAVEN_OPTS:-}" exec mvn -B "$@"
    ) || : >"$build/maven.failed"
  } 2>&1 | tee "$log" | "$reader"
  unshow
  if [ -f "$build/maven.failed" ]; then
    rm -f "$build/maven.failed"
    return 1
  fi
}

# The errors in a log of Maven's, without its advice; where Maven did not get as far as that, the log's end.
maven_errors() {
  if grep -q '^\[ERROR\]' "$1"; then
    grep -e '^\[ERROR\]' -e '^\[WARNING\] .*\.java:\[' "$1" |
      sed -e 's/^\[[A-Z]*\] */  /' -e '/^ *$/d' -e '/^ *\(->\|\[Help\|See \|To see \|Re-run \|For more \|After correcting\|mvn <\)/d' |
      awk '!seen[$0]++' | head -n 12
  else
    tail -n 5 "$1"
  fi
}
