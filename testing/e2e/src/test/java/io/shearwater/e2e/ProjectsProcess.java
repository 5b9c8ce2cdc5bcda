package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Query;
import io.shearwater.store.HostOptions;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Writes to two projects of one store and serves logged vectors of both, under the same names, until it is killed. */
final class ProjectsProcess {
    /** All numbers of a project are multiples of its own. */
    static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.LONG)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("card")
            .online()
            .build();

    static final int COUNT = 7;
    /** Fewer than the log takes before it drops any. */
    private static final int MOST_WAITING = 8_000;

    private ProjectsProcess() {}

    /** What the sums of a project's cards are multiples of, so that rows of another project would show. */
    static double unit(String project) {
        return project.equals("one") ? 1.0 : 1_000.0;
    }

    /**
     * Arguments: the store; the journal, which gets a line with how many vectors each of the logs has written at least; what the
     * ids of its requests begin with.
     */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        try (StoreHost host = Shearwater.host(Path.of(arguments[0]), HostOptions.defaults())) {
            List<Served> projects = List.of(new Served(host, "one"), new Served(host, "two"));
            for (int i = 0; ; i++) {
                for (Served project : projects) {
                    project.step(i, arguments[2]);
                }
                if (i % 50 == 0) {
                    long written = projects.stream()
                            .mapToLong(
                                    project -> project.view.vectorLog().counts().written())
                            .min()
                            .orElseThrow();
                    Files.writeString(journal, written + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
        }
    }

    /** A project with its view. */
    private static final class Served {
        private final double number;
        private final FeatureGroup cards;
        private final FeatureView view;

        Served(StoreHost host, String name) {
            this.number = unit(name);
            FeatureStore store = host.projects().contains(name) ? host.project(name) : host.createProject(name);
            this.cards = store.getOrCreateFeatureGroup(CARDS);
            for (long card = 0; card < COUNT; card++) {
                insert(card);
            }
            store.getOrCreateFeatureView(FeatureViewSpec.builder("spending", 1, Query.featuresOf(CARDS))
                    .build());
            this.view = store.featureView("spending").logged();
        }

        private void insert(long card) {
            cards.insert(Frame.of(CARDS.schema(), List.of(Map.of("card", card, "spent", number * (card + 1)))));
        }

        void step(int request, String ids) {
            view.featureVector(Map.of("card", (long) request % COUNT, "request_id", ids + request));
            if (request % 200 == 0) {
                insert(request % COUNT);
            }
            while (view.vectorLog().counts().waiting() > MOST_WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
