package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store whose process stops, as one that is killed does, where rows come to be written into one of its groups. */
final class HaltingStore {
    /** How the process exits. */
    static final int HALTED = 137;

    private HaltingStore() {}

    static FeatureStore before(FeatureStore store, String output) {
        return around(
                FeatureStore.class,
                store,
                call -> {},
                result -> result instanceof FeatureGroup group
                                && group.spec().name().equals(output)
                        ? halting(group)
                        : result);
    }

    private static FeatureGroup halting(FeatureGroup group) {
        Consumer<String> halt = call -> {
            if (call.equals("insert")) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
        return around(FeatureGroup.class, group, halt, result -> result);
    }

    private static <T> T around(
            Class<T> type, T inner, Consumer<String> before, UnaryOperator<@Nullable Object> after) {
        Object outer =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    before.accept(method.getName());
                    try {
                        return after.apply(method.invoke(inner, arguments));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return type.cast(outer);
    }
}
