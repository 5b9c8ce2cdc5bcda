package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FeatureGroupsTest extends CardStore {
    @Test
    void aGroupIsDefinedWithAllItCanSay() {
        // region: feature-groups.spec
        FeatureGroupSpec spec = FeatureGroupSpec.builder("credit_cards", 1)
                .description("Credit cards and their limits")
                .feature("cc_num", DataType.string(16))
                .feature("changed", DataType.TIMESTAMP)
                .feature("bank_id", DataType.LONG)
                .feature("limit_left", DataType.decimal(10, 2), "what may still be spent, in euro")
                .primaryKey("cc_num")
                .eventTime("changed")
                // How a view finds the bank of a card.
                .foreignKey("banks", "bank_id")
                .partitionBy(PartitionField.month("changed"))
                // Older rows are not used.
                .ttl(Duration.ofDays(90))
                // Also serve the latest row.
                .online()
                .build();
        // end
        assertThat(store.createFeatureGroup(spec).spec()).isEqualTo(spec);
    }

    @Test
    void rowsAreReadInManyWays() {
        FeatureGroup group = cards;
        // region: feature-groups.read
        Frame everything = group.read();
        Frame some = group.read(ReadOptions.all()
                .select("cc_num", "limit_left")
                .where(Predicate.lessThan("limit_left", new BigDecimal("1000")))
                .within(TimeRange.ofDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 31)))
                .limit(100));
        // end
        assertThat(everything.rows()).isEqualTo(15);
        assertThat(some.rows()).isEqualTo(4);
        assertThat(some.schema().names()).containsExactly("cc_num", "limit_left");
    }
}
