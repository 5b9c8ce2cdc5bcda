package io.shearwater.serving;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Query;
import io.shearwater.model.RequestId;
import io.shearwater.model.Schema;
import io.shearwater.model.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Cards with two numbers each, kept in a map; reading can be made to fail. */
final class InMemoryView implements ServedView {
    static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .feature("count", DataType.LONG)
            .primaryKey("card")
            .online()
            .build();
    private static final FeatureViewSpec SPEC =
            FeatureViewSpec.builder("v", 1, Query.featuresOf(CARDS)).build();

    final Map<String, Object[]> rows = new ConcurrentHashMap<>();
    final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final AtomicLong ids = new AtomicLong();

    InMemoryView card(String card, Object spent, Object count) {
        rows.put(card, new Object[] {spent, count});
        return this;
    }

    @Override
    public FeatureViewSpec spec() {
        return SPEC;
    }

    @Override
    public OptionalInt trainingDataset() {
        return OptionalInt.empty();
    }

    @Override
    public Schema features() {
        return SPEC.featureSchema();
    }

    @Override
    public List<Field> slots() {
        return features().fields();
    }

    @Override
    public List<Making> makings() {
        return List.of(new Making(Making.Kind.AS_IS, List.of(0)), new Making(Making.Kind.AS_IS, List.of(1)));
    }

    @Override
    public RequestForm form() {
        return new RequestForm(
                List.of(new Field("card", DataType.STRING)),
                features().fields(),
                List.of(),
                Set.of(),
                Set.of(),
                Set.of("spent", "count"));
    }

    @Override
    public Vectors read(List<? extends Map<String, ?>> entries) {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return vectors(entries, rows);
    }

    @Override
    public Vectors compute(List<? extends Map<String, ?>> entries) {
        return vectors(entries, Map.of());
    }

    private Vectors vectors(List<? extends Map<String, ?>> entries, Map<String, Object[]> stored) {
        List<FeatureVector> vectors = new ArrayList<>();
        @Nullable Object[][] values = new @Nullable Object[entries.size()][];
        for (int i = 0; i < values.length; i++) {
            Map<String, ?> entry = entries.get(i);
            Object[] row = stored.get(String.valueOf(entry.get("card")));
            @Nullable Object[] own = row == null ? new @Nullable Object[2] : Arrays.copyOf(row, 2);
            FeatureStatus[] statuses = new FeatureStatus[2];
            for (int feature = 0; feature < 2; feature++) {
                String name = features().field(feature).name();
                own[feature] = entry.containsKey(name) ? entry.get(name) : own[feature];
                statuses[feature] = own[feature] == null ? FeatureStatus.NOT_FOUND : FeatureStatus.PRESENT;
            }
            long[] none = {FeatureVector.NONE, FeatureVector.NONE};
            String id = Optional.<Object>ofNullable(entry.get(RequestId.NAME))
                    .orElseGet(() -> "made " + ids.incrementAndGet())
                    .toString();
            values[i] = own;
            vectors.add(new FeatureVector(features(), own, statuses, none, none, new RequestId.Stated(id)));
        }
        return new Vectors(vectors, values, new boolean[values.length], new Vectors.Reading() {});
    }

    @Override
    public Statistics trainingStatistics(List<String> features) {
        throw new UnsupportedOperationException("no training data here");
    }
}
