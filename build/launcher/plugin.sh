# Plugins whose libraries are too large to be for everyone. Sourced by the launcher; POSIX sh.
# Uses: build, ensure_built.

optional_plugins='onnx'

# Those that were asked for in this checkout.
installed_plugins() {
  for plugin in $optional_plugins; do
    [ ! -e "$build/plugins/$plugin" ] || echo "$plugin"
  done
}

# shearwater plugin NAME: builds a plugin and has it on the class path from now on.
plugin_command() {
  for plugin in $optional_plugins; do
    if [ "$plugin" = "${1:-}" ]; then
      mkdir -p "$build/plugins" && : >"$build/plugins/$plugin" && rm -f "$build/key" || return 1
      ensure_built || {
        status=$?
        rm -f "$build/plugins/$1"
        return $status
      }
      echo "shearwater: the plugin '$1' is there"
      return 0
    fi
  done
  echo "usage: shearwater plugin NAME, where NAME is one of: $optional_plugins" >&2
  return 2
}
