package io.shearwater.online;

import static io.shearwater.online.Fixture.ago;
import static io.shearwater.online.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of a model whose training rows were filtered. */
class FilteredVectorsTest {
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("id", DataType.LONG)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .feature("channel", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("fraud", DataType.BOOLEAN)
            .primaryKey("id")
            .eventTime("at")
            .build();
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("country", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("card")
            .eventTime("at")
            .online()
            .build();
    private static final FeatureViewSpec VIEW = FeatureViewSpec.builder(
                    "fraud",
                    1,
                    Query.of(PAYMENTS, List.of("amount", "channel", "fraud"))
                            .join(Query.of(CARDS, List.of("country", "spent")), Join.on("card")))
            .labels("fraud")
            .inferenceHelpers("country", "channel")
            .build();

    private final OnlineGroup cards = Fixture.group(1, CARDS);

    @TempDir
    private Path scratch;

    private Fixture fixture;

    @BeforeEach
    void fill() {
        fixture = new Fixture(scratch);
        fixture.put(
                cards,
                row("us", ago(30), "US", 12.5),
                row("se", ago(30), "SE", 3.5),
                row("unknown", ago(30), null, 1.5));
    }

    private VectorReader reader(Predicate filter) {
        return new VectorReader(fixture.store, VectorPlan.ofFeatures(VIEW, List.of(cards), filter), fixture.clock);
    }

    @Test
    void whatPassesIsAsWithoutTheFilter() {
        Map<String, Object> entry = Map.of("card", "us", "amount", 2.0);
        FeatureVector plain = reader(Predicate.all()).vector(entry);
        FeatureVector filtered = reader(Predicate.equalTo("country", "US")).vector(entry);

        assertThat(filtered.toMap())
                .isEqualTo(plain.toMap())
                .containsExactly(Map.entry("amount", 2.0), Map.entry("spent", 12.5));
        assertThat(filtered.eventTime("spent"))
                .isEqualTo(plain.eventTime("spent"))
                .contains(ago(30));
        assertThat(filtered.schema()).isEqualTo(plain.schema());
    }

    @Test
    void ofWhatDoesNotPassNothingIsFoundAndItsNeighboursStandWhereTheyWere() {
        List<FeatureVector> vectors = reader(Predicate.equalTo("country", "US"))
                .vectors(List.of(
                        Map.of("card", "se", "amount", 1.0),
                        Map.of("card", "us", "amount", 2.0),
                        Map.of("card", "unknown", "amount", 3.0),
                        Map.of("card", "nobody", "amount", 4.0)));

        assertThat(vectors).extracting(vector -> vector.value("amount")).containsExactly(null, 2.0, null, null);
        assertThat(vectors)
                .extracting(vector -> vector.status("spent"))
                .containsExactly(
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.PRESENT,
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.NOT_FOUND);
        assertThat(vectors.getFirst().eventTime("spent")).isEmpty();
        assertThat(vectors.getFirst().sequence("spent")).isEmpty();
    }

    @Test
    void aPassedValueDecides() {
        FeatureVector vector =
                reader(Predicate.equalTo("country", "US")).vector(Map.of("card", "se", "amount", 1.0, "country", "US"));

        assertThat(vector.value("spent")).isEqualTo(3.5);
    }

    @Test
    void whatTheFilterNeedsAndIsNotStoredIsAskedOfTheRequest() {
        VectorReader reader = reader(Predicate.equalTo("channel", "web"));

        assertThat(reader.plan().servingKeys())
                .containsExactly(new Field("card", DataType.STRING), new Field("channel", DataType.STRING));
        assertThatThrownBy(() -> reader.vector(Map.of("card", "us", "amount", 1.0)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("channel");
        assertThat(reader.vector(Map.of("card", "us", "channel", "web")).value("spent"))
                .isEqualTo(12.5);
        assertThat(reader.vector(Map.of("card", "us", "channel", "shop")).status("spent"))
                .isEqualTo(FeatureStatus.NOT_FOUND);
    }

    @Test
    void conditionsOnLabelsAreForTrainingAlone() {
        Predicate filter = Predicate.equalTo("country", "US").and(Predicate.equalTo("fraud", false));

        assertThat(VIEW.inferenceFilter(filter)).isEqualTo(Predicate.all().and(Predicate.equalTo("country", "US")));
    }

    @Test
    void aFilterOnAnUnknownColumnIsRefused() {
        assertThatThrownBy(() -> reader(Predicate.equalTo("contry", "US")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("contry")
                .hasMessageContaining("country");
    }
}
