package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The life of feature groups and views: made, found, changed, deleted, and there again after the store was closed. */
public abstract class GroupConformance extends StoreConformance {
    private static FeatureGroupSpec.Builder cart(String name, int version) {
        return FeatureGroupSpec.builder(name, version)
                .description("what lies in carts")
                .feature("user_id", DataType.STRING, "who")
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("at");
    }

    /** Everything that a definition can say. */
    private static FeatureGroupSpec full(String name) {
        return FeatureGroupSpec.builder(name, 3)
                .description("all there is \"to say\" 🐦")
                .feature("a", DataType.STRING, "first key")
                .feature("b", DataType.LONG)
                .feature("day", DataType.DATE)
                .feature("bank_id", DataType.INT)
                .feature(Feature.of("price", DataType.decimal(12, 3)).withDefault(new BigDecimal("1.5")))
                .feature("parts", DataType.parse("array<struct<x:int,y:map<string,embedding(2)>>>"))
                .primaryKey("a", "b")
                .eventTime("day")
                .zone(ZoneId.of("Asia/Shanghai"))
                .knownAfter(Duration.ofHours(30))
                .ttl(Duration.ofDays(7))
                .foreignKey("banks", "bank_id")
                .partitionBy(PartitionField.month("day"))
                .entity("pair")
                .online()
                .build();
    }

    @Test
    void a12CreatingAGroupTwiceFailsAndGetOrCreateTwiceIsTheSameGroup() {
        FeatureGroupSpec spec = cart(name("cart"), 1).build();
        store().createFeatureGroup(spec);
        assertThatThrownBy(() -> store().createFeatureGroup(spec))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(spec.name())
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(ErrorKind.CONFLICT);
        FeatureGroupSpec other = cart(name("cart"), 1).build();
        FeatureGroup first = store().getOrCreateFeatureGroup(other);
        first.insert(frame(other, row("u", minutes(0), 1)));
        FeatureGroup second = store().getOrCreateFeatureGroup(other);
        assertThat(second.spec()).isEqualTo(first.spec()).isEqualTo(other);
        assertThat(second.read()).isEqualTo(first.read());
        assertThat(second.read().rows()).isEqualTo(1);
    }

    @Test
    void getOrCreateWithAnotherDefinitionFailsNamingTheGroup() {
        FeatureGroupSpec spec = cart(name("cart"), 1).build();
        store().createFeatureGroup(spec);
        for (FeatureGroupSpec other : List.of(
                cart(spec.name(), 1).feature("more", DataType.INT).build(),
                cart(spec.name(), 1).online().build(),
                cart(spec.name(), 1).ttl(Duration.ofDays(1)).build(),
                cart(spec.name(), 1).primaryKey("user_id", "items").build())) {
            assertThatThrownBy(() -> store().getOrCreateFeatureGroup(other))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining(spec.name())
                    .extracting(error -> ((ShearwaterException) error).kind())
                    .isEqualTo(ErrorKind.CONFLICT);
        }
        assertThat(store().featureGroup(spec.name(), 1).spec()).isEqualTo(spec);
    }

    @Test
    void everyPartOfADefinitionSurvivesTheStoreBeingClosed() {
        FeatureGroupSpec full = full(name("full"));
        FeatureGroupSpec plain = FeatureGroupSpec.builder(name("plain"), 1)
                .feature("id", DataType.BINARY)
                .primaryKey("id")
                .build();
        store().createFeatureGroup(full);
        store().createFeatureGroup(plain);
        reopen();
        assertThat(store().featureGroup(full.name(), 3).spec()).isEqualTo(full);
        assertThat(store().featureGroup(plain.name(), 1).spec()).isEqualTo(plain);
        assertThat(store().getOrCreateFeatureGroup(full).spec()).isEqualTo(full);
    }

    @Test
    void everyPartOfAViewSurvivesTheStoreBeingClosed() {
        FeatureGroup labels = store().createFeatureGroup(FeatureGroupSpec.builder(name("labels"), 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("user_id", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("note", DataType.STRING)
                .feature("fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .build());
        FeatureGroup carts =
                store().createFeatureGroup(cart(name("cart"), 1).online().build());
        Query query = labels.selectAll()
                .where(Predicate.allOf(
                        Predicate.in("id", 1, 2L, 3L),
                        Predicate.not(Predicate.like("note", "a\\%%")),
                        Predicate.atLeast("amount", new BigDecimal("1.50")),
                        Predicate.lessThan("at", minutes(5)).or(Predicate.isNull("fraud"))))
                .join(
                        carts.select("items").where(Predicate.notEqualTo("items", 0)),
                        Join.on("user_id")
                                .withPrefix("cart_")
                                .strictlyBefore()
                                .within(Duration.ofDays(2))
                                .requirePresent());
        FeatureViewSpec spec = FeatureViewSpec.builder(name("view"), 2, query)
                .description("a view")
                .labels("fraud")
                .trainingHelpers("note")
                .inferenceHelpers("cart_items")
                .build();
        store().createFeatureView(spec);
        reopen();
        assertThat(store().featureView(spec.name(), 2).spec()).isEqualTo(spec);
        assertThat(store().getOrCreateFeatureView(spec).spec()).isEqualTo(spec);
        assertThat(store().featureView(spec.name()).featureSchema()).isEqualTo(spec.featureSchema());
    }

    @Test
    void versionsLieSideBySideAndTheNewestIsFoundByName() {
        String name = name("cart");
        filled(cart(name, 1).build(), row("u", minutes(0), 1));
        filled(cart(name, 2).build(), row("u", minutes(0), 2), row("v", minutes(0), 3));
        filled(cart(name, 10).build());
        assertThat(store().featureGroup(name).spec().version()).isEqualTo(10);
        assertThat(store().featureGroup(name, 1).read().rows()).isEqualTo(1);
        assertThat(store().featureGroup(name, 2).read().rows()).isEqualTo(2);
        assertThat(store().featureGroups().stream()
                        .map(group -> group.spec().ref())
                        .filter(ref -> ref.name().equals(name))
                        .map(ref -> ref.version()))
                .containsExactly(1, 2, 10);
        assertThat(store().findFeatureGroup(name, 1)).isPresent();
        assertThat(store().findFeatureGroup(name, 3)).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamedWithTheNearest() {
        String name = name("transactions");
        FeatureGroup group = filled(cart(name, 1).build());
        store().createFeatureView(
                        FeatureViewSpec.builder(name, 1, group.select("items")).build());
        String wrong = name.replace("sact", "sct");
        assertNotFound(() -> store().featureGroup(wrong), wrong, name);
        assertNotFound(() -> store().featureGroup(wrong, 1), wrong, name);
        assertNotFound(() -> store().featureView(wrong), wrong, name);
        assertNotFound(() -> store().featureView(wrong, 1), wrong, name);
        assertNotFound(() -> store().featureGroup(name, 7), name, "7");
        assertNotFound(() -> store().deleteFeatureGroup(wrong, 1), wrong, name);
        assertThat(store().findFeatureView(wrong, 1)).isEmpty();
        assertThat(store().findFeatureView(name, 1)).isPresent();
    }

    private static void assertNotFound(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll(parts)
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void aDeletedGroupIsGoneAndItsNameIsFreeWithoutItsRows() {
        FeatureGroupSpec spec = cart(name("cart"), 1).online().build();
        filled(spec, row("u", minutes(0), 1));
        store().deleteFeatureGroup(spec.name(), 1);
        assertThat(store().findFeatureGroup(spec.name(), 1)).isEmpty();
        FeatureGroup again = store().createFeatureGroup(spec);
        assertThat(again.read().rows()).isZero();
        assertThat(again.onlineRows(Map.of("user_id", "u"), TimeRange.ALL, 10).rows())
                .isZero();
        reopen();
        assertThat(store().featureGroup(spec.name(), 1).read().rows()).isZero();
    }

    @Test
    void aGroupOrViewThatSomethingDependsOnIsNotDeletedAndTheDependantIsNamed() {
        FeatureGroup carts = filled(cart(name("cart"), 1).build(), row("u", minutes(0), 1));
        FeatureViewSpec view =
                FeatureViewSpec.builder(name("view"), 4, carts.select("items")).build();
        store().createFeatureView(view);
        assertThatThrownBy(() -> store().deleteFeatureGroup(carts.spec().name(), 1))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll(carts.spec().name(), view.name())
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(ErrorKind.CONFLICT);
        assertThat(carts.read().rows()).isEqualTo(1);
        int version =
                store().featureView(view.name(), 4).trainingData().dataset().version();
        assertThatThrownBy(() -> store().deleteFeatureView(view.name(), 4))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(view.name())
                .hasMessageContaining(Integer.toString(version));
        store().featureView(view.name(), 4).deleteTrainingDataset(version);
        store().deleteFeatureView(view.name(), 4);
        assertThat(store().findFeatureView(view.name(), 4)).isEmpty();
        String name = carts.spec().name();
        store().deleteFeatureGroup(name, 1);
        assertThat(store().findFeatureGroup(name, 1)).isEmpty();
        assertNotFound(carts::read, name);
    }

    @Test
    void aSchemaIsInferredFromTheFirstFrameAndKept() {
        FeatureGroup group = store().createFeatureGroup(FeatureGroupSpec.builder(name("open"), 1)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build());
        assertThat(group.spec().schemaIsOpen()).isTrue();
        Schema schema = Schema.of(
                new Field("id", DataType.LONG),
                new Field("at", DataType.TIMESTAMP),
                new Field("tags", DataType.array(DataType.STRING)));
        Frame rows = frame(schema, row(1L, minutes(0), List.of("a")));
        group.insert(rows);
        assertThat(group.spec().schema()).isEqualTo(schema);
        assertThat(group.read()).isEqualTo(rows);
        FeatureGroup again = reopened(group);
        assertThat(again.spec().schema()).isEqualTo(schema);
        again.insert(frame(schema, row(2L, minutes(0), null)));
        assertThat(again.read().rows()).isEqualTo(2);
    }

    @Test
    void aFirstFrameWithoutTheKeyIsRefusedAndLeavesTheSchemaOpen() {
        FeatureGroup group = store().createFeatureGroup(FeatureGroupSpec.builder(name("open"), 1)
                .primaryKey("id")
                .build());
        Schema schema = Schema.of(new Field("ident", DataType.LONG));
        assertThatThrownBy(() -> group.insert(frame(schema, row(1L))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll("id", "ident");
        assertThat(store().featureGroup(group.spec().name(), 1).spec().schemaIsOpen())
                .isTrue();
    }

    @Test
    void tagsAreKeptReplacedAndTakenAway() {
        FeatureGroup group = filled(cart(name("cart"), 1).build());
        group.tag("owner", "risk");
        group.tag("pii", "");
        group.tag("owner", "fraud");
        assertThat(group.tags()).containsOnly(Map.entry("owner", "fraud"), Map.entry("pii", ""));
        FeatureGroup again = reopened(group);
        assertThat(again.tags()).hasSize(2);
        again.untag("pii");
        assertThat(again.tags()).containsOnly(Map.entry("owner", "fraud"));
    }

    @Test
    void commitsAreListedOldestFirstAlsoAfterReopening() {
        FeatureGroup group = filled(cart(name("cart"), 1).build(), row("u", minutes(0), 1));
        clock().advance(Duration.ofMinutes(1));
        group.insert(frame(group.spec(), row("u", minutes(0), 2), row("v", minutes(0), 2)));
        group.deleteWhere(Predicate.equalTo("user_id", "v"));
        List<Commit> commits = group.commits();
        assertThat(commits)
                .extracting(Commit::operation)
                .containsExactly(Commit.Operation.INSERT, Commit.Operation.INSERT, Commit.Operation.DELETE);
        assertThat(commits)
                .extracting(Commit::counts)
                .containsExactly(
                        new Commit.Counts(1, 0, 0, 0), new Commit.Counts(1, 1, 0, 0), new Commit.Counts(0, 0, 1, 0));
        assertThat(commits).extracting(Commit::id).isSorted().doesNotHaveDuplicates();
        assertThat(commits).extracting(Commit::at).isSorted().doesNotHaveDuplicates();
        assertThat(commits).allSatisfy(commit -> assertThat(commit.duration()).isGreaterThanOrEqualTo(Duration.ZERO));
        assertThat(reopened(group).commits()).isEqualTo(commits);
    }

    @Test
    void anEmptyGroupReadsAsNoRowsOfItsSchema() {
        FeatureGroupSpec spec = full(name("empty"));
        FeatureGroup group = store().createFeatureGroup(spec);
        assertThat(group.read()).isEqualTo(Frame.empty(spec.schema()));
        assertThat(group.commits()).isEmpty();
        assertThat(group.changes(0, 0).readAll().rows()).isZero();
    }

    @Test
    void storesOfTwoDirectoriesKnowNothingOfEachOther() {
        FeatureGroupSpec spec = cart(name("cart"), 1).build();
        filled(spec, row("u", minutes(0), 1));
        try (FeatureStore other = another(name("other"))) {
            assertThat(other.findFeatureGroup(spec.name(), 1)).isEmpty();
            assertThat(other.featureGroups()).isEmpty();
            assertThat(other.featureViews()).isEmpty();
        }
    }
}
