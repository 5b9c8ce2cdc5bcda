# shearwater test: the test suite through Maven, with one live line and a summary. Sourced by the launcher; POSIX sh.
# Uses: root, build, jdk.

test_usage() {
  cat <<'TEXT'
Usage: shearwater test [--all]
Run the test suite of this checkout.
      --all    Also run the tests that start servers.
  -h, --help   Show this help message and exit.
TEXT
}

# Reads Maven's output and shows the module, the tests run and failed, and the class that is done.
show_tests() {
  tests=0
  failed=0
  skipped=0
  module=''
  class=''
  while IFS= read -r line; do
    case $line in
      *'] Building Shearwater '*' ['*/*']'*)
        module=${line#*Building Shearwater }
        module="${module%%[0-9].*}(${module##*\[}"
        module="${module%%]*})"
        class=''
        ;;
      *'Tests run: '*', Time elapsed: '*)
        counts=${line#*Tests run: }
        tests=$((tests + ${counts%%,*}))
        counts=${counts#*Failures: }
        failed=$((failed + ${counts%%,*}))
        counts=${counts#*Errors: }
        failed=$((failed + ${counts%%,*}))
        counts=${counts#*Skipped: }
        skipped=$((skipped + ${counts%%,*}))
        class=${line##*.}
        printf '%s %s %s\n' $tests $failed $skipped >"$build/test.counts"
        ;;
      *'Downloading from '*) class="fetching ${line##*/}" ;;
      *'Compiling '*' source file'*)
        class=${line#*Compiling }
        class="compiling ${class%% source *} files"
        ;;
      *) continue ;;
    esac
    show "shearwater: $tests tests, $failed failed: $module $class (log: ${log#"$root"/})"
  done
}

# "class.method: reason" of every skipped test in the reports of this run.
skipped_tests() {
  find "$root" -path '*/target/surefire-reports/TEST-*.xml' -newer "$build/test.started" -exec awk '
    function attribute(name) {
      if (!match($0, " " name "=\"[^\"]*\"")) return ""
      text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
      gsub(/&#10;/, " ", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text)
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    function tell() {
      sub(/\]\]>.*/, "", reason)
      sub(/^org\.opentest4j\.TestAbortedException: */, "", reason)
      sub(/^Assumption failed: /, "", reason)
      gsub(/^ +| +$/, "", reason)
      print "  " test ": " reason
    }
    # A reason over several lines ends where the stack trace starts.
    open && (/^\tat / || /<\/skipped>/ || /<testcase /) { tell(); open = 0 }
    open { reason = reason " " $0 }
    /<testcase / { test = attribute("classname") "." attribute("name"); sub(/^io\.shearwater\./, "", test) }
    /<skipped/ {
      reason = attribute("message")
      if (reason == "" && match($0, /CDATA\[/)) { reason = substr($0, RSTART + 6); open = 1 } else tell()
    }
  ' {} + | sort
}

# What failed, in surefire's words; where no test was reached, what Maven says.
failures() {
  awk '
    /^\[ERROR\] (Failures|Errors):/ { inside = 1 }
    inside && /Tests run:/ { inside = 0 }
    inside && !/^\[INFO\]/ { sub(/^\[ERROR\] */, ""); if ($0 != "") print "  " substr($0, 1, 240); found = 1 }
    END { exit !found }
  ' "$build/test.log" || maven_errors "$build/test.log"
}

report_tests() {
  printed=$(cat "$build/test.counts" 2>/dev/null) || printed='0 0 0'
  # shellcheck disable=SC2086 # three numbers
  set -- $printed "$1"
  minutes=$((($(date +%s) - started) / 60))
  seconds=$((($(date +%s) - started) % 60))
  printf '%d tests run, %d failed, %d skipped in %d:%02d (log: %s)\n' \
    "$1" "$2" "$3" $minutes $seconds "${log#"$root"/}"
  if [ "$3" -gt 0 ]; then
    echo "Skipped:"
    skipped_tests
  fi
  if [ "$4" = most ]; then
    echo "Left out: the tests that start servers; ./shearwater test --all runs them too."
  fi
}

test_command() {
  which=most
  for argument in "$@"; do
    case $argument in
      --all) which=all ;;
      -h | --help)
        test_usage
        return 0
        ;;
      *)
        echo "shearwater: Unknown option '$argument' of shearwater test." >&2
        test_usage >&2
        return 2
        ;;
    esac
  done
  command -v mvn >/dev/null || {
    say_how_to_get_maven
    return 2
  }
  trap 'unshow; exit 130' INT
  trap 'unshow; exit 143' TERM HUP
  started=$(date +%s)
  : >"$build/test.started"
  rm -f "$build/test.counts"
  set -- test --fail-at-end
  [ $which = most ] || set -- "$@" -Dtests.excluded=
  [ $live = yes ] || echo "shearwater: running the tests (log: .build/test.log)" >&2
  status=0
  run_maven "$build/test.log" show_tests "$@" || status=1
  report_tests $which
  if [ $status -ne 0 ]; then
    echo "shearwater: the tests failed:" >&2
    failures | head -n 60 >&2
  fi
  trap - INT TERM HUP
  return $status
}
