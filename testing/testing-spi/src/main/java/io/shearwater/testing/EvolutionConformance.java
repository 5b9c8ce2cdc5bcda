package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Columns that are added, widened, renamed and dropped while rows, views and training datasets are there. */
public abstract class EvolutionConformance extends StoreConformance {
    private static FeatureGroupSpec cart() {
        return FeatureGroupSpec.builder(name("cart"), 1)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .feature("amount", DataType.FLOAT)
                .feature("price", DataType.decimal(5, 2))
                .feature("note", DataType.string(2))
                .primaryKey("user_id")
                .eventTime("at")
                .online()
                .build();
    }

    private FeatureGroup cartWithRows() {
        return filled(
                cart(),
                row("u", minutes(-9), 1, 0.1f, new BigDecimal("1.25"), "ab"),
                row("v", minutes(-9), null, null, null, null));
    }

    private FeatureView view(FeatureGroup group) {
        return store().createFeatureView(FeatureViewSpec.builder(name("view"), 1, group.select("items", "note"))
                .build());
    }

    @Test
    void a11OldRowsReadAppendedFeaturesAsTheirDefaultAndOldViewsStillRead() {
        FeatureGroup group = cartWithRows();
        FeatureView view = view(group);
        List<String> before = Canonical.sorted(view.trainingData().train().features());
        group.appendFeatures(List.of(
                Feature.of("rank", DataType.LONG, "how often").withDefault(7),
                Feature.of("tags", DataType.array(DataType.STRING)),
                Feature.of("since", DataType.DATE).withDefault(LocalDate.of(1969, 12, 31)),
                Feature.of("seen", DataType.TIMESTAMP).withDefault(Instant.parse("1969-12-31T23:59:59.999999Z")),
                Feature.of("fee", DataType.decimal(6, 3)).withDefault(new BigDecimal("-0.5")),
                Feature.of("word", DataType.STRING).withDefault("🐦 'x'"),
                Feature.of("flag", DataType.BOOLEAN).withDefault(false),
                Feature.of("ratio", DataType.DOUBLE).withDefault(Double.NaN)));
        Map<String, Object> old = group.read(ReadOptions.all().where(Predicate.equalTo("user_id", "v")))
                .row(0);
        assertThat(old)
                .containsEntry("rank", 7L)
                .containsEntry("tags", null)
                .containsEntry("since", LocalDate.of(1969, 12, 31))
                .containsEntry("seen", Instant.parse("1969-12-31T23:59:59.999999Z"))
                .containsEntry("fee", new BigDecimal("-0.500"))
                .containsEntry("word", "🐦 'x'")
                .containsEntry("flag", false)
                .containsEntry("ratio", Double.NaN);
        assertThat(Canonical.sorted(view.trainingData().train().features())).isEqualTo(before);
        assertThat(view.featureVector(Map.of("user_id", "u")).value("items")).isEqualTo(1);
        FeatureGroup same = store().featureGroup(group.spec().name(), 1);
        assertThat(same.spec().schema().names())
                .endsWith("note", "rank", "tags", "since", "seen", "fee", "word", "flag", "ratio");
        assertThat(same.spec().features().stream()
                        .filter(feature -> feature.name().equals("rank"))
                        .findFirst())
                .hasValueSatisfying(feature -> assertThat(feature.description()).isEqualTo("how often"));
    }

    @Test
    void appendedFeaturesAreServedWithTheirDefaultUntilTheRowIsWrittenAgain() {
        FeatureGroup group = cartWithRows();
        group.appendFeatures(
                List.of(Feature.of("rank", DataType.INT).withDefault(7), Feature.of("more", DataType.STRING)));
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        store().featureGroup(group.spec().name()).select("rank", "more"))
                .build());
        var old = view.featureVector(Map.of("user_id", "u"));
        assertThat(old.value("rank")).isEqualTo(7);
        assertThat(old.status("rank")).isEqualTo(FeatureStatus.PRESENT);
        assertThat(old.status("more")).isEqualTo(FeatureStatus.NULL);
        group.insert(frame(
                store().featureGroup(group.spec().name()).spec(),
                row("u", minutes(-8), 2, null, null, null, null, "x")));
        var next = view.featureVector(Map.of("user_id", "u"));
        assertThat(next.status("rank")).isEqualTo(FeatureStatus.NULL);
        assertThat(next.value("more")).isEqualTo("x");
        assertThat(Canonical.sorted(view.trainingData().train().features()))
                .containsExactly("{more=\"x\", rank=null}", "{more=null, rank=7}", "{more=null, rank=7}");
    }

    @Test
    void writersThatDoNotKnowAnAppendedFeatureWriteItsDefault() {
        FeatureGroup group = cartWithRows();
        Frame old = frame(group.spec(), row("w", minutes(-9), 3, null, null, null));
        group.appendFeatures(List.of(Feature.of("rank", DataType.INT).withDefault(7)));
        group.insert(old);
        assertThat(group.read(ReadOptions.all().select("rank")))
                .satisfies(rows -> assertThat(Canonical.rows(rows))
                        .containsOnly("{rank=7}")
                        .hasSize(3));
    }

    @Test
    void appendedFeaturesCanBeFilteredByTheirDefault() {
        FeatureGroup group = cartWithRows();
        group.appendFeatures(
                List.of(Feature.of("rank", DataType.INT).withDefault(7), Feature.of("more", DataType.STRING)));
        group.insert(frame(
                store().featureGroup(group.spec().name()).spec(), row("w", minutes(-9), 3, null, null, null, 8, "x")));
        assertThat(group.read(ReadOptions.all().where(Predicate.equalTo("rank", 7)))
                        .rows())
                .isEqualTo(2);
        assertThat(group.read(ReadOptions.all().where(Predicate.isNull("more"))).rows())
                .isEqualTo(2);
        assertThat(group.read(ReadOptions.all().where(Predicate.greaterThan("rank", 7)))
                        .rows())
                .isEqualTo(1);
        assertThat(group.deleteWhere(Predicate.equalTo("rank", 7)).counts().deleted())
                .isEqualTo(2);
    }

    @Test
    void aFeatureThatExistsOrBreaksARuleIsNotAppended() {
        FeatureGroup group = cartWithRows();
        assertThatThrownBy(() -> group.appendFeatures(List.of(Feature.of("items", DataType.LONG))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("items", group.spec().name());
        assertThatThrownBy(() -> group.appendFeatures(
                        List.of(Feature.of("new_one", DataType.LONG), Feature.of("new_one", DataType.INT))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("new_one");
        assertThat(store().featureGroup(group.spec().name()).spec().schema())
                .isEqualTo(group.spec().schema());
    }

    @Test
    void typesAreWidenedInPlaceAndEveryPathReadsTheWiderType() {
        FeatureGroup group = cartWithRows();
        FeatureView view = view(group);
        group.widen("items", DataType.LONG);
        group.widen("amount", DataType.DOUBLE);
        group.widen("price", DataType.decimal(20, 2));
        group.widen("note", DataType.string(5));
        FeatureGroupSpec wide = store().featureGroup(group.spec().name()).spec();
        assertThat(wide.schema().toString())
                .isEqualTo(
                        "[user_id string, at timestamp, items long, amount double, price decimal(20,2), note string(5)]");
        group.insert(
                frame(wide, row("w", minutes(-9), 1L << 40, 0.1, new BigDecimal("123456789012345678.90"), "abcde")));
        assertThat(Canonical.sorted(group.read(ReadOptions.all().select("items", "amount", "price", "note"))))
                .containsExactly(
                        "{amount=0.10000000149011612d, items=1L, note=\"ab\", price=1.25}",
                        "{amount=0.1d, items=1099511627776L, note=\"abcde\", price=123456789012345678.90}",
                        "{amount=null, items=null, note=null, price=null}");
        assertThat(store().featureView(view.spec().name())
                        .featureSchema()
                        .field("items")
                        .type())
                .isEqualTo(DataType.LONG);
        FeatureView now = store().featureView(view.spec().name());
        assertThat(now.featureVector(Map.of("user_id", "u")).value("items")).isEqualTo(1L);
        assertThat(now.featureVector(Map.of("user_id", "w")).value("items")).isEqualTo(1L << 40);
        assertThat(Canonical.sorted(now.trainingData().train().features()))
                .containsExactly(
                        "{items=1099511627776L, note=\"abcde\"}", "{items=1L, note=\"ab\"}", "{items=null, note=null}");
        assertThat(reopened(group).spec()).isEqualTo(wide);
    }

    @Test
    void typesAreNeverNarrowedOrChanged() {
        FeatureGroup group = cartWithRows();
        for (DataType type : List.of(DataType.DOUBLE, DataType.BOOLEAN, DataType.STRING, DataType.DATE)) {
            assertThatThrownBy(() -> group.widen("items", type))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContainingAll("items", "int", type.toString());
        }
        assertThatThrownBy(() -> group.widen("note", DataType.string(1))).isInstanceOf(ShearwaterException.class);
        assertThatThrownBy(() -> group.widen("price", DataType.decimal(6, 3))).isInstanceOf(ShearwaterException.class);
        assertThatThrownBy(() -> group.widen("price", DataType.decimal(4, 2))).isInstanceOf(ShearwaterException.class);
        assertThatThrownBy(() -> group.widen("item", DataType.LONG)).hasMessageContainingAll("item", "items");
        assertThat(store().featureGroup(group.spec().name()).spec().schema())
                .isEqualTo(group.spec().schema());
    }

    @Test
    void aColumnThatNothingDependsOnIsRenamedOrDropped() {
        FeatureGroup group = cartWithRows();
        group.rename("items", "things");
        group.drop("amount");
        FeatureGroup now = store().featureGroup(group.spec().name());
        assertThat(now.spec().schema().names()).containsExactly("user_id", "at", "things", "price", "note");
        assertThat(now.read(ReadOptions.all().where(Predicate.equalTo("things", 1)))
                        .rows())
                .isEqualTo(1);
        // A name that is free again begins anew: no value of the dropped column comes back.
        now.appendFeatures(List.of(Feature.of("amount", DataType.FLOAT), Feature.of("items", DataType.INT)));
        assertThat(Canonical.rows(now.read(ReadOptions.all().select("amount", "items"))))
                .containsOnly("{amount=null, items=null}");
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        store().featureGroup(group.spec().name()).select("things", "amount"))
                .build());
        assertThat(view.featureVector(Map.of("user_id", "u")).toMap())
                .containsEntry("things", 1)
                .containsEntry("amount", null);
    }

    @Test
    void aColumnThatAViewOrTheIdentityNeedsIsNeitherRenamedNorDropped() {
        FeatureGroup group = cartWithRows();
        FeatureView view = view(group);
        assertThatThrownBy(() -> group.drop("items"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("items", view.spec().name());
        assertThatThrownBy(() -> group.rename("items", "things"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("items", view.spec().name());
        assertThatThrownBy(() -> group.drop("user_id"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("user_id");
        assertThatThrownBy(() -> group.rename("at", "ts"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("at");
        FeatureGroup free = cartWithRows();
        assertThatThrownBy(() -> free.rename("price", "note"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("note");
        assertThatThrownBy(() -> free.rename("price", "Price"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Price");
        assertThatThrownBy(() -> free.drop("prize"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("prize", "price");
        assertThat(Canonical.sorted(free.read(ReadOptions.all().select("price", "note"))))
                .containsExactly("{note=\"ab\", price=1.25}", "{note=null, price=null}");
        assertThat(store().featureGroup(group.spec().name()).spec()).isEqualTo(group.spec());
    }

    @Test
    void theStateBeforeAChangeOfColumnsReadsWithTodaysColumns() {
        FeatureGroup group = cartWithRows();
        long first = group.commits().getFirst().id();
        group.widen("items", DataType.LONG);
        group.appendFeatures(List.of(Feature.of("rank", DataType.INT).withDefault(7)));
        assertThat(Canonical.sorted(group.read(ReadOptions.all().asOf(first).select("items", "rank"))))
                .containsExactly("{items=1L, rank=7}", "{items=null, rank=7}");
        group.compact();
        assertThat(Canonical.sorted(group.read(ReadOptions.all().select("items", "rank"))))
                .containsExactly("{items=1L, rank=7}", "{items=null, rank=7}");
    }
}
