# Building what the command line needs, if it is missing or stale. Sourced by the launcher; POSIX sh.
# Uses: root, build, jdk.

# A digest of everything the build reads. By content: a checkout of another commit and back builds nothing.
sources_digest() {
  (
    cd "$root" &&
      find pom.xml .mvn build core plugin client examples \
        \( -name target -o -path build/manual/src -o -path '*/src/test' -o -name '.*' ! -name .mvn \) -prune -o \
        -type f \( -path '*/src/main/*' -o -name pom.xml -o -path '.mvn/*' \) -exec cksum {} + | LC_ALL=C sort | cksum
  )
}

# What a finished build is known by. The JDK belongs to it because of the archive of classes, the path because of the
# class path.
build_key() {
  printf '%s\n%s\n' "$(sources_digest)" "$root"
  cksum "$jdk/release"
}

# Reads Maven's output and shows the step, what is being compiled or fetched, and how much was fetched so far.
show_build() {
  step=''
  fetched=0
  doing=''
  while IFS= read -r line; do
    case $line in
      *'] Building Shearwater '*' ['*/*']'*)
        module=${line#*Building Shearwater }
        step=${module##*\[}
        step="${step%%]*} ${module%%[0-9].*}"
        step=${step% }
        doing=''
        ;;
      *'Compiling '*' source file'*)
        doing=${line#*Compiling }
        doing=": ${doing%% source *} files"
        ;;
      *'Downloading from '*) doing=": fetching ${line##*/}" ;;
      *'Downloaded from '*)
        size=${line##*(}
        size=${size%% at *}
        case $size in
          *' MB') fetched=$((fetched + $(whole "${size% MB}") * 1000)) ;;
          *' kB') fetched=$((fetched + $(whole "${size% kB}"))) ;;
        esac
        ;;
      *) continue ;;
    esac
    volume=''
    [ $fetched -lt 1000 ] || volume=", $((fetched / 1000)) MB fetched"
    show "shearwater: building $step$doing$volume (log: ${log#"$root"/})"
  done
}

whole() {
  case $1 in
    *[!0-9.]* | '' | .*) echo 0 ;;
    *) echo "${1%%.*}" ;;
  esac
}

# Copies the jars side by side and in class-path order. Third-party jars are linked from the last time, since they do not
# change; ours are new files, so that a program still running from the old ones is not disturbed.
lay_out_jars() {
  next=$build/lib.next
  rm -rf "$next"
  mkdir "$next" || return 1
  class_path=''
  set -f
  IFS=:
  # shellcheck disable=SC2046 # split at the colons, where no jar's name has one
  set -- $(cat "$root/client/cli/target/class-path")
  unset IFS
  set +f
  set -- "$root"/client/cli/target/shearwater-cli-*.jar "$@"
  for plugin in $(installed_plugins); do
    set -f
    IFS=:
    # shellcheck disable=SC2046 # as above
    set -- "$@" $(cat "$root/plugin/$plugin/target/class-path")
    unset IFS
    set +f
    set -- "$@" "$root/plugin/$plugin/target/shearwater-$plugin"-*.jar
  done
  for jar in "$@"; do
    name=${jar##*/}
    [ ! -e "$next/$name" ] || continue
    case $name in
      shearwater-*) cp "$jar" "$next/$name" || return 1 ;;
      *) ln "$build/lib/$name" "$next/$name" 2>/dev/null || cp "$jar" "$next/$name" || return 1 ;;
    esac
    class_path=$class_path${class_path:+:}$build/lib/$name
  done
  rm -rf "$build/lib.last"
  [ ! -d "$build/lib" ] || mv "$build/lib" "$build/lib.last" || return 1
  mv "$next" "$build/lib" || return 1
  rm -rf "$build/lib.last"
  printf '%s\n' "$class_path" >"$build/class-path"
}

# The native libraries as files, so that a start need not unpack 90 MB from the jars. Where the platform is not known here, the
# libraries do it themselves.
unpack_natives() {
  [ ! -e /lib/ld-musl-x86_64.so.1 ] && [ ! -e /lib/ld-musl-aarch64.so.1 ] || return 0
  case $(uname -s)/$(uname -m) in
    Linux/x86_64) names='libduckdb_java.so_linux_amd64 librocksdbjni-linux64.so org/sqlite/native/Linux/x86_64/libsqlitejdbc.so' ;;
    Linux/aarch64) names='libduckdb_java.so_linux_arm64 librocksdbjni-linux-aarch64.so org/sqlite/native/Linux/aarch64/libsqlitejdbc.so' ;;
    Darwin/arm64) names='libduckdb_java.so_macos_arm64 librocksdbjni-osx-arm64.jnilib org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib' ;;
    *) return 0 ;;
  esac
  jars=$(cd "$build/lib" && echo duckdb_jdbc-*.jar rocksdbjni-*.jar sqlite-jdbc-*.jar)
  [ "$(cat "$build/natives/of" 2>/dev/null)" != "$jars" ] || return 0
  next=$build/natives.next
  rm -rf "$next"
  mkdir "$next" || return 1
  # shellcheck disable=SC2086 # the names are words
  (
    cd "$next" || exit 1
    for jar in $jars; do
      "$jdk/bin/jar" --extract --file "$build/lib/$jar" $names || exit 1
    done
    mv libduckdb_java.so_* duckdb && mv org/sqlite/native/*/*/* . && rm -r org && echo "$jars" >of
  ) >>"$build/build.log" 2>&1 || return 1
  rm -rf "$build/natives"
  mv "$next" "$build/natives"
}

# The classes that a program loads when it works, parsed and checked, for the next starts: recorded while a small example
# runs and while the help is printed. Not Java's newer AOT cache: that leaves out classes as old as the command line
# library's. So does an archive for which something of theirs is looked up or linked beforehand, as the lines "@cp" and some
# of "@lambda-proxy" ask. The numbers of classes are those of one record alone. Without it everything works, only slower.
archive_classes() {
  rm -rf "$build/classes.jsa" "$build/classes" "$build/warm-up"
  mkdir "$build/classes"
  run_java -XX:DumpLoadedClassList="$build/classes/example" io.shearwater.cli.Main \
    quickstart --scale 0.001 --keep "$build/warm-up" >>"$build/build.log" 2>&1 &&
    run_java -XX:DumpLoadedClassList="$build/classes/help" io.shearwater.cli.Main --help >>"$build/build.log" 2>&1 &&
    cat "$build/classes/example" "$build/classes/help" |
    sed -e '/^@cp/d' -e '/^@lambda-proxy.*picocli/d' -e '/ source: /d' -e 's/ id: [0-9]*$//' >"$build/classes/list" &&
    run_java -Xshare:dump -XX:SharedClassListFile="$build/classes/list" -XX:SharedArchiveFile="$build/classes.jsa" \
      >>"$build/build.log" 2>&1
  rm -rf "$build/warm-up" "$build/classes"
}

# One build at a time. A lock whose holder is gone is taken over.
lock_build() {
  tries=0
  until mkdir "$build/lock" 2>/dev/null; do
    holder=$(cat "$build/lock/pid" 2>/dev/null)
    if [ -n "$holder" ] && kill -0 "$holder" 2>/dev/null; then
      show "shearwater: waiting for the build of process $holder"
    elif [ $tries -ge 2 ]; then
      rm -rf "$build/lock"
    fi
    tries=$((tries + 1))
    sleep 1
  done
  echo $$ >"$build/lock/pid"
}

# Also clears away what an interrupted build left half done.
unlock_build() {
  rm -rf "$build/lib.next" "$build/natives.next" "$build/warm-up" "$build/maven.failed" "$build/lock"
}

build_command_line() {
  command -v mvn >/dev/null || {
    say_how_to_get_maven
    return 2
  }
  [ $live = yes ] || echo "shearwater: building (log: .build/build.log)" >&2
  modules='client/cli,!testing/testing-spi'
  for plugin in $(installed_plugins); do
    # What lists the libraries of a plugin wants to know those of its tests too.
    modules=${modules%,!testing/testing-spi},plugin/$plugin
  done
  if ! MAVEN_OPTS="-XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}" run_maven "$build/build.log" show_build \
    -Plauncher -pl "$modules" -am -Denforcer.skip=true process-classes; then
    echo "shearwater: the build failed:" >&2
    maven_errors "$build/build.log" >&2
    echo "The whole log: $build/build.log" >&2
    return 1
  fi
  show "shearwater: laying out the jars"
  status=0
  { lay_out_jars && unpack_natives; } || status=1
  show "shearwater: recording what a start needs"
  [ $status -ne 0 ] || archive_classes || true
  unshow
  [ $status -eq 0 ] || echo "shearwater: the jars could not be laid out in $build/lib; see $build/build.log" >&2
  return $status
}

# Leaves .build/lib, .build/class-path, .build/natives and .build/classes.jsa as the sources want them.
ensure_built() {
  key=$(build_key)
  if [ -f "$build/key" ] && [ "$key" = "$(cat "$build/key")" ]; then
    return 0
  fi
  trap 'unlock_build; unshow; exit 130' INT
  trap 'unlock_build; unshow; exit 143' TERM HUP
  lock_build
  key=$(build_key)
  status=0
  if [ ! -f "$build/key" ] || [ "$key" != "$(cat "$build/key")" ]; then
    rm -f "$build/key"
    build_command_line || status=$?
    [ $status -ne 0 ] || printf '%s\n' "$key" >"$build/key"
  fi
  unlock_build
  trap - INT TERM HUP
  return $status
}
