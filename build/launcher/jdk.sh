# Finding a JDK 25. Sourced by the launcher and by .ci/run; POSIX sh.

# The version is read from the JDK's release file: asking each java found would take a second.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
}

# The directory two above the javac of the PATH, symbolic links followed.
jdk_of_path() {
  javac=$(command -v javac) || return 1
  while [ -L "$javac" ]; do
    target=$(readlink "$javac")
    case $target in
      /*) javac=$target ;;
      *) javac=$(dirname "$javac")/$target ;;
    esac
  done
  (CDPATH='' cd -P -- "$(dirname "$javac")/.." && pwd -P)
}

# Prints the directory of a JDK 25, or fails.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  for candidate in \
    "$(jdk_of_path)" \
    /usr/lib/jvm/* \
    /usr/java/* \
    /usr/local/*jdk* \
    /opt/java/* \
    /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.gradle/jdks/* \
    "${HOME:-}"/.asdf/installs/java/* \
    "${HOME:-}"/.local/share/mise/installs/java/*; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

say_how_to_get_a_jdk() {
  cat >&2 <<'TEXT'
shearwater: needs a JDK 25 and found none (looked at JAVA_HOME, the PATH and the usual places). One of these installs it:
  Debian, Ubuntu   sudo apt install openjdk-25-jdk
  Homebrew         brew install openjdk@25
  SDKMAN           sdk install java 25-tem
Then run the command again, or point JAVA_HOME at the JDK.
TEXT
}

say_how_to_get_maven() {
  cat >&2 <<'TEXT'
shearwater: needs Maven 3.8.5 or later to build and found none. One of these installs it:
  Debian, Ubuntu   sudo apt install maven
  Homebrew         brew install maven
  SDKMAN           sdk install maven
TEXT
}
