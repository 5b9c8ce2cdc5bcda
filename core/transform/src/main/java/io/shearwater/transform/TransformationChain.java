package io.shearwater.transform;

import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Calls in the order in which they run over named columns, checked: every input is there, has a type that the function takes,
 * and labels and features are kept apart. It knows which columns come out, and in which order: the same whatever the use.
 * Immutable and thread-safe.
 */
public final class TransformationChain {
    /** Where a column comes from: one that is given, or an output of a step. */
    record Source(int step, int output) {
        static final int GIVEN = -1;

        boolean isGiven() {
            return step == GIVEN;
        }
    }

    /**
     * A call with its function.
     *
     * @param sources of the inputs
     * @param pass the reading of the training data in which it is fitted, or after which it can run; from 0
     */
    record Step(
            int number,
            TransformationCall call,
            Transformation function,
            List<Input> inputs,
            List<Source> sources,
            List<Output> outputs,
            Role role,
            int pass) {
        /** The inputs that are there at inference. */
        List<Integer> lasting() {
            List<Integer> lasting = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                if (!function.isForFittingOnly(i)) {
                    lasting.add(i);
                }
            }
            return lasting;
        }
    }

    /** What a step is about. */
    enum Role {
        FEATURES("features"),
        LABELS("labels, passed over at inference"),
        /** Rows, which it removes from training data. */
        ROWS("rows of training data alone");

        private final String shown;

        Role(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    /**
     * One or, of a step that expands, several columns of the result.
     *
     * @param name of the column, or what the names of the columns begin with
     */
    record Place(String name, Source source) {}

    private final String owner;
    private final List<Input> given;
    private final List<Step> steps = new ArrayList<>();
    private final List<Place> features = new ArrayList<>();
    private final List<Place> labels = new ArrayList<>();
    private final Set<String> labelNames;
    private final Map<String, Source> sources = new HashMap<>();
    private int passes;
    private int barrier;

    /**
     * Checks calls.
     *
     * @param owner what has the calls, for messages: "the feature view 'fraud' version 1"
     * @param columns the columns that calls may read
     * @param featureNames those of them that come out as features, in order
     * @param labelNames those of them that come out as labels, in order
     * @throws ShearwaterException BAD_CALL or WRONG_PLACE, naming the call
     */
    public TransformationChain(
            String owner,
            List<Input> columns,
            List<String> featureNames,
            List<String> labelNames,
            List<TransformationCall> calls,
            Functions functions) {
        this.owner = owner;
        this.given = List.copyOf(columns);
        this.labelNames = new HashSet<>(labelNames);
        for (int i = 0; i < given.size(); i++) {
            sources.put(given.get(i).name(), new Source(Source.GIVEN, i));
        }
        featureNames.forEach(name -> features.add(new Place(name, source(name))));
        labelNames.forEach(name -> labels.add(new Place(name, source(name))));
        for (TransformationCall call : calls) {
            try {
                add(call, functions.find(call.function()));
            } catch (ShearwaterException refused) {
                throw new ShearwaterException(
                        refused.code(), "In " + owner + ", " + call + ": " + refused.getMessage(), refused);
            }
        }
        requireDistinct(features, "features");
        requireDistinct(labels, "labels");
    }

    // ---- building

    private Source source(String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw TransformError.BAD_CALL.because("there is no column '" + name + "' to read; there are "
                    + new LinkedHashSet<>(sources.keySet().stream().sorted().toList()) + "."
                    + Names.didYouMean(name, sources.keySet()));
        }
        return source;
    }

    private void add(TransformationCall call, Transformation function) {
        List<Source> from = call.inputs().stream().map(this::source).toList();
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            inputs.add(input(call.inputs().get(i), from.get(i)));
        }
        List<Output> outputs = function.outputs(inputs);
        requireOutputs(call, function, outputs);
        Role role = role(call, function);
        int pass = barrier;
        for (Source source : from) {
            pass = Math.max(pass, source.isGiven() ? 0 : ready(steps.get(source.step())));
        }
        Step step = new Step(steps.size(), call, function, inputs, from, outputs, role, pass);
        steps.add(step);
        passes = Math.max(passes, function.isFitted() ? pass + 1 : 0);
        if (role == Role.ROWS) {
            barrier = Math.max(barrier, ready(step));
        } else {
            place(step, role == Role.LABELS ? labels : features);
        }
    }

    /** The pass from which on the outputs of a step are known. */
    private static int ready(Step step) {
        return step.pass() + (step.function().isFitted() ? 1 : 0);
    }

    private Input input(String name, Source source) {
        if (source.isGiven()) {
            return given.get(source.output());
        }
        Step step = steps.get(source.step());
        Output output = step.outputs().get(source.output());
        return new Input(name, output.type(), output.featureType());
    }

    private static void requireOutputs(TransformationCall call, Transformation function, List<Output> outputs) {
        int wanted = function.isTrainingOnly() ? call.outputs().size() : function.expands() ? 1 : outputs.size();
        if (call.outputs().size() != wanted) {
            throw TransformError.BAD_CALL.because("it gives " + wanted + " columns and "
                    + call.outputs().size() + " names " + call.outputs() + " for them.");
        }
    }

    private Role role(TransformationCall call, Transformation function) {
        List<String> lasting = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            if (!function.isForFittingOnly(i)) {
                lasting.add(call.inputs().get(i));
            }
        }
        if (function.isTrainingOnly()) {
            return Role.ROWS;
        }
        boolean ofLabels = lasting.stream().anyMatch(labelNames::contains);
        if (ofLabels) {
            for (String output : call.outputs()) {
                if (sources.containsKey(output) && !labelNames.contains(output)) {
                    throw TransformError.WRONG_PLACE.because("it reads the label "
                            + lasting.stream().filter(labelNames::contains).toList() + " and would write the feature '"
                            + output + "': what a model predicts would be among what it is given.");
                }
            }
            labelNames.addAll(call.outputs());
        } else {
            call.outputs().stream().filter(labelNames::contains).findFirst().ifPresent(label -> {
                throw TransformError.WRONG_PLACE.because(
                        "it would write the label '" + label + "' from features. Give its output another name.");
            });
        }
        return ofLabels ? Role.LABELS : Role.FEATURES;
    }

    /** Outputs stand in the place of columns of their names, else of a dropped input, else at the end. */
    private void place(Step step, List<Place> layout) {
        List<String> outputs = step.call().outputs();
        int next = dropped(step, layout);
        for (int i = 0; i < outputs.size(); i++) {
            String name = outputs.get(i);
            Source source = new Source(step.number(), i);
            if (!step.function().expands()) {
                sources.put(name, source);
            }
            Place place = new Place(name, source);
            int at = step.function().expands() ? -1 : indexOf(layout, name);
            if (at >= 0) {
                layout.set(at, place);
            } else if (next >= 0) {
                layout.add(next++, place);
            } else {
                layout.add(place);
            }
        }
        Set<String> gone = new HashSet<>(step.call().drops());
        if (!step.function().expands()) {
            outputs.forEach(gone::remove);
        }
        Consumer<List<Place>> drop = places -> places.removeIf(
                place -> gone.contains(place.name()) && place.source().step() != step.number());
        drop.accept(features);
        drop.accept(labels);
    }

    private static int dropped(Step step, List<Place> layout) {
        return step.call().drops().stream()
                .mapToInt(drop -> indexOf(layout, drop))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    private static int indexOf(List<Place> layout, String name) {
        for (int i = 0; i < layout.size(); i++) {
            if (layout.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void requireDistinct(List<Place> layout, String what) {
        Set<String> names = new HashSet<>();
        for (Place place : layout) {
            if (!names.add(place.name())) {
                throw TransformError.BAD_CALL.because("The " + what + " of " + owner + " have '" + place.name()
                        + "' twice after its transformations. Give one of them another name.");
            }
        }
    }

    // ---- what it is

    /** How many times the training data is read to fit everything: once for each step that builds on fitted ones. */
    public int passes() {
        return passes;
    }

    /** Whether it has to see training data before it can run. */
    public boolean needsFitting() {
        return passes > 0;
    }

    /** Whether a step looks at hashes of the rows' identities in training. */
    public boolean readsRowHashes() {
        return steps.stream().anyMatch(step -> step.function().readsRowHashes());
    }

    /** Whether rows to learn from come out otherwise than those of another split: because of what is learnt, or removed. */
    public boolean dependsOnSplit() {
        return steps.stream()
                .anyMatch(step -> step.function().isFitted() || step.function().isTrainingOnly());
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The columns that {@link BoundChain#apply} takes, in order. */
    public List<Input> given() {
        return given;
    }

    /** The names of given columns that steps read, or that come out, at inference. */
    public Set<String> neededAtInference() {
        Set<String> names = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step.role() == Role.FEATURES) {
                step.lasting().stream()
                        .map(step.sources()::get)
                        .filter(Source::isGiven)
                        .forEach(source -> names.add(given.get(source.output()).name()));
            }
        }
        features.stream()
                .map(Place::source)
                .filter(Source::isGiven)
                .forEach(source -> names.add(given.get(source.output()).name()));
        return names;
    }

    /** Refuses, with a reason, what has to be fitted: there are no training data where this chain runs. */
    public void requireStateless(String reason) {
        for (Step step : steps) {
            if (step.function().isFitted() || step.function().isTrainingOnly()) {
                throw TransformError.WRONG_PLACE.because("In " + owner + ", " + step.call() + ": " + reason);
            }
        }
    }

    String owner() {
        return owner;
    }

    List<Step> steps() {
        return steps;
    }

    List<Place> features() {
        return features;
    }

    List<Place> labels() {
        return labels;
    }

    // ---- running it

    /**
     * The chain ready to run.
     *
     * @param states what its steps learnt; more than it has steps does no harm
     * @throws ShearwaterException NOT_FITTED naming the first step whose state is missing
     */
    public BoundChain bind(FittedStates states, Use use) {
        return new BoundChain(this, states, use, steps.size());
    }

    /**
     * Learns from training data what every step needs.
     *
     * @param data gives the training part to its consumer, all of it, in the same order each time: the given columns in batches
     */
    public FittedStates fit(Consumer<Consumer<ColumnBatch>> data) {
        FittedStates states = FittedStates.NONE;
        for (int pass = 0; pass < passes; pass++) {
            states = fit(pass, states, data);
        }
        return states;
    }

    private FittedStates fit(int pass, FittedStates known, Consumer<Consumer<ColumnBatch>> data) {
        List<Step> fitted = steps.stream()
                .filter(step -> step.function().isFitted() && step.pass() == pass)
                .toList();
        if (fitted.isEmpty()) {
            return known;
        }
        Map<Integer, Fitting> fittings = new HashMap<>();
        fitted.forEach(step ->
                fittings.put(step.number(), named(step, () -> step.function().fitting(step.inputs()))));
        BoundChain before = new BoundChain(this, known, Use.TRAINING, pass);
        data.accept(batch -> before.feed(batch, fittings));
        FittedStates states = known;
        for (Step step : fitted) {
            Fitting fitting = Objects.requireNonNull(fittings.get(step.number()));
            states = states.with(step.number(), named(step, fitting::end));
        }
        return states;
    }

    /** The steps that have to run so that those of a pass can learn: what they read, and what removes rows. */
    Set<Integer> neededToFit(int pass) {
        Set<Integer> needed = new HashSet<>();
        for (Step step : steps.reversed()) {
            boolean learns = step.function().isFitted() && step.pass() == pass;
            boolean removes = step.role() == Role.ROWS && ready(step) <= pass;
            if (removes) {
                needed.add(step.number());
            }
            if (learns || removes || needed.contains(step.number())) {
                step.sources().stream()
                        .filter(source -> !source.isGiven())
                        .forEach(source -> needed.add(source.step()));
            }
        }
        return needed;
    }

    private interface Work<T> {
        T run();
    }

    private <T> T named(Step step, Work<T> work) {
        try {
            return work.run();
        } catch (ShearwaterException failed) {
            throw new ShearwaterException(
                    failed.code(), "In " + owner + ", " + step.call() + ": " + failed.getMessage(), failed);
        }
    }

    /** The state of every step that has one, in order, with its call. */
    public Map<TransformationCall, FittedState> byCall(FittedStates states) {
        Map<TransformationCall, FittedState> byCall = new LinkedHashMap<>();
        states.byStep().forEach((step, state) -> byCall.put(steps.get(step).call(), state));
        return byCall;
    }
}
