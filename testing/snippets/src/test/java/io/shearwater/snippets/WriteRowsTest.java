package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteRowsTest extends CardStore {
    // region: write-rows.record
    record Card(String ccNum, Instant changed, long bankId, BigDecimal limitLeft) {}
    // end

    @Test
    void recordsAndMapsAreWritten() {
        // region: write-rows.records
        List<Card> changed = List.of(
                new Card("4000000000000001", Instant.parse("2025-03-07T09:30:00Z"), 2, new BigDecimal("350.00")),
                new Card("4000000000000004", Instant.parse("2025-03-07T10:00:00Z"), 1, new BigDecimal("800.00")));
        Commit commit = cards.insert(Frame.ofRecords(Card.class, cards.spec().schema(), changed));
        // end
        assertThat(commit.counts().inserted()).isEqualTo(2);

        // region: write-rows.maps
        Map<String, Object> row =
                Map.of("bank_id", 3L, "changed", Instant.parse("2025-03-07T00:00:00Z"), "rating", 0.8);
        banks.insert(Frame.of(banks.spec().schema(), List.of(row)));
        // end
        assertThat(banks.read().rows()).isEqualTo(3);
    }

    @Test
    void filesOfAnySizeAreWritten() throws IOException {
        Path file = directory.resolve("cards.csv");
        Files.writeString(file, "cc_num,changed,bank_id,limit_left\n4000000000000009,2025-03-09 12:00,1,NA\n");
        // region: write-rows.file
        FileSource source = FileSource.of(file)
                .withSchema(cards.spec().schema())
                .withZone(ZoneId.of("Europe/Stockholm"))
                .withNulls("NA");
        try (FrameReader rows = store.reader(source)) {
            cards.insert(rows, WriteOptions.plain().withProgress(done -> show(done)));
        }
        // end
        assertThat(cards.read().toMaps())
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("changed", Instant.parse("2025-03-09T11:00:00Z"))
                        .containsEntry("limit_left", null));
    }

    private static void show(long rows) {
        assertThat(rows).isNotNegative();
    }

    @Test
    void aRepeatedJobWritesOnce() {
        Frame rows = cards.read();
        // region: write-rows.once
        Commit first = cards.insert(rows.reader(), WriteOptions.plain().withKey("cards of 2025-03-07"));
        Commit again = cards.insert(rows.reader(), WriteOptions.plain().withKey("cards of 2025-03-07"));
        // end
        assertThat(again).isEqualTo(first);
        assertThat(cards.commits()).hasSize(2);
    }

    @Test
    void appendRefusesWhatIsThere() {
        Frame rows = cards.read();
        assertThatThrownBy(() -> {
                    // region: write-rows.append
                    cards.append(rows);
                    // end
                })
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("cc_num");
        assertThat(cards.commits()).hasSize(1);
    }
}
