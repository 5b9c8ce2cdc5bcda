package io.shearwater.online;

import io.shearwater.transform.BoundChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the features of a program come from: of what each is made, and what of it only the store or a request gives. Immutable. */
public final class VectorOrigins {
    private final VectorProgram program;
    private final int read;
    private final Set<Integer> lookedUp = new HashSet<>();

    public VectorOrigins(VectorProgram program) {
        this.program = program;
        this.read = program.plan().schema().size();
        program.plan().lookups().forEach(lookup -> lookup.outputs().forEach(copy -> lookedUp.add(copy.to())));
    }

    /**
     * Of what a feature is made.
     *
     * @param slots places among {@link VectorProgram#slots} of all that its value depends on
     */
    public record Making(Kind kind, List<Integer> slots) {
        public Making {
            slots = List.copyOf(slots);
        }

        /** How. */
        public enum Kind {
            /** It is what was read or passed. */
            AS_IS,
            /** It was computed on demand. */
            ON_DEMAND,
            /** A transformation of the view made it. */
            TRANSFORMED
        }
    }

    /** Of what each feature is made, in the order of {@link VectorProgram#schema}. */
    public List<Making> makings() {
        if (program.transformations().isEmpty()) {
            return Arrays.stream(program.features()).mapToObj(this::asItIs).toList();
        }
        BoundChain chain = program.transformations().get();
        int[] given = program.given();
        int[] passed = chain.passedThrough();
        List<int[]> origins = chain.origins();
        List<Making> makings = new ArrayList<>(origins.size());
        for (int i = 0; i < origins.size(); i++) {
            if (passed[i] >= 0 && given[passed[i]] >= 0) {
                makings.add(asItIs(given[passed[i]]));
                continue;
            }
            Set<Integer> slots = new LinkedHashSet<>();
            Arrays.stream(origins.get(i))
                    .filter(input -> input < given.length && given[input] >= 0)
                    .forEach(input -> slots.addAll(behind(given[input])));
            makings.add(new Making(Making.Kind.TRANSFORMED, List.copyOf(slots)));
        }
        return makings;
    }

    private Making asItIs(int slot) {
        return new Making(slot < read ? Making.Kind.AS_IS : Making.Kind.ON_DEMAND, List.copyOf(behind(slot)));
    }

    /** A slot, and of one that is computed on demand those that it is computed from. */
    private Set<Integer> behind(int slot) {
        Set<Integer> slots = new LinkedHashSet<>(List.of(slot));
        if (slot < read) {
            return slots;
        }
        int at = read;
        for (ServedOnDemand served : program.onDemand()) {
            int output = slot - at;
            if (output >= 0 && output < served.outputs().size()) {
                served.sources().stream()
                        .filter(source -> source.read() != VectorPlan.NONE)
                        .filter(source -> Arrays.stream(source.feeds()).anyMatch(fed -> fed == output))
                        .forEach(source -> slots.add(source.read()));
            }
            at += served.outputs().size();
        }
        return slots;
    }

    /** The features of the view, before its transformations, whose values cannot be had without reading the store. */
    public Set<String> stored() {
        Set<String> stored = new TreeSet<>();
        for (int slot : program.features()) {
            if (behind(slot).stream().anyMatch(lookedUp::contains)) {
                stored.add(program.slots().get(slot).name());
            }
        }
        return stored;
    }

    /** The features of the view, before its transformations, that nothing but a request gives. */
    public Set<String> onlyPassed() {
        Set<String> passed = new TreeSet<>();
        for (int slot : program.features()) {
            if (slot >= 0 && slot < read && !lookedUp.contains(slot)) {
                passed.add(program.slots().get(slot).name());
            }
        }
        return passed;
    }

    /** The parameters that a request has to name: without them what is computed on demand cannot be. */
    public Set<String> neededParameters() {
        Set<String> needed = new TreeSet<>();
        for (ServedOnDemand served : program.onDemand()) {
            for (ServedOnDemand.Source source : served.sources()) {
                boolean feeds = Arrays.stream(source.feeds())
                        .anyMatch(output -> !served.outputs().get(output).isEmpty());
                if (feeds && !source.isNow() && !(source.read() != VectorPlan.NONE && source.stored())) {
                    needed.add(source.name());
                }
            }
        }
        return needed;
    }
}
