package io.shearwater.definitions;

import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls of transformations in the order in which they run, each with its place. */
record PlacedCalls(List<Placed> placed) {
    static final PlacedCalls NONE = new PlacedCalls(List.of());

    PlacedCalls {
        placed = List.copyOf(placed);
    }

    /** A call, and where it stands. */
    record Placed(TransformationCall call, YamlNode at) {}

    /** The calls under a key; absent where the key is, or where one of them is a problem. */
    static Optional<PlacedCalls> read(Entries entries, String key) {
        return entries.get(key).flatMap(node -> {
            List<YamlNode> elements = node.list();
            List<Placed> calls = new ArrayList<>();
            elements.forEach(element ->
                    TransformationYaml.read(element).ifPresent(call -> calls.add(new Placed(call, element))));
            return calls.size() == elements.size() ? Optional.of(new PlacedCalls(calls)) : Optional.empty();
        });
    }

    List<TransformationCall> all() {
        return placed.stream().map(Placed::call).toList();
    }

    /**
     * Whether the calls suit the columns, as far as that can be told here: up to the first whose code only the store has. A
     * problem is noted at the call that does not.
     *
     * @param chain puts calls over the columns, and refuses those that do not suit them
     */
    boolean check(Consumer<List<TransformationCall>> chain) {
        List<TransformationCall> known =
                all().stream().takeWhile(call -> call.function().isBuiltIn()).toList();
        if (known.isEmpty() || suits(chain, known)) {
            return true;
        }
        int last = 1;
        while (last < known.size() && suits(chain, known.subList(0, last))) {
            last++;
        }
        List<TransformationCall> first = known.subList(0, last);
        placed.get(last - 1).at().checked(() -> {
            chain.accept(first);
            return first;
        });
        return false;
    }

    private static boolean suits(Consumer<List<TransformationCall>> chain, List<TransformationCall> calls) {
        try {
            chain.accept(calls);
            return true;
        } catch (ShearwaterException refused) {
            return false;
        }
    }
}
