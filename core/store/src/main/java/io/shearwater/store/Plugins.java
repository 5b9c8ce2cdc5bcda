package io.shearwater.store;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds plugins on the class path. */
final class Plugins {
    private Plugins() {}

    static <P> P named(Class<P> type, Function<P, String> nameOf, String wanted) {
        List<P> found = ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return found.stream()
                .filter(provider -> nameOf.apply(provider).equals(wanted))
                .findFirst()
                .orElseThrow(() -> StoreError.MISSING_PLUGIN.because("The plugin '" + wanted + "' ("
                        + type.getSimpleName() + ") is not on the class path; there are "
                        + found.stream().map(nameOf).collect(Collectors.toList())
                        + ". Add the artifact shearwater-" + wanted + "."));
    }
}
