package io.shearwater.duckdb;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Frame;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.spi.QueryContext;
import io.shearwater.testing.AggregateConformance;
import io.shearwater.testing.GivenSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit opens it before a test.
class DuckDbAggregatesTest extends AggregateConformance {
    @TempDir
    private Path directory;

    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine = new DuckDbEngine(new DuckDbOptions(512L << 20, 2, directory, 0, List.of(directory)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Override
    protected Frame answers(List<Aggregate> aggregates, List<Frame> events, List<Frame> questions) {
        GivenSources sources = new GivenSources();
        Plan asked = union("q", questions, sources);
        AggregateRule rule = new AggregateRule(
                List.of(new KeyPair("asked_" + KEY, KEY)),
                new TimeColumn("asked_" + AT, ZoneOffset.UTC),
                new TimeColumn(AT, ZoneOffset.UTC),
                Duration.ZERO,
                AsOfRule.Bound.INCLUSIVE,
                List.of(SEQUENCE),
                aggregates,
                Predicate.all(),
                Optional.empty());
        Plan renamed = new Plan.Project(
                asked, List.of(new Plan.Rename(KEY, "asked_" + KEY), new Plan.Rename(AT, "asked_" + AT)));
        Plan plan = new Plan.Aggregated(renamed, union("e", events, sources), rule, "present");
        return engine.read(plan, sources, QueryContext.plain()).readAll();
    }

    private static Plan union(String name, List<Frame> frames, GivenSources sources) {
        List<Plan> parts = new ArrayList<>();
        for (Frame frame : frames) {
            String part = name + parts.size();
            sources.with(part, frame);
            parts.add(GivenSources.rows(part, frame));
        }
        return parts.size() == 1 ? parts.getFirst() : new Plan.Union(parts);
    }
}
