package io.shearwater.snippets;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.Map;

/** The ten lines of the README. */
@SuppressWarnings("SystemOut") // the README prints
final class TenLines {
    private TenLines() {}

    public static void main(String[] arguments) {
        // region: readme.java
        try (FeatureStore store = Shearwater.open(Path.of("my-store"))) {
            FeatureGroup weather = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("weather", 1)
                    .primaryKey("city")
                    .eventTime("at")
                    .online()
                    .build());
            weather.insert(store.readFile(Path.of("weather.csv")));

            FeatureView view =
                    store.getOrCreateFeatureView(FeatureViewSpec.builder("forecast", 1, weather.selectFeatures())
                            .build());
            System.out.println(view.featureVector(Map.of("city", "stockholm")));
        }
        // end
    }
}
