package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqlTest extends CardStore {
    @Test
    void groupsAreTables() {
        // region: sql.frame
        // The three newest payments of each card, each with the card as it was at the time of the payment.
        Frame recent = store.sql("""
                WITH numbered AS (
                  SELECT *, row_number() OVER (PARTITION BY cc_num ORDER BY ts DESC) AS rn FROM payments)
                SELECT p.cc_num, p.ts, p.amount, c.limit_left
                FROM (SELECT * FROM numbered WHERE rn <= 3) p
                ASOF LEFT JOIN cards c ON p.cc_num = c.cc_num AND c.changed <= p.ts
                ORDER BY p.cc_num, p.ts DESC""");
        // end
        assertThat(recent.rows()).isEqualTo(9);

        Path file = directory.resolve("large.parquet");
        FeatureGroup totals = store.createFeatureGroup(
                FeatureGroupSpec.builder("totals", 1).primaryKey("cc_num").build());
        // region: sql.reader
        store.writeFile(store.sqlReader("SELECT * FROM payments WHERE amount > 30"), file);
        totals.insert(
                store.sqlReader("SELECT cc_num, sum(amount) AS total FROM payments GROUP BY cc_num"),
                WriteOptions.plain());
        // end
        assertThat(store.readFile(file).rows()).isEqualTo(19);
        assertThat(totals.read().rows()).isEqualTo(3);
    }
}
