package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", DataType.LONG), new Field("pm25", DataType.DOUBLE));

    private static Frame rows(@Nullable Double... pm25) {
        FrameBuilder rows = new FrameBuilder(SCHEMA, pm25.length);
        for (int i = 0; i < pm25.length; i++) {
            rows.append((long) i, pm25[i]);
        }
        return rows.build();
    }

    private static Expectations expect(Expectations.Rule rule) {
        return new Expectations(List.of("id"), List.of(rule));
    }

    @Test
    void aRangeIncludesBothItsEndsAndLetsNullPass() {
        Expectations.Sifted sifted =
                expect(new Expectations.InRange("pm25", 0, 500)).sift(rows(0.0, 500.0, null, -1.0, 600.0, Double.NaN));

        assertThat(sifted.kept()).isEqualTo(rows(0.0, 500.0, null));
        assertThat(sifted.refused())
                .containsExactly(
                        "3: pm25 is -1.0, not from 0.0 to 500.0",
                        "4: pm25 is 600.0, not from 0.0 to 500.0",
                        "5: pm25 is NaN, not from 0.0 to 500.0");
    }

    @Test
    void aMissingValueIsRefused() {
        assertThat(expect(new Expectations.NotNull("pm25"))
                        .sift(rows(1.0, null))
                        .refused())
                .containsExactly("1: no pm25");
    }

    @Test
    void ofEqualRowsTheFirstIsKept() {
        Expectations.Sifted sifted =
                expect(new Expectations.Unique(List.of("pm25"))).sift(rows(1.0, 2.0, 1.0, null, null));

        assertThat(sifted.kept().rows()).isEqualTo(3);
        assertThat(sifted.refused())
                .containsExactly("2: an earlier row has the same pm25", "4: an earlier row has the same pm25");
    }
}
