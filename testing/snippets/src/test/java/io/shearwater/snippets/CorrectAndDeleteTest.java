package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorrectAndDeleteTest extends CardStore {
    @Test
    void aRowIsCorrectedAndOthersDeleted() {
        // region: correct.insert
        Commit correction = cards.insert(Frame.of(
                cards.spec().schema(),
                List.of(Map.of(
                        "cc_num",
                        "4000000000000001",
                        "changed",
                        Instant.parse("2025-03-05T00:00:00Z"),
                        "bank_id",
                        2L,
                        "limit_left",
                        new BigDecimal("650.00")))));
        // end
        assertThat(correction.counts().updated()).isEqualTo(1);
        assertThat(correction.counts().inserted()).isZero();

        // region: correct.delete-entity
        cards.deleteRecords(Frame.of(
                cards.spec().schema().select(List.of("cc_num")), List.of(Map.of("cc_num", "4000000000000002"))));
        // end
        assertThat(cards.read().rows()).isEqualTo(10);

        // region: correct.delete-row
        cards.deleteRecords(Frame.of(
                cards.spec().schema().select(List.of("cc_num", "changed")),
                List.of(Map.of("cc_num", "4000000000000003", "changed", Instant.parse("2025-03-05T00:00:00Z")))));
        // end
        assertThat(cards.read().rows()).isEqualTo(9);
        assertThat(fraudView()
                        .featureVector(Map.of("cc_num", "4000000000000003", "amount", 1.0))
                        .value("limit_left"))
                .isEqualTo(new BigDecimal("2700.00"));

        // region: correct.delete-where
        Commit gone = cards.deleteWhere(Predicate.lessThan("changed", Instant.parse("2025-03-02T00:00:00Z"))
                .or(Predicate.isNull("bank_id")));
        // end
        assertThat(gone.counts().deleted()).isEqualTo(2);

        Commit first = cards.commits().getFirst();
        // region: correct.changes
        Frame changed = cards.changes(first.id(), gone.id()).readAll();
        // end
        assertThat(changed.toMaps()).extracting(row -> row.get("change_type")).contains("update", "delete");
    }
}
