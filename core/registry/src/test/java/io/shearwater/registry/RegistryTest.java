package io.shearwater.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.ViewRef;
import io.shearwater.spi.Actor;
import io.shearwater.testing.InMemoryRegistryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry =
            new Registry(new InMemoryRegistryStore(Instant::now), "default", new Actor("somebody"));

    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 2)
            .description("Cards, \"quoted\" and with a café")
            .feature("cc_num", DataType.string(16), "the number")
            .feature("at", DataType.DATE)
            .feature("bank_id", DataType.LONG)
            .feature(Feature.of("limit_left", DataType.decimal(10, 2)).withDefault(new BigDecimal("12.50")))
            .feature(Feature.of("score", DataType.DOUBLE).withDefault(Double.NaN))
            .feature("vector", DataType.embedding(3))
            .feature("tags", DataType.array(DataType.struct(new io.shearwater.model.Field("a", DataType.INT))))
            .primaryKey("cc_num")
            .eventTime("at")
            .zone(ZoneId.of("Asia/Shanghai"))
            .knownAfter(Duration.ofHours(26))
            .foreignKey("banks", "bank_id")
            .partitionBy(PartitionField.month("at"))
            .partitionBy(PartitionField.bucket("cc_num", 16))
            .online()
            .ttl(Duration.ofDays(3))
            .entity("card")
            .build();

    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("bank_id", DataType.LONG)
            .feature("rating", DataType.STRING)
            .primaryKey("bank_id")
            .build();

    private void store(FeatureGroupSpec spec) {
        registry.store().change(registry.actor(), tx -> {
            tx.audit("default", "create", spec.name());
            return registry.putGroup(tx, new GroupRecord("default", spec, 7, 3, 4, 0));
        });
    }

    private void store(FeatureViewSpec view) {
        registry.store().change(registry.actor(), tx -> {
            tx.audit("default", "create", view.name());
            registry.createView(tx, view);
            return view;
        });
    }

    private FeatureViewSpec view() {
        Query banks = Query.of(BANKS, java.util.List.of("rating"))
                .where(Predicate.anyOf(
                        Predicate.in("rating", "AAA", "it's"),
                        Predicate.not(Predicate.isNull("rating")),
                        Predicate.like("rating", "A%")));
        Query cards = Query.featuresOf(CARDS)
                .where(Predicate.greaterThan("score", Double.NEGATIVE_INFINITY)
                        .and(Predicate.atMost("at", LocalDate.of(1969, 12, 31))))
                .join(banks, Join.inferred().withPrefix("bank_").requirePresent());
        return FeatureViewSpec.builder("fraud", 1, cards)
                .description("for tests")
                .labels("bank_rating")
                .trainingHelpers("tags")
                .build();
    }

    @Test
    void a_group_comes_back_as_it_was_stored() {
        store(CARDS);
        GroupRecord found = registry.group(CARDS.ref());
        assertThat(found).isEqualTo(new GroupRecord("default", CARDS, 7, 3, 4, 1));
    }

    @Test
    void a_view_comes_back_as_it_was_stored() {
        store(CARDS);
        store(BANKS);
        store(view());
        assertThat(registry.view(new ViewRef("fraud", 1))).isEqualTo(view());
        assertThat(registry.views()).containsExactly(view());
    }

    @Test
    void a_group_that_a_view_needs_is_not_removed_and_the_view_is_named() {
        store(CARDS);
        store(BANKS);
        store(view());
        assertThatThrownBy(() -> registry.store().change(registry.actor(), tx -> {
                    registry.remove(tx, registry.key(BANKS.ref()));
                    return "";
                }))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        error -> assertThat(error.code()).isEqualTo(RegistryError.STILL_NEEDED))
                .hasMessageContaining("feature view 'fraud' version 1");
        assertThat(registry.findGroup(BANKS.ref())).isPresent();
    }

    @Test
    void a_missing_group_suggests_the_nearest_name_or_version() {
        store(CARDS);
        assertThatThrownBy(() -> registry.group(new GroupRef("card", 2))).hasMessageContaining("Did you mean 'cards'?");
        assertThatThrownBy(() -> registry.group(new GroupRef("cards", 1))).hasMessageContaining("versions [2]");
    }

    @Test
    void the_latest_version_is_the_greatest() {
        store(CARDS);
        store(FeatureGroupSpec.builder("cards", 10)
                .feature("id", DataType.LONG)
                .primaryKey("id")
                .build());
        assertThat(registry.latestReadable("cards").spec().version()).isEqualTo(10);
    }

    @Test
    void changed_columns_count_the_schema_on() {
        GroupRecord group = new GroupRecord("default", BANKS, 1, 1, 1, 1);
        assertThat(group.withSpec(BANKS).schemaVersion()).isEqualTo(1);
        assertThat(group.withSpec(BANKS.withFeatures(java.util.stream.Stream.concat(
                                        BANKS.features().stream(),
                                        java.util.stream.Stream.of(Feature.of("more", DataType.INT)))
                                .toList()))
                        .schemaVersion())
                .isEqualTo(2);
    }
}
