package io.shearwater.definitions;

import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunctions;
import java.util.List;
import java.util.Optional;

/** What differs between two lists of transformations, in words. */
final class CallComparison {
    private CallComparison() {}

    /**
     * The first difference, if there is one. A parameter that is left out is what it is by itself, a function without a digest
     * is the one that was registered.
     *
     * @param what the calls are, for the words
     */
    static Optional<String> difference(String what, List<TransformationCall> given, List<TransformationCall> stored) {
        int most = Math.max(given.size(), stored.size());
        for (int i = 0; i < most; i++) {
            Optional<TransformationCall> here = at(given, i);
            Optional<TransformationCall> there = at(stored, i);
            boolean same = here.isPresent()
                    && there.isPresent()
                    && complete(here.get()).sameAs(complete(there.get()));
            if (!same) {
                return Optional.of(
                        what + " " + (i + 1) + " is " + Shown.of(here) + ", the store has " + Shown.of(there));
            }
        }
        return Optional.empty();
    }

    private static Optional<TransformationCall> at(List<TransformationCall> calls, int index) {
        return index < calls.size() ? Optional.of(calls.get(index)) : Optional.empty();
    }

    private static TransformationCall complete(TransformationCall call) {
        return call.function().isBuiltIn() ? call.withFunction(BuiltInFunctions.complete(call.function())) : call;
    }
}
