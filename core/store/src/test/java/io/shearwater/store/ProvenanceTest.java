package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Provenance;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    private static final Instant MONDAY = Instant.parse("2025-03-03T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2025-03-04T00:00:00Z");

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureGroup cards;
    private FeatureGroup banks;
    private Commit bankCommit;
    private FeatureView view;

    @BeforeEach
    void openStore() {
        store = Shearwater.open(directory.resolve("store"));
        cards = store.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .primaryKey("card")
                .eventTime("at")
                .feature("card", DataType.STRING)
                .feature("bank", DataType.LONG)
                .feature("limit_eur", DataType.DOUBLE)
                .feature("at", DataType.TIMESTAMP)
                .online()
                .build());
        banks = store.createFeatureGroup(FeatureGroupSpec.builder("banks", 1)
                .primaryKey("id")
                .feature("id", DataType.LONG)
                .feature("country", DataType.STRING)
                .online()
                .build());
        insert(cards, Map.of("card", "4473", "bank", 1L, "limit_eur", 100.0, "at", MONDAY));
        insert(cards, Map.of("card", "4473", "bank", 7L, "limit_eur", 200.0, "at", TUESDAY));
        insert(banks, Map.of("id", 1L, "country", "se"));
        bankCommit = insert(banks, Map.of("id", 7L, "country", "de"));
        view = store.createFeatureView(FeatureViewSpec.builder(
                        "cards_fv",
                        1,
                        cards.select("limit_eur")
                                .join(
                                        banks.select("country"),
                                        Join.onPair("bank", "id").withPrefix("bank_")))
                .build());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static Commit insert(FeatureGroup group, Map<String, Object> row) {
        return group.insert(Frame.of(group.spec().schema(), List.of(row)));
    }

    @Test
    void aFeatureOfAJoinedGroupComesFromTheRowsAlongItsJoins() {
        Provenance why = view.why(Map.of("card", "4473"), "bank_country");

        assertThat(why.value()).isEqualTo("de");
        assertThat(why.status()).isEqualTo(FeatureStatus.PRESENT);
        assertThat(why.origin()).isEqualTo(Provenance.Origin.STORED);
        assertThat(why.rows())
                .extracting(Provenance.Row::group)
                .containsExactly(new GroupRef("cards", 1), new GroupRef("banks", 1));
        Provenance.Row card = why.rows().getFirst();
        assertThat(card.key()).isEqualTo(Map.of("card", "4473"));
        assertThat(card.eventTime()).contains(TUESDAY);
        assertThat(card.values()).containsEntry("limit_eur", 200.0).containsEntry("bank", 7L);
        assertThat(card.commit()).contains(cards.commits().getLast());
        Provenance.Row bank = why.rows().getLast();
        assertThat(bank.on()).hasToString("[bank = id]");
        assertThat(bank.key()).isEqualTo(Map.of("id", 7L));
        assertThat(bank.values()).isEqualTo(Map.of("country", "de"));
        assertThat(bank.eventTime()).isEmpty();
        assertThat(bank.commit()).contains(bankCommit);
    }

    @Test
    void aPassedForeignKeyLeadsToAnotherRow() {
        Provenance why = view.why(Map.of("card", "4473", "bank", 1L), "bank_country");

        assertThat(why.value()).isEqualTo("se");
        assertThat(why.rows().getLast().key()).isEqualTo(Map.of("id", 1L));
    }

    @Test
    void aPassedFeatureHasNoRowBehindIt() {
        Provenance why = view.why(Map.of("card", "4473", "limit_eur", 5.0), "limit_eur");

        assertThat(why.value()).isEqualTo(5.0);
        assertThat(why.origin()).isEqualTo(Provenance.Origin.PASSED);
        assertThat(why.rows()).isEmpty();
    }

    @Test
    void aRowThatIsNotThereIsSaidToBeMissing() {
        insert(cards, Map.of("card", "5555", "bank", 99L, "limit_eur", 1.0, "at", MONDAY));

        Provenance unknownCard = view.why(Map.of("card", "0000"), "bank_country");
        Provenance unknownBank = view.why(Map.of("card", "5555"), "bank_country");

        assertThat(unknownCard.status()).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(unknownCard.rows()).allSatisfy(row -> {
            assertThat(row.status()).isEqualTo(FeatureStatus.NOT_FOUND);
            assertThat(row.values()).isEmpty();
            assertThat(row.commit()).isEmpty();
        });
        assertThat(unknownBank.rows())
                .extracting(Provenance.Row::status)
                .containsExactly(FeatureStatus.PRESENT, FeatureStatus.NOT_FOUND);
        assertThat(unknownBank.rows().getLast().key()).isEqualTo(Map.of("id", 99L));
    }

    @Test
    void anUnknownFeatureIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> view.why(Map.of("card", "4473"), "bank_contry"))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("Did you mean 'bank_country'?");
    }
}
