package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A feature pipeline as one program: sources, functions over them, and the feature groups that take what they give. The same
 * pipeline computes the past and each new stretch of time. Immutable and thread-safe; several runs of one pipeline in one store
 * exclude each other.
 */
public final class FeaturePipeline {
    private final String name;
    private final Map<String, Source> sources;
    private final Map<String, Node> nodes;
    private final List<Output> outputs;
    private final InstantSource clock;
    private final int parallelism;
    private final Calendar calendar;

    /** A node, or a source as it is, and the group that takes its rows. */
    record Output(String node, String group, OptionalInt version) {
        @Override
        public String toString() {
            return "'" + group + "'" + (version.isPresent() ? " version " + version.getAsInt() : "");
        }
    }

    private FeaturePipeline(Builder builder) {
        this.name = builder.name;
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(builder.sources));
        this.nodes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.nodes));
        this.outputs = List.copyOf(builder.outputs);
        this.clock = builder.clock;
        this.parallelism = builder.parallelism;
        this.calendar = builder.calendar;
    }

    /** A pipeline whose parts are named one after the other, in any order. */
    public static Builder named(String name) {
        return new Builder(Names.check("pipeline", name));
    }

    public String name() {
        return name;
    }

    Map<String, Source> sources() {
        return sources;
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    List<Output> outputs() {
        return outputs;
    }

    int parallelism() {
        return parallelism;
    }

    /** Whose days and weeks the windows are. */
    Calendar calendar() {
        return calendar;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** As in messages. */
    String where() {
        return "the pipeline '" + name + "'";
    }

    /**
     * Computes a stretch of time and writes it. All groups are read as they were when the run began. With several outputs
     * everything is computed before the first group is written; then they are written one after another. A run that was killed in
     * between is finished by the next one, from the same states of the groups.
     *
     * @throws ShearwaterException where nothing was written: UNKNOWN_NODE, CYCLE, BAD_OUTPUT, WRONG_ROWS, FUNCTION_FAILED,
     *     NOT_PORTABLE, READS_FUTURE, BUSY, and what reading and writing throw; PARTLY_WRITTEN where the first outputs were
     *     written, naming them
     */
    public PipelineReport run(FeatureStore store, Run run) {
        return PipelineRun.of(this, store).run(run);
    }

    /** What a run would read and compute, for people; nothing is written. */
    public String explain(FeatureStore store, Run run) {
        return PipelineRun.of(this, store).explain(run);
    }

    /** Collects the parts of a pipeline. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Map<String, Source> sources = new LinkedHashMap<>();
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final List<Output> outputs = new ArrayList<>();
        private InstantSource clock = InstantSource.system();
        private int parallelism = Runtime.getRuntime().availableProcessors();
        private Calendar calendar = Calendar.UTC;

        private Builder(String name) {
            this.name = name;
        }

        /** Rows to begin with, under a name. */
        public Builder source(String source, Source rows) {
            requireNew(source);
            sources.put(source, rows);
            return this;
        }

        /** A function over sources and nodes, under a name. */
        public Builder node(String node, Node function) {
            requireNew(node);
            nodes.put(node, function);
            return this;
        }

        /** Writes what a node gives into the newest version of a group; nodes that others read may be written too. */
        public Builder output(String node, String group) {
            outputs.add(new Output(node, group, OptionalInt.empty()));
            return this;
        }

        /** Writes what a node gives into one version of a group. */
        public Builder output(String node, String group, int version) {
            outputs.add(new Output(node, group, OptionalInt.of(version)));
            return this;
        }

        /** Where runs look for now; the system's clock unless said. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Whose days and weeks are meant: those of windows, of totals, of dates, of runs that name days, and in SQL. A day may
         * have 23 or 25 hours. UTC unless said.
         */
        public Builder zone(ZoneId days) {
            if (days.normalized() instanceof ZoneOffset offset && !offset.equals(ZoneOffset.UTC)) {
                throw PipelineError.BAD_PIPELINE.because("The days of the pipeline '" + name + "' are to be those of "
                        + days + ", which is no place. Name one, such as Europe/Stockholm.");
            }
            calendar = new Calendar(days);
            return this;
        }

        /** How many nodes run at a time at most; one a processor unless said. */
        public Builder parallelism(int most) {
            if (most < 1) {
                throw PipelineError.BAD_PIPELINE.because(
                        "The pipeline '" + name + "' is to run " + most + " nodes at a time; at least 1 is needed.");
            }
            parallelism = most;
            return this;
        }

        /**
         * The pipeline.
         *
         * @throws ShearwaterException UNKNOWN_NODE or BAD_PIPELINE; what SQL names is looked at when it runs
         */
        public FeaturePipeline build() {
            List<String> known = new ArrayList<>(sources.keySet());
            known.addAll(nodes.keySet());
            nodes.forEach((node, function) -> {
                function.work()
                        .inputs()
                        .forEach(input -> requireKnown(known, input, "the node '" + node + "' of it reads"));
                function.expectation()
                        .flatMap(Node.Expectation::input)
                        .ifPresent(input -> requireKnown(
                                known, input, "the rows of the node '" + node + "' of it are compared with"));
            });
            Set<Output> groups = new HashSet<>();
            for (Output output : outputs) {
                requireKnown(known, output.node(), "it writes into " + output);
                if (!groups.add(new Output("", output.group(), output.version()))) {
                    throw PipelineError.BAD_PIPELINE.because(
                            "The pipeline '" + name + "' has two outputs into the group "
                                    + output
                                    + "; their rows would take the place of each other. Put them together in one node, "
                                    + "with UNION ALL or a join.");
                }
            }
            if (outputs.isEmpty()) {
                throw PipelineError.BAD_PIPELINE.because(
                        "The pipeline '" + name + "' writes into no group. Name one with output(node, group).");
            }
            return new FeaturePipeline(this);
        }

        private void requireNew(String part) {
            Names.check("node", part);
            if (sources.containsKey(part) || nodes.containsKey(part)) {
                throw PipelineError.BAD_PIPELINE.because(
                        "The pipeline '" + name + "' has '" + part + "' twice. Rename one.");
            }
        }

        private void requireKnown(List<String> known, String part, String what) {
            if (!known.contains(part)) {
                throw PipelineError.UNKNOWN_NODE.because("The pipeline '" + name + "' has no source or node '" + part
                        + "', which " + what + "; it has " + known + "." + Names.didYouMean(part, known));
            }
        }
    }
}
