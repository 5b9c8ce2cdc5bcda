package io.shearwater.server;

import io.shearwater.api.FeatureStore;
import io.shearwater.gate.Meters;
import io.shearwater.store.StoreHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a store tells of itself among the metrics. Thread-safe. */
final class StoreMeters {
    private final StoreHost host;

    private StoreMeters(StoreHost host) {
        this.host = host;
    }

    static void register(Meters meters, StoreHost host, Path directory) {
        StoreMeters store = new StoreMeters(host);
        meters.gauge(
                "shearwater_definitions",
                "Feature groups, feature views and deployments that there are",
                List.of("project", "kind"),
                store::definitions);
        meters.gauge(
                "shearwater_store_free_bytes",
                "What is free on the volume of the store",
                List.of(),
                () -> Map.of(List.of(), (double) directory.toFile().getUsableSpace()));
    }

    private Map<List<String>, Double> definitions() {
        Map<List<String>, Double> readings = new HashMap<>();
        for (String project : host.projects()) {
            FeatureStore store = host.project(project);
            readings.put(List.of(project, "feature_group"), (double)
                    store.featureGroups().size());
            readings.put(List.of(project, "feature_view"), (double)
                    store.featureViews().size());
            readings.put(List.of(project, "deployment"), (double)
                    store.deployments().list().size());
        }
        return readings;
    }
}
