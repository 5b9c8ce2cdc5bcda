package io.shearwater.pipeline;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.SqlTable;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import io.shearwater.pipeline.FeaturePipeline.Output;
import io.shearwater.pipeline.RunPlan.Step;
import io.shearwater.pipeline.RunState.Unfinished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Runs a pipeline in a store. */
final class PipelineRun {
    // A store is open in one process only, so what runs in this one is all that runs.
    private static final Set<Running> RUNNING = ConcurrentHashMap.newKeySet();

    private final FeaturePipeline pipeline;
    private final FeatureStore store;
    private final RunStates states;
    private final Graph graph;
    private final List<FeatureGroup> groups;

    private record Running(int store, String project, String pipeline) {}

    private PipelineRun(FeaturePipeline pipeline, FeatureStore store, Graph graph, List<FeatureGroup> groups) {
        this.pipeline = pipeline;
        this.store = store;
        this.states = RunStates.of(store, pipeline.name());
        this.graph = graph;
        this.groups = groups;
    }

    /** Checks a pipeline against a store. */
    static PipelineRun of(FeaturePipeline pipeline, FeatureStore store) {
        Graph graph = new Graph(pipeline, store);
        Map<GroupRef, Output> written = new HashMap<>();
        List<FeatureGroup> groups = new ArrayList<>();
        for (Output output : pipeline.outputs()) {
            FeatureGroup group = graph.group(output.group(), output.version(), "the output of '" + output.node() + "'");
            Output other = written.put(group.spec().ref(), output);
            if (other != null) {
                throw PipelineError.BAD_PIPELINE.because(pipeline.where() + " has two outputs into the group "
                        + group.spec().ref() + ", from '" + other.node() + "' and '" + output.node()
                        + "'; their rows would take the place of each other. Put them together in one node.");
            }
            graph.requireKnownAtItsTime(output.node(), group.spec());
            graph.requireDaysOfZone(group.spec());
            ModelNodes.requireRoom(pipeline.where(), graph.model(output.node()), group);
            groups.add(group);
        }
        return new PipelineRun(pipeline, store, graph, groups);
    }

    PipelineReport run(Run run) {
        Running running = new Running(System.identityHashCode(store), store.project(), pipeline.name());
        if (!RUNNING.add(running)) {
            throw PipelineError.BUSY.because(pipeline.where()
                    + " runs already in this store. Wait for its end, and run it again for what came since.");
        }
        try {
            return runAlone(run);
        } finally {
            RUNNING.remove(running);
        }
    }

    private PipelineReport runAlone(Run run) {
        RunState state = states.read();
        Span wanted = span(run, state);
        Optional<PipelineReport> resumed = Optional.empty();
        Optional<Unfinished> left = state.unfinished();
        String digest = digest();
        if (left.isPresent() && left.get().digest().equals(digest)) {
            resumed = Optional.of(execute(left.get(), state));
            if (left.get().span().covers(wanted)) {
                return resumed.get();
            }
            state = states.read();
            wanted = span(run, state);
        } else if (left.isPresent() && !wanted.covers(left.get().span())) {
            throw PipelineError.UNFINISHED.because("A run of another form of " + pipeline.where() + " over "
                    + left.get().span()
                    + " was not finished: some of its groups are written and others not. Run this one "
                    + "over that time first.");
        }
        if (wanted.isEmpty()) {
            return report(wanted, List.of(), Map.of()).after(resumed);
        }
        return execute(new Unfinished(UUID.randomUUID().toString(), wanted, digest, commits()), state)
                .after(resumed);
    }

    private Span span(Run run, RunState state) {
        return run.span(state.mark(), pipeline.now(), pipeline.calendar().zone());
    }

    private String digest() {
        return new PipelineForm(pipeline, store, graph)
                .digest(groups.stream().map(group -> group.spec().ref()).toList());
    }

    /** The newest commits of all groups that are read. */
    private Map<GroupRef, Long> commits() {
        Map<GroupRef, Long> commits = new LinkedHashMap<>();
        pipeline.sources().forEach((name, source) -> {
            if (source instanceof Source.OfGroup) {
                commits.computeIfAbsent(graph.groupOf(name).ref(), this::newest);
            }
        });
        pipeline.nodes()
                .keySet()
                .forEach(node ->
                        graph.lookups(node).values().forEach(group -> commits.computeIfAbsent(group, this::newest)));
        return commits;
    }

    private long newest(GroupRef group) {
        List<Commit> commits = store.featureGroup(group.name(), group.version()).commits();
        return commits.isEmpty() ? 0 : commits.getLast().id();
    }

    private PipelineReport execute(Unfinished run, RunState before) {
        RunPlan plan =
                new RunPlan(graph, pipeline.outputs().stream().map(Output::node).toList(), run.span());
        SourceReads sources = new SourceReads(pipeline, store, graph, run.commits());
        try (Evaluation evaluation = new Evaluation(pipeline, store, graph, sources, plan)) {
            List<Part> outputs = plan.outputs();
            boolean isOne = outputs.size() == 1;
            evaluation.hold(key -> !isOne && outputs.contains(key));
            List<FrameReader> rows = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                rows.add(fitting(evaluation.open(outputs.get(i)), i));
            }
            states.write(before.withUnfinished(run));
            List<Commit> commits = write(rows, outputs, run, before);
            states.write(before.after(run.span()));
            return report(run.span(), commits, evaluation.rows());
        }
    }

    private FrameReader fitting(FrameReader rows, int output) {
        String what = "The output of '" + pipeline.outputs().get(output).node() + "' of " + pipeline.where() + " into "
                + pipeline.outputs().get(output);
        FeatureGroupSpec group = groups.get(output).spec();
        GroupFit fit = new GroupFit(what, rows.schema(), group);
        FrameReader fitting = new Rows(rows, fit.schema(), fit, () -> {});
        Optional<EventTime> time =
                group.eventTime().filter(dated -> fit.schema().contains(dated.column()));
        long unit = time.map(
                        dated -> graph.unitDating(pipeline.outputs().get(output).node(), dated.column()))
                .orElse(1L);
        return unit == 1
                ? fitting
                : new Rows(
                        fitting,
                        fit.schema(),
                        new KnownInTime(what, time.orElseThrow(), unit, pipeline.calendar()),
                        () -> {});
    }

    private List<Commit> write(List<FrameReader> rows, List<Part> outputs, Unfinished run, RunState before) {
        List<Commit> commits = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Output output = pipeline.outputs().get(i);
            if (outputs.get(i).span().isEmpty()) {
                continue;
            }
            FeatureGroup group = groups.get(i);
            String key = "pipeline " + pipeline.name() + " " + run.id() + " "
                    + group.spec().ref();
            Optional<Work.OfModel> model = graph.model(output.node());
            try {
                model.ifPresent(owner -> group.tag(ModelNodes.TAG, ModelNodes.owner(owner)));
                commits.add(group.insert(rows.get(i), WriteOptions.plain().withKey(key)));
                written.add(output.toString());
            } catch (RuntimeException failed) {
                if (written.isEmpty()) {
                    states.write(before.withoutUnfinished());
                    throw failed;
                }
                throw PipelineError.PARTLY_WRITTEN.because(
                        pipeline.where() + " wrote into " + String.join(", ", written) + " and not into "
                                + String.join(
                                        ", ",
                                        pipeline.outputs().subList(i, rows.size()).stream()
                                                .map(Output::toString)
                                                .toList())
                                + ". Run it again, and it goes on with the latter. " + failed.getMessage(),
                        failed);
            }
        }
        return commits;
    }

    private static PipelineReport report(Span span, List<Commit> commits, Map<String, Long> rows) {
        return new PipelineReport(
                span.startInclusive() == Span.BEGINNING
                        ? Optional.empty()
                        : Optional.of(Times.instant(span.startInclusive())),
                Times.instant(span.endExclusive()),
                commits,
                rows,
                Optional.empty());
    }

    String explain(Run run) {
        Span wanted = span(run, states.read());
        RunPlan plan =
                new RunPlan(graph, pipeline.outputs().stream().map(Output::node).toList(), wanted);
        SourceReads sources = new SourceReads(pipeline, store, graph, commits());
        StringBuilder text = new StringBuilder(pipeline.name())
                .append(" over ")
                .append(wanted)
                .append('\n');
        for (Step step : plan.steps().values()) {
            text.append(step.key().name()).append(' ').append(step.key().span());
            if (!step.inputs().isEmpty()) {
                text.append(" reads ")
                        .append(String.join(
                                ", ", step.inputs().stream().map(Part::name).toList()));
            }
            text.append(step.uses() > 1 ? ", used " + step.uses() + " times\n" : "\n");
            engine(step, sources).ifPresent(text::append);
        }
        for (int i = 0; i < groups.size(); i++) {
            text.append(pipeline.outputs().get(i).node())
                    .append(" into ")
                    .append(groups.get(i).spec().ref())
                    .append('\n');
        }
        return text.toString();
    }

    /** How the engine runs SQL over what it reads itself. */
    private Optional<String> engine(Step step, SourceReads sources) {
        Node node = pipeline.nodes().get(step.key().name());
        if (node == null || !(node.work() instanceof Work.Sql sql)) {
            return Optional.empty();
        }
        Map<String, SqlTable> tables = new HashMap<>();
        graph.lookups(step.key().name()).forEach((table, group) -> tables.put(table, sources.whole(group)));
        for (Part input : step.inputs()) {
            Optional<SqlTable> table = sources.table(input);
            if (table.isEmpty()) {
                return Optional.empty();
            }
            tables.put(input.name(), table.get());
        }
        return Optional.of(store.explainSql(sql.text(), tables));
    }
}
