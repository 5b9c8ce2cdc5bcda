package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureGroupSpecTest {
    private static FeatureGroupSpec.Builder cart() {
        return FeatureGroupSpec.builder("cart", 1)
                .feature("user_id", DataType.LONG)
                .feature("shop_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("country_id", DataType.INT)
                .feature("items", DataType.INT, "in the cart")
                .feature("amount", DataType.DOUBLE)
                .primaryKey("user_id", "shop_id")
                .eventTime("at");
    }

    @Test
    void aDefinitionTellsItsIdentityIndexAndFeatures() {
        FeatureGroupSpec spec = cart().foreignKey("country", "country_id")
                .partitionBy(PartitionField.day("at"))
                .online()
                .build();
        assertThat(spec.ref()).hasToString("cart version 1");
        assertThat(spec.ref().tableName()).isEqualTo("cart__1");
        assertThat(spec.identity()).containsExactly("user_id", "shop_id", "at");
        assertThat(spec.indexColumns()).containsExactlyInAnyOrder("user_id", "shop_id", "at", "country_id");
        assertThat(spec.featureNames()).containsExactly("items", "amount");
        assertThat(spec.schema().names()).containsExactly("user_id", "shop_id", "at", "country_id", "items", "amount");
        assertThat(spec.entity()).isEqualTo("user_id_shop_id");
        assertThat(spec.storage().hasOffline()).isTrue();
        assertThat(spec.storage().hasOnline()).isTrue();
    }

    @Test
    void groupsAreOfflineUnlessSaidOtherwise() {
        assertThat(cart().build().storage()).isEqualTo(Storage.OFFLINE);
        assertThat(cart().onlineOnly().build().storage().hasOffline()).isFalse();
    }

    @Test
    void definitionsAreEqualWhenTheyMeanTheSame() {
        assertThat(cart().zone(ZoneOffset.UTC).build())
                .isEqualTo(cart().zone(ZoneId.of("Etc/UTC")).build());
        assertThat(cart().zone(ZoneId.of("Asia/Shanghai")).build()).isNotEqualTo(cart().build());
        assertThat(Feature.of("x", DataType.LONG).withDefault(5))
                .isEqualTo(Feature.of("x", DataType.LONG).withDefault(5L));
        assertThat(Feature.of("x", DataType.decimal(5, 2)).withDefault(new BigDecimal("1.5")))
                .isEqualTo(Feature.of("x", DataType.decimal(5, 2)).withDefault(new BigDecimal("1.500")));
        assertThat(cart().build()).isEqualTo(cart().build()).hasSameHashCodeAs(cart().build());
    }

    @Test
    void aSchemaMayBeLeftToTheFirstFrame() {
        FeatureGroupSpec open = FeatureGroupSpec.builder("cart", 1)
                .primaryKey("id")
                .eventTime("at")
                .build();
        assertThat(open.schemaIsOpen()).isTrue();
        FeatureGroupSpec closed =
                open.withFeatures(List.of(Feature.of("id", DataType.INT), Feature.of("at", DataType.DATE)));
        assertThat(closed.schemaIsOpen()).isFalse();
        assertThatThrownBy(() -> open.withFeatures(List.of(Feature.of("id", DataType.INT))))
                .hasMessageContaining("'cart' names the column 'at' as event time, but its columns are [id]");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                broken("has no primary key", builder -> builder.primaryKey()),
                broken("names a primary-key column twice: [user_id, user_id]", b -> b.primaryKey("user_id", "user_id")),
                broken("names the column 'usr_id' as primary key", b -> b.primaryKey("usr_id")),
                broken("Did you mean 'user_id'?", b -> b.primaryKey("usr_id")),
                broken("has the primary-key column 'amount' of type double", b -> b.primaryKey("amount")),
                broken("has 'at' as event time and in the primary key", b -> b.primaryKey("user_id", "at")),
                broken("names the column 'ats' as event time", b -> b.eventTime("ats")),
                broken(
                        "has the event time 'items' of type int. It must be a timestamp or a date",
                        b -> b.eventTime("items")),
                broken("has a TTL of PT0S; it must be positive", b -> b.ttl(Duration.ZERO)),
                broken("has a TTL of PT-1S", b -> b.ttl(Duration.ofSeconds(-1))),
                broken(
                        "is known after PT-1S; a row cannot be known before it happened",
                        b -> b.knownAfter(Duration.ofSeconds(-1))),
                broken(
                        "names the column 'country' as foreign key to 'country'",
                        b -> b.foreignKey("country", "country")),
                broken("The foreign key to 'country' names no column", b -> b.foreignKey("country")),
                broken("The feature group name 'Country' is not allowed", b -> b.foreignKey("Country", "country_id")),
                broken(
                        "is partitioned by 'items', which is not part of a row's identity",
                        b -> b.partitionBy(PartitionField.identity("items"))),
                broken(
                        "is partitioned by the DAY of 'user_id', which is long, not a timestamp or date",
                        b -> b.partitionBy(PartitionField.day("user_id"))),
                broken(
                        "is partitioned by 'at' twice",
                        b -> b.partitionBy(PartitionField.day("at")).partitionBy(PartitionField.month("at"))),
                broken("has the column 'items' twice", b -> b.feature("items", DataType.LONG)),
                broken("The feature name 'Items' is not allowed", b -> b.feature("Items", DataType.LONG)),
                broken("The feature name '_seq' is not allowed", b -> b.feature("_seq", DataType.LONG)),
                broken("The entity name 'a b' is not allowed", b -> b.entity("a b")));
    }

    private static Arguments broken(String message, UnaryOperator<FeatureGroupSpec.Builder> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void rulesAreKept(String message, UnaryOperator<FeatureGroupSpec.Builder> change) {
        assertThatThrownBy(() -> change.apply(cart()).build())
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void timesNeedAnEventTime() {
        FeatureGroupSpec.Builder timeless =
                FeatureGroupSpec.builder("bank", 1).feature("id", DataType.INT).primaryKey("id");
        assertThatThrownBy(() -> timeless.ttl(Duration.ofDays(1)).build())
                .hasMessageContaining("'bank' has a TTL but no event time to count it from");
        FeatureGroupSpec.Builder late =
                FeatureGroupSpec.builder("bank", 1).feature("id", DataType.INT).primaryKey("id");
        assertThatThrownBy(() -> late.knownAfter(Duration.ofDays(1)).build())
                .hasMessageContaining("'bank' says when rows are known (knownAfter) but has no event time");
    }

    @Test
    void versionsStartAtOne() {
        assertThatThrownBy(() -> FeatureGroupSpec.builder("cart", 0))
                .hasMessage("The feature group 'cart' has the version 0; versions start at 1.");
        assertThatThrownBy(() -> new ViewRef("cart", -1)).hasMessageContaining("versions start at 1");
        assertThat(Stream.of(new GroupRef("b", 1), new GroupRef("a", 10), new GroupRef("a", 2))
                        .sorted())
                .extracting(GroupRef::toString)
                .containsExactly("a version 2", "a version 10", "b version 1");
    }

    @Test
    void bucketsAreOfBucketPartitionsOnly() {
        assertThat(PartitionField.bucket("id", 16).buckets()).isEqualTo(16);
        assertThatThrownBy(() -> PartitionField.bucket("id", 0)).hasMessageContaining("needs at least 1");
        assertThatThrownBy(() -> new PartitionField("id", PartitionField.Transform.DAY, 3))
                .hasMessageContaining("with 3 buckets");
    }

    @Test
    void keysMayBeOfEveryTypeWhoseEqualityIsBeyondDoubt() {
        for (String type :
                List.of("boolean", "int", "long", "decimal(38,0)", "string", "binary", "date", "timestamp")) {
            assertThat(group(type).identity()).containsExactly("id");
        }
        for (String type :
                List.of("float", "double", "array<int>", "struct<a:int>", "map<string,int>", "embedding(2)")) {
            assertThatThrownBy(() -> group(type))
                    .hasMessageContaining("has the primary-key column 'id' of type " + type);
        }
    }

    private static FeatureGroupSpec group(String keyType) {
        return FeatureGroupSpec.builder("g", 1)
                .feature("id", DataType.parse(keyType))
                .primaryKey("id")
                .build();
    }

    @Test
    void aDefaultIsAScalarOfTheColumnsType() {
        assertThat(Feature.of("x", DataType.INT).defaultValue()).isEmpty();
        assertThatThrownBy(() -> Feature.of("x", DataType.INT).withDefault("0"))
                .hasMessageContaining("The column 'x' is int and cannot hold '0'");
        assertThatThrownBy(() -> Feature.of("x", DataType.array(DataType.INT)).withDefault(List.of()))
                .hasMessage("The feature 'x' is array<int>, which cannot have a default value.");
        assertThatThrownBy(() -> Feature.of("x", DataType.BINARY).withDefault(new byte[0]))
                .hasMessageContaining("cannot have a default value");
        assertThatThrownBy(() -> Feature.of("x", DataType.string(1)).withDefault("ab"))
                .hasMessageContaining("holds at most 1 characters");
    }
}
