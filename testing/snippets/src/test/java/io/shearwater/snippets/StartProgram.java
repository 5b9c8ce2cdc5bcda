package io.shearwater.snippets;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.Map;

/** The program of the page for beginners, which works on files of the current directory. */
@SuppressWarnings("SystemOut") // the page prints
final class StartProgram {
    private StartProgram() {}

    public static void main(String[] arguments) {
        // region: start.java
        try (FeatureStore store = Shearwater.open(Path.of("my-store"))) {
            // A group: rows of one entity through time. The columns come from the first rows.
            FeatureGroup weather = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("weather", 1)
                    .primaryKey("city")
                    .eventTime("at")
                    .online()
                    .build());
            weather.insert(store.readFile(Path.of("weather.csv")));

            // Another one, with the labels.
            FeatureGroup sales = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("sales", 1)
                    .primaryKey("receipt")
                    .eventTime("at")
                    .foreignKey("weather", "city")
                    .build());
            sales.insert(store.readFile(Path.of("sales.csv")));

            // A view: what a model reads.
            FeatureView view = store.getOrCreateFeatureView(FeatureViewSpec.builder(
                            "sales_fv", 1, sales.select("amount").join(weather.selectFeatures(), Join.inferred()))
                    .labels("amount")
                    .build());

            // Each sale with the weather as it was known then.
            TrainingData data = view.trainTestSplit(0.2, 42);
            double[][] features = data.train().features().toDoubles();

            FeatureVector now = view.featureVector(Map.of("city", "stockholm"));
            System.out.println(features.length + " rows, now " + now + " " + now.status("temperature"));
        }
        // end
    }
}
