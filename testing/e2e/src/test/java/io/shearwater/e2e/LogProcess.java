package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.VectorLog;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Query;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Serves logged vectors, and never asks for the log to be written, until it is killed. */
final class LogProcess {
    static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("card")
            .online()
            .build();
    static final int COUNT = 7;
    /** Fewer than the log takes before it drops any. */
    private static final int MOST_WAITING = 8_000;

    private LogProcess() {}

    /**
     * Arguments: the store; the journal, which gets a line with how many vectors the log has written, every 50 vectors; what
     * the ids of its requests begin with.
     */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            if (store.findFeatureGroup("cards", 1).isEmpty()) {
                store.createFeatureGroup(CARDS).insert(cards());
                store.createFeatureView(FeatureViewSpec.builder("spending", 1, Query.featuresOf(CARDS))
                        .build());
            }
            FeatureView view = store.featureView("spending").logged();
            for (int i = 0; ; i++) {
                view.featureVector(Map.of("card", card(i), "request_id", arguments[2] + i));
                if (i % 50 == 0) {
                    VectorLog.Counts counts = view.vectorLog().counts();
                    Files.writeString(
                            journal, counts.written() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    while (counts.waiting() > MOST_WAITING) {
                        LockSupport.parkNanos(1_000_000);
                        counts = view.vectorLog().counts();
                    }
                }
            }
        }
    }

    static String card(int request) {
        return "c" + request % COUNT;
    }

    static double spent(int request) {
        return 1.1 * (request % COUNT);
    }

    private static Frame cards() {
        return Frame.of(
                CARDS.schema(),
                IntStream.range(0, COUNT)
                        .mapToObj(card -> Map.<String, Object>of("card", card(card), "spent", spent(card)))
                        .toList());
    }
}
