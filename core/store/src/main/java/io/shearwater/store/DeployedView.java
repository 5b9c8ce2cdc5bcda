package io.shearwater.store;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.Times;
import io.shearwater.online.OnlineError;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorOrigins;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorProgram;
import io.shearwater.serving.ServedView;
import io.shearwater.serving.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view of an embedded store, as deployments read it. Thread-safe. */
final class DeployedView implements ServedView {
    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final EmbeddedFeatureView view;
    private final OptionalInt dataset;
    private final Once<Ready> ready;

    DeployedView(StoreParts parts, EmbeddedFeatureView view) {
        this.parts = parts;
        this.view = view;
        this.spec = view.spec();
        this.dataset = view.trainingDataset().stream()
                .mapToInt(chosen -> chosen.version())
                .findFirst();
        this.ready = parts.whileShared(() -> Ready.of(parts, view));
    }

    /** What is compiled for all requests. */
    private record Ready(
            VectorAssembler assembler,
            VectorOrigins origins,
            OnlineMarks marks,
            List<Making> makings,
            RequestForm form) {
        static Ready of(StoreParts parts, EmbeddedFeatureView view) {
            VectorAssembler assembler = view.withHelpers();
            VectorProgram program = assembler.program();
            VectorOrigins origins = new VectorOrigins(program);
            OnlineMarks marks = new OnlineMarks(parts, view.spec());
            List<Making> makings =
                    origins.makings().stream().map(DeployedView::making).toList();
            VectorPlan plan = program.plan();
            RequestForm form = new RequestForm(
                    plan.servingKeys(),
                    plan.passedFeatures(),
                    program.requestParameters(),
                    origins.neededParameters(),
                    origins.onlyPassed(),
                    origins.stored());
            return new Ready(assembler, origins, marks, makings, form);
        }
    }

    private static Making making(VectorOrigins.Making made) {
        Making.Kind kind = switch (made.kind()) {
            case AS_IS -> Making.Kind.AS_IS;
            case ON_DEMAND -> Making.Kind.ON_DEMAND;
            case TRANSFORMED -> Making.Kind.TRANSFORMED;
        };
        return new Making(kind, made.slots());
    }

    /** How vectors were read. */
    record Reading(VectorProgram program, long time, OnlineState.Mark[] marks, long @Nullable [] until, long nanos)
            implements Vectors.Reading {}

    @Override
    public FeatureViewSpec spec() {
        return spec;
    }

    @Override
    public OptionalInt trainingDataset() {
        return dataset;
    }

    @Override
    public Schema features() {
        return view.featureSchema();
    }

    EmbeddedFeatureView view() {
        return view;
    }

    VectorProgram program() {
        return ready.get().assembler.program();
    }

    @Override
    public List<Field> slots() {
        return program().slots();
    }

    @Override
    public List<Making> makings() {
        return ready.get().makings;
    }

    @Override
    public RequestForm form() {
        return ready.get().form;
    }

    @Override
    public Vectors read(List<? extends Map<String, ?>> entries) {
        parts.requireOpen();
        return current(now -> read(now, entries));
    }

    private static Vectors read(Ready now, List<? extends Map<String, ?>> entries) {
        long start = System.nanoTime();
        OnlineState.Mark[] marks = now.marks.now();
        VectorAssembler.Served served = now.assembler.serve(entries);
        long[] until = now.marks.until(marks);
        return new Vectors(
                served.vectors(),
                served.values(),
                served.refused(),
                new Reading(now.assembler.program(), served.time(), marks, until, System.nanoTime() - start));
    }

    @Override
    public Vectors compute(List<? extends Map<String, ?>> entries) {
        parts.requireOpen();
        Ready now = ready.get();
        long start = System.nanoTime();
        long time = Times.micros(parts.clock().instant());
        long[] times = new long[entries.size()];
        Arrays.fill(times, time);
        @Nullable
        Object[][] stored = new @Nullable
                Object[entries.size()][now.assembler.program().plan().reads().size()];
        VectorAssembler.Served served = now.assembler.assemble(entries, times, stored);
        return new Vectors(
                served.vectors(),
                served.values(),
                served.refused(),
                new Reading(now.assembler.program(), time, now.marks.now(), null, System.nanoTime() - start));
    }

    /** What is kept of events lies otherwise when their group was given more aggregates: it is compiled anew then. */
    private <T> T current(Function<Ready, T> read) {
        try {
            return read.apply(ready.get());
        } catch (ShearwaterException failed) {
            if (failed.code() != OnlineError.SCHEMA_CHANGED) {
                throw failed;
            }
            ready.forget();
            return read.apply(ready.get());
        }
    }

    @Override
    public Statistics trainingStatistics(List<String> features) {
        return parts.training().statistics(spec, dataset.orElse(0), features);
    }
}
