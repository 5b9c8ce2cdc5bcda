package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors, and puts substitutes in where values are missing: before the transformations of the view, which then work with them
 * as with any value. Only the entries that lack something are read again. Thread-safe.
 */
final class Fallbacks {
    private static final boolean[] NOT_REPLACED = {};

    private final ServedView view;
    private final List<Chain> chains;
    private final List<Field> keys;
    private final int[] remembered;
    private final Optional<LastKnownValues> lastKnown;

    /**
     * What to take for a feature, in this order.
     *
     * @param slot where its value is among {@link ServedView#slots}
     */
    record Chain(String feature, int slot, List<Step> steps) {
        Chain {
            steps = List.copyOf(steps);
        }
    }

    /** Something to take. */
    sealed interface Step {
        /**
         * A value that is known beforehand.
         *
         * @param name as the response says it
         */
        record Value(String name, Object value) implements Step {}

        /** What the entity had when it was last read. */
        record LastKnown() implements Step {}
    }

    /**
     * Vectors of entries, and what was put in.
     *
     * @param ids of the entries
     * @param substitutes for each entry by feature, in words
     * @param replaced for each entry which slots; empty where none was
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Filled(Vectors vectors, String[] ids, List<Map<String, String>> substitutes, boolean[][] replaced) {}

    Fallbacks(ServedView view, List<Chain> chains) {
        this.view = view;
        this.chains = List.copyOf(chains);
        this.keys = view.form().servingKeys();
        this.remembered = IntStream.range(0, chains.size())
                .filter(chain -> chains.get(chain).steps().contains(new Step.LastKnown()))
                .toArray();
        this.lastKnown = remembered.length == 0 ? Optional.empty() : Optional.of(new LastKnownValues());
    }

    /** The features that have a fallback. */
    Set<String> features() {
        Set<String> names = new TreeSet<>();
        chains.forEach(chain -> names.add(chain.feature()));
        return names;
    }

    Filled read(List<? extends Map<String, ?>> entries) {
        Vectors vectors;
        try {
            vectors = view.read(entries);
        } catch (ShearwaterException failed) {
            if (failed.kind() == ErrorKind.USER) {
                throw failed;
            }
            return withoutStore(entries, failed);
        }
        String[] ids = vectors.vectors().stream().map(FeatureVector::requestId).toArray(String[]::new);
        if (chains.isEmpty()) {
            return new Filled(vectors, ids, none(entries.size()), nothingReplaced(entries.size()));
        }
        return filled(entries, vectors, ids);
    }

    private static List<Map<String, String>> none(int size) {
        return Collections.nCopies(size, Map.of());
    }

    private static boolean[][] nothingReplaced(int size) {
        boolean[][] replaced = new boolean[size][];
        Arrays.fill(replaced, NOT_REPLACED);
        return replaced;
    }

    private Filled filled(List<? extends Map<String, ?>> entries, Vectors vectors, String[] ids) {
        remember(entries, vectors);
        List<Integer> affected = new ArrayList<>();
        List<Map<String, Object>> again = new ArrayList<>();
        List<Map<String, String>> words = new ArrayList<>(none(entries.size()));
        boolean[][] replaced = nothingReplaced(entries.size());
        for (int entry = 0; entry < entries.size(); entry++) {
            @Nullable Object[] values = vectors.values()[entry];
            int number = entry;
            Substitutes put = substitutes(entries.get(entry), slot -> isMissing(values[slot]));
            if (put != null) {
                affected.add(number);
                again.add(put.entry);
                words.set(entry, put.words);
                replaced[entry] = put.slots;
            }
        }
        if (affected.isEmpty()) {
            return new Filled(vectors, ids, words, replaced);
        }
        Vectors second;
        try {
            second = view.read(again);
        } catch (ShearwaterException failed) {
            if (failed.kind() == ErrorKind.USER) {
                throw failed;
            }
            return withoutStore(entries, failed);
        }
        List<FeatureVector> merged = new ArrayList<>(vectors.vectors());
        @Nullable Object[][] values = vectors.values().clone();
        boolean[] refused = vectors.refused().clone();
        for (int i = 0; i < affected.size(); i++) {
            merged.set(affected.get(i), second.vectors().get(i));
            values[affected.get(i)] = second.values()[i];
            refused[affected.get(i)] = second.refused()[i];
        }
        return new Filled(new Vectors(merged, values, refused, vectors.reading()), ids, words, replaced);
    }

    /** The store cannot be read: what the entries do not name and only the store has must have a substitute. */
    private Filled withoutStore(List<? extends Map<String, ?>> entries, ShearwaterException cause) {
        List<Map<String, ?>> complete = new ArrayList<>(entries.size());
        List<Map<String, String>> words = new ArrayList<>(none(entries.size()));
        boolean[][] replaced = nothingReplaced(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Map<String, ?> entry = entries.get(i);
            Substitutes put = substitutes(entry, slot -> true);
            Map<String, ?> named = put == null ? entry : put.entry;
            Set<String> lacking = new TreeSet<>(view.form().stored());
            lacking.removeAll(named.keySet());
            if (!lacking.isEmpty()) {
                throw LearningError.NOT_AVAILABLE.because(
                        "The features " + lacking + " of '" + view.spec().name()
                                + "' cannot be read, and no substitute of them is known: " + cause.getMessage()
                                + " Give the deployment fallbacks for them.",
                        cause);
            }
            complete.add(named);
            if (put != null) {
                words.set(i, put.words);
                replaced[i] = put.slots;
            }
        }
        Vectors vectors = view.compute(complete);
        for (boolean refused : vectors.refused()) {
            if (refused) {
                throw LearningError.NOT_AVAILABLE.because(
                        "Whether the filter of the training data of '"
                                + view.spec().name()
                                + "' lets the entry through cannot be known while the store cannot be read: "
                                + cause.getMessage(),
                        cause);
            }
        }
        String[] ids = vectors.vectors().stream().map(FeatureVector::requestId).toArray(String[]::new);
        return new Filled(vectors, ids, words, replaced);
    }

    /** What is put into an entry. */
    private record Substitutes(Map<String, Object> entry, Map<String, String> words, boolean[] slots) {}

    private @Nullable Substitutes substitutes(Map<String, ?> entry, IntPredicate missing) {
        Substitutes put = null;
        for (int chain = 0; chain < chains.size(); chain++) {
            Chain next = chains.get(chain);
            if (!missing.test(next.slot) || !isMissing(entry.get(next.feature))) {
                continue;
            }
            for (Step step : next.steps) {
                Object value = value(step, entry, chain);
                if (value != null) {
                    put = put == null
                            ? new Substitutes(
                                    new HashMap<>(entry),
                                    new LinkedHashMap<>(),
                                    new boolean[view.slots().size()])
                            : put;
                    put.entry.put(next.feature, value);
                    put.words.put(next.feature, step instanceof Step.Value known ? known.name : "last known");
                    put.slots[next.slot] = true;
                    break;
                }
            }
        }
        return put;
    }

    private @Nullable Object value(Step step, Map<String, ?> entry, int chain) {
        return switch (step) {
            case Step.Value known -> known.value;
            case Step.LastKnown last ->
                lastKnown
                        .map(values -> values.get(key(entry), Arrays.binarySearch(remembered, chain)))
                        .orElse(null);
        };
    }

    /** Null and NaN are no value. */
    static boolean isMissing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Double number -> number.isNaN();
            case Float number -> number.isNaN();
            default -> false;
        };
    }

    /** Keeps what the store gave; not what requests pass. */
    private void remember(List<? extends Map<String, ?>> entries, Vectors vectors) {
        if (lastKnown.isEmpty()) {
            return;
        }
        for (int entry = 0; entry < entries.size(); entry++) {
            @Nullable Object[] values = new @Nullable Object[remembered.length];
            boolean any = false;
            for (int i = 0; i < remembered.length; i++) {
                Chain chain = chains.get(remembered[i]);
                Object value = vectors.values()[entry][chain.slot];
                if (!isMissing(value) && !entries.get(entry).containsKey(chain.feature)) {
                    values[i] = value;
                    any = true;
                }
            }
            if (any) {
                lastKnown.get().put(key(entries.get(entry)), values);
            }
        }
    }

    /** The same number is the same key, whatever its type: entries name keys in any type that fits. */
    private List<@Nullable Object> key(Map<String, ?> entry) {
        List<@Nullable Object> key = new ArrayList<>(keys.size());
        for (Field field : keys) {
            Object value = entry.get(field.name());
            key.add(value instanceof String || value == null ? value : value.toString());
        }
        return key;
    }
}
