package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Definitions, joins, filters, requests and names that make no sense: what the errors say, and that nothing changed. */
public abstract class BadQueryConformance extends StoreConformance {
    private static FeatureGroupSpec.Builder bank(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .feature("iban", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("country", DataType.STRING)
                .feature("rating", DataType.INT)
                .primaryKey("iban")
                .eventTime("at")
                .online();
    }

    private FeatureGroup bank() {
        return filled(bank(name("bank")).build(), row("se1", minutes(-2), "se", 1), row("de1", minutes(-2), "de", 2));
    }

    private FeatureGroup payment(FeatureGroup bank) {
        return filled(
                FeatureGroupSpec.builder(name("payment"), 1)
                        .feature("id", DataType.LONG)
                        .feature("at", DataType.TIMESTAMP)
                        .feature("payer", DataType.STRING)
                        .feature("payee", DataType.STRING)
                        .feature("country", DataType.STRING)
                        .feature("rating", DataType.LONG)
                        .primaryKey("id")
                        .eventTime("at")
                        .foreignKey(bank.spec().name(), "payer")
                        .foreignKey(bank.spec().name(), "payee")
                        .online()
                        .build(),
                row(1L, minutes(-1), "se1", "de1", "se", 5L));
    }

    @Test
    void aGroupOrViewThatExistsIsNotMadeAgain() {
        FeatureGroup bank = bank();
        String group = bank.spec().name();
        int groups = store().featureGroups().size();
        Refusal.of(() -> store().createFeatureGroup(bank(group).build()))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("'" + group + "' version 1 exists", "getOrCreateFeatureGroup", "version 2");
        Refusal.of(() -> store().getOrCreateFeatureGroup(bank(group)
                        .feature("more", DataType.INT)
                        .primaryKey("country")
                        .build()))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying(group, "the primary key is [country], stored is [iban]", "'more' is not stored", "version 2");
        FeatureViewSpec spec =
                FeatureViewSpec.builder(name("view"), 1, bank.selectFeatures()).build();
        FeatureView view = store().createFeatureView(spec);
        Refusal.of(() -> store().createFeatureView(spec))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("'" + spec.name() + "' version 1 exists", "getOrCreateFeatureView", "version 2");
        Refusal.of(() -> store().getOrCreateFeatureView(FeatureViewSpec.builder(spec.name(), 1, bank.select("rating"))
                        .build()))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("defined otherwise", group + "[country, rating]", "version 2");
        Refusal.of(() -> store().deleteFeatureGroup(group, 1))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("'" + group + "' version 1 cannot be deleted", "'" + spec.name() + "' version 1 depends");
        assertThat(store().featureGroups()).hasSize(groups);
        assertThat(view.featureVector(Map.of("iban", "se1")).value("rating")).isEqualTo(1);
        assertThat(bank.read().rows()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsNamedWithTheNearest() {
        FeatureGroup bank = bank();
        String group = bank.spec().name();
        String near = group.replace("bank", "bnak");
        Refusal.of(() -> store().featureGroup(near))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("no feature group '" + near + "' in project 'default'", "Did you mean '" + group + "'?");
        Refusal.of(() -> store().featureGroup(group, 7))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("'" + group + "' version 7", "there are the versions [1]");
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(name("view"), 1, bank.selectFeatures())
                .build());
        String viewName = view.spec().name();
        Refusal.of(() -> store().featureView(viewName.replace("view", "veiw")))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("no feature view", "Did you mean '" + viewName + "'?");
        Refusal.of(() -> view.trainingData(7))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("no version 7", viewName, "none was made yet");
        Refusal.of(() -> bank.read(ReadOptions.all().asOf(99_999_999)))
                .as("UNKNOWN_COMMIT", ErrorKind.NOT_FOUND)
                .saying(group, "99999999");
    }

    @Test
    void aColumnThatIsNotThereIsNamedWhereverItIsAskedFor() {
        FeatureGroup bank = bank();
        String group = "'" + bank.spec().name() + "' version 1";
        int commits = bank.commits().size();
        Predicate filter = Predicate.equalTo("contry", "se");
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(name("view"), 1, bank.selectFeatures())
                .build());
        for (Refusal refusal : List.of(
                Refusal.of(() -> bank.read(ReadOptions.all().select("contry"))),
                Refusal.of(() -> bank.read(ReadOptions.all().where(filter))),
                Refusal.of(() -> bank.deleteWhere(filter)),
                Refusal.of(() -> bank.select("contry")),
                Refusal.of(() -> bank.selectExcept("contry")),
                Refusal.of(() -> bank.selectAll().where(filter)),
                Refusal.of(() -> bank.widen("contry", DataType.STRING)),
                Refusal.of(() -> bank.rename("contry", "land")),
                Refusal.of(() -> bank.drop("contry")))) {
            refusal.as("UNKNOWN_COLUMN", ErrorKind.USER).saying(group, "'contry'", "Did you mean 'country'?");
        }
        Refusal.of(() -> FeatureViewSpec.builder("v", 1, bank.selectFeatures())
                        .labels("ratng")
                        .build())
                .as("UNKNOWN_COLUMN", ErrorKind.USER)
                .saying("'v'", "label 'ratng'", "Did you mean 'rating'?");
        Refusal.of(() -> view.trainingData(TrainingOptions.whole().where(filter)))
                .as("UNKNOWN_COLUMN", ErrorKind.USER)
                .saying(view.spec().name(), "'contry'", "Did you mean 'country'?");
        Refusal.of(() -> bank.read(ReadOptions.all().where(Predicate.greaterThan("rating", "high"))))
                .as("BAD_FILTER", ErrorKind.USER)
                .saying(group, "'rating', which is int", "high (String)");
        Refusal.of(() -> bank.onlineRows(Map.of("ibn", "se1"), TimeRange.ALL, 1))
                .as("UNKNOWN_NAME", ErrorKind.USER)
                .saying("'ibn'", "[iban]");
        Refusal.of(() -> bank.appendFeatures(List.of(Feature.of("country", DataType.STRING))))
                .as("BAD_CHANGE", ErrorKind.USER)
                .saying(bank.spec().name(), "'country' already");
        assertThat(view.trainingDatasets()).isEmpty();
        assertThat(bank.commits()).hasSize(commits);
        assertThat(bank.read(ReadOptions.all().where(Predicate.equalTo("country", "se")))
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void aJoinNeedsOneKeyThatBothSidesHave() {
        FeatureGroup bank = bank();
        FeatureGroup payment = payment(bank);
        String left = payment.spec().name();
        String right = bank.spec().name();
        Refusal.of(() -> payment.selectFeatures().join(bank.selectFeatures(), Join.inferred()))
                .as("BAD_JOIN", ErrorKind.USER)
                .saying("'" + left + "' has 2 foreign keys to '" + right + "'", "[payer]", "[payee]", "Join.onPair");
        FeatureGroup alone = store().createFeatureGroup(FeatureGroupSpec.builder(name("alone"), 1)
                .feature("key", DataType.INT)
                .feature("value", DataType.INT)
                .primaryKey("key")
                .build());
        Refusal.of(() -> payment.selectFeatures().join(alone.selectFeatures(), Join.inferred()))
                .as("BAD_JOIN", ErrorKind.USER)
                .saying("'" + alone.spec().name() + "' cannot be reached from '" + left + "'", "[key]", "foreign key");
        Refusal.of(() -> payment.selectFeatures().join(bank.selectFeatures(), Join.onPair("payr", "iban")))
                .as("BAD_JOIN", ErrorKind.USER)
                .saying("'payr', which '" + left + "' does not have", "Did you mean 'payer'?");
        Refusal.of(() -> payment.selectFeatures().join(bank.selectFeatures(), Join.on("rating")))
                .as("BAD_JOIN", ErrorKind.USER)
                .saying("'" + left + ".rating' is long and '" + right + ".rating' is int", "same type");
        Refusal.of(() -> payment.selectFeatures().join(bank.selectFeatures(), Join.onPair("payer", "iban")))
                .as("DUPLICATE_COLUMN", ErrorKind.USER)
                .saying("'country'", "'" + left + "' and from '" + right + "'", "withPrefix(\"" + right + "_\")");
        Join payer = Join.onPair("payer", "iban").withPrefix("bank_");
        Join payee = Join.onPair("payee", "iban").withPrefix("bank_");
        Refusal.of(() -> payment.select("id").join(bank.select("rating"), payer).join(bank.select("rating"), payee))
                .as("DUPLICATE_COLUMN", ErrorKind.USER)
                .saying("'bank_rating'", "another prefix");
        assertThat(store().read(payment.select("id")
                                .join(bank.select("rating"), payer)
                                .join(bank.select("rating"), payee.withPrefix("payee_")))
                        .toMaps())
                .containsExactly(Map.of("id", 1L, "bank_rating", 1, "payee_rating", 2));
    }

    @Test
    void aRequestForAVectorNamesItsKeysInTheirTypes() {
        FeatureGroup bank = bank();
        FeatureGroup payment = payment(bank);
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        payment.selectFeatures().join(bank.select("iban"), Join.onPair("payer", "iban")))
                .build());
        String name = "'" + view.spec().name() + "'";
        Refusal.of(() -> view.featureVector(Map.of()))
                .as("MISSING_KEY", ErrorKind.USER)
                .saying(name, "has no 'id'", "[id long]");
        Refusal.of(() -> view.featureVector(Map.of("id", 1L, "contry", "se")))
                .as("UNKNOWN_NAME", ErrorKind.USER)
                .saying(name, "'contry'", "Did you mean 'country'?");
        Refusal.of(() -> view.featureVector(Map.of("id", "one")))
                .as("WRONG_TYPE", ErrorKind.USER)
                .saying(name, "'id'", "'one' (String)", "long");
        Map<String, @Nullable Object> unknown = new HashMap<>();
        unknown.put("id", null);
        assertThat(view.featureVector(unknown).value("country")).isNull();
        assertThat(view.featureVector(Map.of("id", 1L)).value("country")).isEqualTo("se");
    }

    @Test
    void aDefinitionThatContradictsItselfIsRefusedBeforeAnythingIsMade() {
        int groups = store().featureGroups().size();
        Refusal.of(() ->
                        FeatureGroupSpec.builder("My Group", 1).primaryKey("id").build())
                .as("BAD_NAME", ErrorKind.USER)
                .saying("'My Group'", "Try 'my_group'");
        Refusal.of(() -> FeatureGroupSpec.builder("g", 1)
                        .feature("id", DataType.LONG)
                        .primaryKey("idd")
                        .build())
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("'g'", "'idd' as primary key", "Did you mean 'id'?");
        Refusal.of(() -> FeatureGroupSpec.builder("g", 1)
                        .feature("id", DataType.DOUBLE)
                        .primaryKey("id")
                        .build())
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("'id' of type double", "Keys are boolean, int");
        Refusal.of(() -> FeatureGroupSpec.builder("g", 1)
                        .feature("id", DataType.LONG)
                        .feature("at", DataType.STRING)
                        .primaryKey("id")
                        .eventTime("at")
                        .build())
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("'at' of type string", "timestamp or a date");
        Refusal.of(() -> bank("g").feature("rating", DataType.INT).build())
                .as("DUPLICATE_COLUMN", ErrorKind.USER)
                .saying("'g'", "'rating' twice");
        Refusal.of(() -> DataType.parse("decimal(60,2)"))
                .as("BAD_TYPE", ErrorKind.USER)
                .saying("60");
        assertThat(store().featureGroups()).hasSize(groups);
    }

    @Test
    void aSpineNeedsATimeAndTheTypesOfTheKeys() {
        FeatureGroup bank = bank();
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(name("view"), 1, bank.selectFeatures())
                .build());
        Schema misspelt = Schema.of(new Field("iban", DataType.STRING), new Field("att", DataType.TIMESTAMP));
        Frame spine = frame(misspelt, row("se1", minutes(5)));
        Refusal.of(() -> view.trainingData(TrainingOptions.whole().withSpine(spine)))
                .as("MISSING_COLUMN", ErrorKind.USER)
                .saying("no column 'at'", "'" + bank.spec().name() + "'", "[iban, att]");
        assertThat(view.trainingDatasets()).isEmpty();
        Schema right = Schema.of(new Field("iban", DataType.STRING), new Field("at", DataType.TIMESTAMP));
        assertThat(view.trainingData(TrainingOptions.whole().withSpine(frame(right, row("se1", minutes(5)))))
                        .parts()
                        .values())
                .extracting(part -> part.features().value(0, "rating"))
                .containsExactly(1);
    }
}
