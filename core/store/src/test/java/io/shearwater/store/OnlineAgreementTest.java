package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.SchemaChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a store that is opened looks at each of its groups, and that it does where it must. */
class OnlineAgreementTest {
    private static final GroupRef CARDS = new GroupRef("cards", 1);
    private static final FeatureGroupSpec SPEC = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("score", DataType.DOUBLE)
            .primaryKey("id")
            .online()
            .build();

    @TempDir
    private Path directory;

    @BeforeEach
    void fill() {
        try (FeatureStore store = Shearwater.open(directory)) {
            store.createFeatureGroup(SPEC).insert(Frame.of(SPEC.schema(), List.of(Map.of("id", 1L, "score", 0.5))));
        }
    }

    private static boolean isNoted(FeatureStore store) {
        OnlineAgreement agreement = new OnlineAgreement(((EmbeddedFeatureStore) store).parts());
        return agreement.isNoted(agreement.changes());
    }

    private static GroupRecord cards(StoreParts parts) {
        return parts.registry().group(CARDS);
    }

    /** What a process does to a group that ends before the online store is told. */
    private static void append(StoreParts parts, GroupRecord group, String feature) {
        Feature appended = Feature.of(feature, DataType.LONG);
        List<Feature> features = new ArrayList<>(group.spec().features());
        features.add(appended);
        parts.offline()
                .tables()
                .evolve(
                        group,
                        group.withSpec(group.spec().withFeatures(features)),
                        List.of(new SchemaChange.Add(appended)),
                        parts.registry()::putGroup);
    }

    @Test
    void groupsAreNotLookedAtWhereNoneWasChangedSinceAllAgreed() {
        try (FeatureStore store = Shearwater.open(directory)) {
            assertThat(isNoted(store)).isTrue();
            store.featureGroup("cards", 1).insert(Frame.of(SPEC.schema(), List.of(Map.of("id", 2L, "score", 0.6))));
            assertThat(isNoted(store)).isTrue();
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            assertThat(isNoted(store)).isTrue();
            assertThat(store.featureGroup("cards", 1).checkOnline().agrees()).isTrue();
        }
    }

    @Test
    void aChangedGroupIsLookedAtUntilTheStoreIsClosedInOrder() {
        try (FeatureStore store = Shearwater.open(directory)) {
            store.featureGroup("cards", 1).appendFeatures(List.of(Feature.of("age", DataType.LONG)));
            assertThat(isNoted(store)).isFalse();
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            assertThat(isNoted(store)).isTrue();
        }
    }

    @Test
    void columnsThatTheOnlineStoreWasNotToldOfAreNotTakenForThoseOfBefore() {
        try (FeatureStore store = Shearwater.open(directory)) {
            StoreParts parts = ((EmbeddedFeatureStore) store).parts();
            append(parts, cards(parts), "age");
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            StoreParts parts = ((EmbeddedFeatureStore) store).parts();
            assertThat(parts.online().isDescribed(cards(parts))).isTrue();
            assertThat(isNoted(store)).isTrue();
        }
    }

    @Test
    void rowsThatAProcessEndedBeforeItLoadedAreLoaded() {
        try (FeatureStore store = Shearwater.open(directory)) {
            StoreParts parts = ((EmbeddedFeatureStore) store).parts();
            append(parts, cards(parts).withGeneration(parts.online().nextGeneration(cards(parts))), "age");
            assertThat(parts.online().isLost(cards(parts))).isTrue();
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            StoreParts parts = ((EmbeddedFeatureStore) store).parts();
            assertThat(parts.online().isLost(cards(parts))).isFalse();
            assertThat(store.featureGroup("cards", 1).checkOnline().agrees()).isTrue();
        }
    }

    @Test
    void whatWasNotedGoesWithTheOnlineFiles() throws IOException {
        StoreDirectory.remove(directory.resolve("online"));

        try (FeatureStore store = Shearwater.open(directory)) {
            assertThat(store.featureGroup("cards", 1).checkOnline().entities()).isEqualTo(1);
        }
    }
}
