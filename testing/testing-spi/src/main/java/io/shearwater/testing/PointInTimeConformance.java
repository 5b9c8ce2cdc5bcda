package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which row of a group belongs to a label row: the acceptance cases by name, and what others got wrong. */
public abstract class PointInTimeConformance extends StoreConformance {
    private static FeatureGroupSpec.Builder labelSpec() {
        return FeatureGroupSpec.builder(name("labels"), 1)
                .feature("id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("user_id", DataType.STRING)
                .feature("shop", DataType.INT)
                .primaryKey("id")
                .eventTime("at");
    }

    private static FeatureGroupSpec.Builder cartSpec() {
        return FeatureGroupSpec.builder(name("cart"), 1)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("at");
    }

    private static Instant at(String time) {
        return Instant.parse("2024-05-01T" + time + "Z");
    }

    /** Label rows with ids from 1, for the user "u", at these times. */
    private FeatureGroup labels(String... times) {
        FeatureGroup labels = store().createFeatureGroup(labelSpec().build());
        for (int i = 0; i < times.length; i++) {
            labels.insert(frame(labels.spec(), row(i + 1, at(times[i]), "u", 1)));
        }
        return labels;
    }

    /** The joined items by label id. */
    private Map<Object, @Nullable Object> items(Query query) {
        Map<Object, @Nullable Object> items = new TreeMap<>();
        Frame rows = store().read(query);
        for (int row = 0; row < rows.rows(); row++) {
            Object id = rows.value(row, "id");
            assertThat(items).as("one row a label").doesNotContainKey(id);
            items.put(id, rows.value(row, "items"));
        }
        return items;
    }

    private Map<Object, @Nullable Object> items(FeatureGroup labels, FeatureGroup group, Join how) {
        return items(labels.select("id").join(group.select("items"), how));
    }

    private static Map<Object, @Nullable Object> of(@Nullable Object... idsAndItems) {
        Map<Object, @Nullable Object> map = new TreeMap<>();
        for (int i = 0; i < idsAndItems.length; i += 2) {
            map.put(Objects.requireNonNull(idsAndItems[i]), idsAndItems[i + 1]);
        }
        return map;
    }

    @Test
    void a1TheValueAtTheLabelsTimeIsTakenAndNotTheOneAfter() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:55:00"), 2), row("u", at("10:05:00"), 0));
        assertThat(items(labels("10:00:00"), carts, Join.on("user_id"))).isEqualTo(of(1, 2));
    }

    @Test
    void a2ALabelBeforeAnyRowKeepsItsRowWithNulls() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:55:00"), 2));
        assertThat(items(labels("09:54:59.999999"), carts, Join.on("user_id"))).isEqualTo(of(1, null));
    }

    @Test
    void a3ARowExactlyAtTheLabelsTimeIsIncludedUnlessTheJoinIsStrictlyBefore() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:55:00"), 2), row("u", at("10:00:00"), 3));
        FeatureGroup labels = labels("10:00:00", "10:00:00.000001");
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 3, 2, 3));
        assertThat(items(labels, carts, Join.on("user_id").strictlyBefore())).isEqualTo(of(1, 2, 2, 3));
    }

    @Test
    void a4OfTwoRowsOfOneKeyAndTimeTheLaterCommitWins() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:55:00"), 2));
        carts.insert(frame(carts.spec(), row("u", at("09:55:00"), 7)));
        assertThat(items(labels("10:00:00"), carts, Join.on("user_id"))).isEqualTo(of(1, 7));
        carts.insert(frame(carts.spec(), row("u", at("09:55:00"), 8), row("u", at("09:55:00"), 9)));
        assertThat(items(labels("10:00:00"), carts, Join.on("user_id"))).isEqualTo(of(1, 9));
    }

    @Test
    void a5ARowOlderThanTheTtlIsNullAndOneExactlyAsOldIsNot() {
        FeatureGroup carts = filled(
                cartSpec().ttl(Duration.ofMinutes(30)).build(),
                row("u", at("00:15:00"), 1),
                row("u", at("00:00:00"), 0));
        FeatureGroup labels = labels("00:45:00", "00:45:00.000001", "01:00:00");
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 1, 2, null, 3, null));
        assertThat(items(labels, carts, Join.on("user_id").within(Duration.ofMinutes(20))))
                .isEqualTo(of(1, null, 2, null, 3, null));
        assertThat(items(labels, carts, Join.on("user_id").within(Duration.ofDays(20))))
                .as("a lookback never widens the TTL")
                .isEqualTo(of(1, 1, 2, null, 3, null));
    }

    @Test
    void a6TheSecondLevelsKeyIsTheOneValidAtTheLabelAndSoIsItsRow() {
        FeatureGroup cards = filled(
                FeatureGroupSpec.builder(name("cards"), 1)
                        .feature("user_id", DataType.STRING)
                        .feature("at", DataType.TIMESTAMP)
                        .feature("bank_id", DataType.INT)
                        .primaryKey("user_id")
                        .eventTime("at")
                        .build(),
                row("u", at("08:00:00"), 1),
                row("u", at("10:00:00"), 2));
        FeatureGroup banks = filled(
                FeatureGroupSpec.builder(name("banks"), 1)
                        .feature("bank_id", DataType.INT)
                        .feature("at", DataType.TIMESTAMP)
                        .feature("items", DataType.INT)
                        .primaryKey("bank_id")
                        .eventTime("at")
                        .build(),
                row(1, at("07:00:00"), 10),
                row(1, at("09:00:00"), 11),
                row(2, at("09:30:00"), 20),
                row(2, at("10:30:00"), 21));
        FeatureGroup labels = labels("07:30:00", "08:30:00", "09:30:00", "10:00:00", "11:00:00");
        Query query = labels.select("id")
                .join(cards.select("bank_id").join(banks.select("items"), Join.on("bank_id")), Join.on("user_id"));
        assertThat(items(query)).isEqualTo(of(1, null, 2, 10, 3, 11, 4, 20, 5, 21));
    }

    @Test
    void a7ADateAndATimestampAreComparedInTheZoneOfTheDate() {
        FeatureGroupSpec.Builder daily = FeatureGroupSpec.builder(name("daily"), 1)
                .feature("user_id", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("day");
        FeatureGroup utc =
                filled(daily.build(), row("u", LocalDate.of(2024, 4, 30), 30), row("u", LocalDate.of(2024, 5, 1), 1));
        FeatureGroup labels = labels("00:00:00", "23:59:59.999999");
        assertThat(items(labels, utc, Join.on("user_id"))).isEqualTo(of(1, 1, 2, 1));
        assertThat(items(labels, utc, Join.on("user_id").strictlyBefore())).isEqualTo(of(1, 30, 2, 30));
        FeatureGroupSpec shanghai = FeatureGroupSpec.builder(name("daily"), 1)
                .feature("user_id", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("day")
                .zone(ZoneId.of("Asia/Shanghai"))
                .build();
        FeatureGroup local =
                filled(shanghai, row("u", LocalDate.of(2024, 5, 1), 1), row("u", LocalDate.of(2024, 5, 2), 2));
        FeatureGroup edge = labels("15:59:59.999999", "16:00:00");
        assertThat(items(edge, local, Join.on("user_id"))).isEqualTo(of(1, 1, 2, 2));
        assertThat(items(edge, local, Join.on("user_id").strictlyBefore())).isEqualTo(of(1, null, 2, 1));
    }

    @Test
    void a7ALabelOfADaySeesWhatHappenedOnThatDayUnlessStrictlyBefore() {
        FeatureGroupSpec days = FeatureGroupSpec.builder(name("days"), 1)
                .feature("id", DataType.INT)
                .feature("day", DataType.DATE)
                .feature("user_id", DataType.STRING)
                .primaryKey("id")
                .eventTime("day")
                .build();
        FeatureGroup labels =
                filled(days, row(1, LocalDate.of(2024, 5, 1), "u"), row(2, LocalDate.of(2024, 4, 30), "u"));
        FeatureGroup carts = filled(
                cartSpec().build(),
                row("u", Instant.parse("2024-04-30T12:00:00Z"), 30),
                row("u", at("23:59:59.999999"), 1),
                row("u", Instant.parse("2024-05-02T00:00:00Z"), 2));
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 1, 2, 30));
        assertThat(items(labels, carts, Join.on("user_id").strictlyBefore())).isEqualTo(of(1, 30, 2, null));
    }

    @Test
    void a8ThereAreAsManyRowsAsLabelsWhateverIsJoined() {
        FeatureGroup labels = store().createFeatureGroup(labelSpec().build());
        labels.insert(frame(
                labels.spec(),
                row(1, at("10:00:00"), "u", 1),
                row(2, at("10:00:00"), "u", 1),
                row(3, at("10:00:00"), null, null),
                row(4, at("10:00:00"), "nobody", 2)));
        FeatureGroupSpec shops = FeatureGroupSpec.builder(name("shops"), 1)
                .feature("shop", DataType.INT)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("shop", "user_id")
                .eventTime("at")
                .build();
        FeatureGroup many = filled(
                shops,
                row(1, "a", at("09:00:00"), 1),
                row(1, "b", at("09:00:00"), 2),
                row(1, "b", at("08:00:00"), 3),
                row(2, "a", at("09:00:00"), 4));
        assertThat(items(labels, many, Join.on("shop")))
                .as("a join that does not cover the key takes the greatest (event time, sequence, key)")
                .isEqualTo(of(1, 2, 2, 2, 3, null, 4, 4));
        assertThat(items(labels, many, Join.on("shop", "user_id"))).isEqualTo(of(1, null, 2, null, 3, null, 4, null));
    }

    @Test
    void aRowIsUsedFromTheMomentItIsKnown() {
        FeatureGroup carts = filled(
                cartSpec().knownAfter(Duration.ofHours(1)).build(),
                row("u", at("08:00:00"), 8),
                row("u", at("09:00:00"), 9));
        FeatureGroup labels = labels("09:59:59.999999", "10:00:00", "10:00:00.000001");
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 8, 2, 9, 3, 9));
        assertThat(items(labels, carts, Join.on("user_id").strictlyBefore())).isEqualTo(of(1, 8, 2, 8, 3, 9));
    }

    @Test
    void aDailyMeanIsNotKnownOnItsDay() {
        FeatureGroupSpec daily = FeatureGroupSpec.builder(name("daily"), 1)
                .feature("user_id", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("day")
                .zone(ZoneId.of("America/New_York"))
                .knownAfter(Duration.ofDays(1))
                .build();
        FeatureGroup means =
                filled(daily, row("u", LocalDate.of(2024, 4, 29), 29), row("u", LocalDate.of(2024, 4, 30), 30));
        assertThat(items(labels("03:59:59.999999", "04:00:00"), means, Join.on("user_id")))
                .isEqualTo(of(1, 29, 2, 30));
    }

    @Test
    void aFilterLooksAtTheChosenRowAndNoOlderOneTakesItsPlace() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 1), row("u", at("09:30:00"), 5));
        Query right = carts.select("items").where(Predicate.lessThan("items", 3));
        FeatureGroup labels = labels("09:10:00", "10:00:00");
        assertThat(items(labels.select("id").join(right, Join.on("user_id")))).isEqualTo(of(1, 1, 2, null));
        assertThat(items(labels.select("id").join(right, Join.on("user_id").requirePresent())))
                .isEqualTo(of(1, 1));
    }

    @Test
    void keysThatReadAlikeTogetherAreNotOneKey() {
        FeatureGroupSpec pairs = FeatureGroupSpec.builder(name("pairs"), 1)
                .feature("user_id", DataType.STRING)
                .feature("shop", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id", "shop")
                .eventTime("at")
                .build();
        FeatureGroup group = filled(
                pairs,
                row("1", 23, at("09:00:00"), 123),
                row("12", 3, at("09:00:00"), 1203),
                row("", 0, at("09:00:00"), 0),
                row("0", 0, at("09:00:00"), 1));
        FeatureGroup labels = store().createFeatureGroup(labelSpec().build());
        labels.insert(frame(
                labels.spec(),
                row(1, at("10:00:00"), "1", 23),
                row(2, at("10:00:00"), "12", 3),
                row(3, at("10:00:00"), "", 0),
                row(4, at("10:00:00"), "0", 0),
                row(5, at("10:00:00"), "", null)));
        assertThat(items(labels, group, Join.on("user_id", "shop")))
                .isEqualTo(of(1, 123, 2, 1203, 3, 0, 4, 1, 5, null));
    }

    @Test
    void aGroupWithoutEventTimeIsJoinedAsItIsAndThePlanSaysSo() {
        FeatureGroupSpec timeless = FeatureGroupSpec.builder(name("timeless"), 1)
                .feature("user_id", DataType.STRING)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .build();
        FeatureGroup group = filled(timeless, row("u", 1));
        group.insert(frame(timeless, row("u", 2)));
        FeatureGroup labels = labels("10:00:00");
        Query query = labels.select("id").join(group.select("items"), Join.on("user_id"));
        assertThat(items(query)).isEqualTo(of(1, 2));
        assertThat(store().explain(query)).containsIgnoringCase("point in time").contains(timeless.name());
    }

    @Test
    void oneGroupWithoutEventTimeDoesNotTakeTheTimeBoundFromTheOthers() {
        FeatureGroupSpec timeless = FeatureGroupSpec.builder(name("timeless"), 1)
                .feature("user_id", DataType.STRING)
                .feature("plain", DataType.INT)
                .primaryKey("user_id")
                .build();
        FeatureGroup plain = filled(timeless, row("u", 1));
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 9), row("u", at("11:00:00"), 11));
        Query query = labels("10:00:00")
                .select("id")
                .join(plain.select("plain"), Join.on("user_id"))
                .join(carts.select("items"), Join.on("user_id"));
        assertThat(items(query)).isEqualTo(of(1, 9));
    }

    @Test
    void aQueryThatWouldLoseItsTimeBoundIsRefusedNamingTheGroup() {
        FeatureGroupSpec timeless = FeatureGroupSpec.builder(name("timeless"), 1)
                .feature("user_id", DataType.STRING)
                .feature("id", DataType.INT)
                .primaryKey("user_id")
                .build();
        FeatureGroup root = filled(timeless, row("u", 1));
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 9));
        Query query = root.select("id").join(carts.select("items"), Join.on("user_id"));
        assertThatThrownBy(() -> store().read(query))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(carts.spec().name());
    }

    @Test
    void aSpineBringsTheTimeThatTheRootLacks() {
        FeatureGroupSpec timeless = FeatureGroupSpec.builder(name("timeless"), 1)
                .feature("user_id", DataType.STRING)
                .feature("id", DataType.INT)
                .primaryKey("user_id")
                .build();
        FeatureGroup root = filled(timeless, row("u", 1));
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 9), row("u", at("11:00:00"), 11));
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"), 1, root.select("id").join(carts.select("items"), Join.on("user_id")))
                .build());
        Field user = new Field("user_id", DataType.STRING);
        Frame instants = frame(
                Schema.of(user, new Field("event_time", DataType.TIMESTAMP)),
                row("u", at("11:00:00")),
                row("u", at("10:00:00")),
                row("u", null),
                row("v", at("10:00:00")),
                row(null, null),
                row("u", at("10:00:00")));
        assertThat(Canonical.rows(view.batchData(instants).readAll().select(List.of("id", "items"))))
                .containsExactly(
                        "{id=1, items=11}",
                        "{id=1, items=9}",
                        "{id=1, items=null}",
                        "{id=null, items=null}",
                        "{id=null, items=null}",
                        "{id=1, items=9}");
        Frame days = frame(
                Schema.of(user, new Field("event_time", DataType.DATE)),
                row("u", LocalDate.of(2024, 5, 1)),
                row("u", LocalDate.of(2024, 4, 30)));
        assertThat(Canonical.rows(view.trainingData(TrainingOptions.whole().withSpine(days))
                        .train()
                        .features()))
                .containsExactly("{id=1, items=11}", "{id=1, items=null}");
    }

    @Test
    void rowsOfThePastAndOfTheFarFutureAreOrderedAsAnyOther() {
        FeatureGroup carts = filled(
                cartSpec().build(),
                row("u", Instant.parse("0001-01-01T00:00:00Z"), 1),
                row("u", Instant.parse("1969-12-31T23:59:59.999999Z"), 2),
                row("u", Instant.EPOCH, 3),
                row("u", at("10:00:00.000001"), 4));
        FeatureGroup labels = store().createFeatureGroup(labelSpec().build());
        labels.insert(frame(
                labels.spec(),
                row(1, Instant.parse("1969-12-31T23:59:59.999998Z"), "u", 1),
                row(2, Instant.parse("1969-12-31T23:59:59.999999Z"), "u", 1),
                row(3, Instant.EPOCH, "u", 1),
                row(4, at("10:00:00"), "u", 1),
                row(5, at("10:00:00.000001"), "u", 1)));
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 1, 2, 2, 3, 3, 4, 3, 5, 4));
    }

    @Test
    void aGroupIsJoinedToItselfUnderAPrefix() {
        FeatureGroup carts = filled(
                cartSpec().build(),
                row("u", at("09:00:00"), 1),
                row("u", at("09:30:00"), 2),
                row("v", at("09:10:00"), 3));
        Query query = carts.select("user_id", "items")
                .join(
                        carts.select("items"),
                        Join.on("user_id").withPrefix("prev_").strictlyBefore());
        assertThat(Canonical.sorted(store().read(query)))
                .containsExactly(
                        "{items=1, prev_items=null, user_id=\"u\"}",
                        "{items=2, prev_items=1, user_id=\"u\"}",
                        "{items=3, prev_items=null, user_id=\"v\"}");
    }

    @Test
    void theRootsFilterChoosesTheLabelsAndColumnsKeepTheirOrder() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 1));
        FeatureGroup labels = labels("10:00:00", "11:00:00");
        Query query = labels.select("user_id", "id")
                .where(Predicate.greaterThan("id", 1))
                .join(carts.select("items"), Join.on("user_id"));
        Frame rows = store().read(query);
        assertThat(rows.schema().fields())
                .containsExactly(
                        new Field("user_id", DataType.STRING),
                        new Field("id", DataType.INT),
                        new Field("items", DataType.INT));
        assertThat(rows.toMaps()).hasSize(1);
        assertThat(rows.value(0, "id")).isEqualTo(2);
    }

    @Test
    void lateRowsAreSeenByTheirEventTime() {
        FeatureGroup carts = filled(cartSpec().build(), row("u", at("09:00:00"), 9));
        FeatureGroup labels = labels("10:00:00");
        carts.insert(frame(carts.spec(), row("u", at("08:00:00"), 8)));
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 9));
        carts.insert(frame(carts.spec(), row("u", at("09:59:00"), 959)));
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 959));
        carts.deleteWhere(Predicate.equalTo("items", 959));
        assertThat(items(labels, carts, Join.on("user_id"))).isEqualTo(of(1, 9));
    }

    @Test
    void ofManyLabelsNoneIsLostOrDoubled() {
        FeatureGroup carts = store().createFeatureGroup(cartSpec().build());
        FeatureGroup labels = store().createFeatureGroup(labelSpec().build());
        int count = 70_000;
        var label = new FrameBuilder(labels.spec().schema(), count);
        var cart = new FrameBuilder(carts.spec().schema(), count);
        for (int i = 0; i < count; i++) {
            label.append(i, at("10:00:00").plusSeconds(i), "u" + i % 1_000, 1);
            cart.append("u" + i % 1_000, at("10:00:00").plusSeconds(i - 500), i);
        }
        labels.insert(label.build());
        carts.insert(cart.build());
        Frame rows = store().read(labels.select("id").join(carts.select("items"), Join.on("user_id")));
        assertThat(rows.rows()).isEqualTo(count);
        long[] sums = new long[2];
        for (int row = 0; row < count; row++) {
            sums[0] += (Integer) Objects.requireNonNull(rows.value(row, "id"));
            Object items = rows.value(row, "items");
            sums[1] += items == null ? -1 : (Integer) items;
        }
        // Item i was put 500 s before label i of the same user, every 1000 s: each label sees the row of its own
        // number.
        assertThat(sums[0]).isEqualTo((long) count * (count - 1) / 2);
        assertThat(sums[1]).isEqualTo((long) count * (count - 1) / 2);
    }
}
