package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.QueryContext;
import io.shearwater.testing.InMemoryRegistryStore;
import io.shearwater.testing.SteppedClock;
import io.shearwater.transform.ClassFunctions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of events and cards with a view of them, over the naive engine. */
abstract class FraudDatasets {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final FeatureGroupSpec EVENTS = FeatureGroupSpec.builder("events", 1)
            .feature("id", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("card", DataType.LONG)
            .feature("amount", DataType.DOUBLE)
            .feature("fraud", DataType.BOOLEAN)
            .primaryKey("id")
            .eventTime("ts")
            .build();
    static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("total", DataType.DOUBLE)
            .primaryKey("card")
            .eventTime("ts")
            .build();
    static final FeatureViewSpec VIEW = FeatureViewSpec.builder(
                    "fraud",
                    1,
                    Query.of(EVENTS, List.of("amount", "fraud", "card"))
                            .join(
                                    Query.of(CARDS, List.of("total")),
                                    Join.on("card").requirePresent()))
            .labels("fraud")
            .trainingHelpers("card")
            .build();

    final SteppedClock clock = new SteppedClock(START);
    final InMemoryRegistryStore store = new InMemoryRegistryStore(clock);
    final Registry registry = new Registry(store, "p", new Actor("tester"));
    final Lake lake = new Lake("p");
    final MemoryDatasetFiles spines = new MemoryDatasetFiles();
    final TrainingDatasets datasets =
            new TrainingDatasets(registry, lake, spines, lake.engine(), new ClassFunctions(null), clock);

    @TempDir
    Path directory;

    @BeforeEach
    void fill() {
        store.change(registry.actor(), tx -> {
            tx.put(new Definition(registry.key(VIEW.ref()), "{}", 0, List.of()));
            tx.audit("p", "create", "fraud");
            return tx;
        });
        lake.create(EVENTS);
        lake.create(CARDS);
        lake.insert(EVENTS.ref(), events(0, 100, 0));
        lake.insert(CARDS.ref(), cards(0));
    }

    Frame file(Path path) {
        Schema schema = lake.engine().infer(FileSource.of(path));
        return lake.engine()
                .read(new Plan.Files(FileSource.of(path), schema), lake.sources(rows(schema)), QueryContext.plain())
                .readAll();
    }

    private static Plan rows(Schema schema) {
        return new Plan.Rows(SpineSources.SPINE, schema);
    }

    static List<Long> ids(TrainingData data, String part) {
        return column(data.part(part).index(), "id").stream()
                .map(Long.class::cast)
                .toList();
    }

    static List<@Nullable Object> column(Frame frame, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            values.add(frame.value(row, name));
        }
        return values;
    }

    /** One event a second with its id as amount, plus more; cards 0 to 4. */
    static Frame events(int from, int to, double more) {
        FrameBuilder rows = new FrameBuilder(EVENTS.schema(), to - from);
        for (long id = from; id < to; id++) {
            rows.append(id, START.plusSeconds(id), id % 5, id + more, id % 7 == 0);
        }
        return rows.build();
    }

    /** Totals of the cards 1 to 4; there is none of card 0. */
    static Frame cards(double more) {
        FrameBuilder rows = new FrameBuilder(CARDS.schema(), 4);
        for (long card = 1; card < 5; card++) {
            rows.append(card, START, card + more);
        }
        return rows.build();
    }
}
