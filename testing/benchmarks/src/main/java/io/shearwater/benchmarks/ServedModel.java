package io.shearwater.benchmarks;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.transform.BuiltIns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A model that is served from 30 features of 4 groups, two of them transformed, with 100 trees of depth 6. */
final class ServedModel {
    private static final int GROUPS = 4;
    private static final int WIDTH = 30;

    private ServedModel() {}

    /**
     * Makes the groups, the view, and the model.
     *
     * @param store an empty one
     */
    static ModelVersion train(FeatureStore store, int entities) {
        SplittableRandom random = new SplittableRandom(3);
        List<FeatureGroupSpec> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            int width = WIDTH / GROUPS + (group < WIDTH % GROUPS ? 1 : 0);
            FeatureGroupSpec.Builder builder =
                    FeatureGroupSpec.builder("g" + group, 1).feature("k" + group, DataType.LONG);
            for (int i = 0; i < width; i++) {
                builder.feature("g" + group + "_f" + i, DataType.DOUBLE);
            }
            FeatureGroupSpec spec = builder.primaryKey("k" + group).online().build();
            FrameBuilder rows = new FrameBuilder(spec.schema(), entities);
            for (long key = 0; key < entities; key++) {
                Object[] row = new Object[1 + width];
                Arrays.setAll(row, i -> random.nextDouble());
                row[0] = key;
                rows.append(row);
            }
            store.createFeatureGroup(spec).insert(rows.build());
            groups.add(spec);
        }
        FeatureGroupSpec.Builder labels = FeatureGroupSpec.builder("labels", 1).feature("id", DataType.LONG);
        for (int group = 0; group < GROUPS; group++) {
            labels.feature("k" + group, DataType.LONG);
        }
        FeatureGroupSpec root =
                labels.feature("label", DataType.BOOLEAN).primaryKey("id").build();
        FrameBuilder rows = new FrameBuilder(root.schema(), entities);
        for (long id = 0; id < entities; id++) {
            Object[] row = new Object[2 + GROUPS];
            Arrays.fill(row, id);
            row[1 + GROUPS] = random.nextInt(3) == 0;
            rows.append(row);
        }
        store.createFeatureGroup(root).insert(rows.build());
        Query query = Query.of(root, List.of("label"));
        for (int group = 0; group < GROUPS; group++) {
            query = query.join(Query.featuresOf(groups.get(group)), Join.on("k" + group));
        }
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder("view", 1, query)
                .labels("label")
                .transform(BuiltIns.standardScaler("g0_f0"), BuiltIns.minMaxScaler("g1_f0"))
                .build());
        return store.models()
                .train(ModelTraining.of("model", view.trainTestSplit(0.2, 1))
                        .parameters(Map.of("num_round", 100, "max_depth", 6)));
    }

    /** What asks for one entity. */
    static Map<String, Object> entry(long key) {
        return Map.of("k0", key, "k1", key, "k2", key, "k3", key);
    }
}
