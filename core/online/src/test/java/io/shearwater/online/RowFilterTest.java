package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {
    private static RowFilter.Outcome test(Predicate predicate, @Nullable Object value) {
        return RowFilter.of(predicate, column -> 0).test(new @Nullable Object[] {value});
    }

    private static boolean passes(Predicate predicate, @Nullable Object value) {
        return RowFilter.of(predicate, column -> 0).passes(new @Nullable Object[] {value});
    }

    @Test
    void numbersCompareExactlyWhateverTheirTypes() {
        assertThat(passes(Predicate.equalTo("x", 1), 1L)).isTrue();
        assertThat(passes(Predicate.equalTo("x", 1.0), 1L)).isTrue();
        assertThat(passes(Predicate.equalTo("x", new BigDecimal("1.50")), 1.5)).isTrue();
        assertThat(passes(Predicate.equalTo("x", 0.1), 0.1f)).isFalse();
        assertThat(passes(Predicate.greaterThan("x", 9_007_199_254_740_992.0), 9_007_199_254_740_993L))
                .isTrue();
        assertThat(passes(Predicate.lessThan("x", new BigDecimal("0.3")), new BigDecimal("0.29")))
                .isTrue();
        assertThat(passes(Predicate.equalTo("x", 0.0), -0.0)).isTrue();
    }

    @Test
    void notANumberEqualsItselfAndIsGreatest() {
        assertThat(passes(Predicate.equalTo("x", Double.NaN), Double.NaN)).isTrue();
        assertThat(passes(Predicate.greaterThan("x", Double.POSITIVE_INFINITY), Double.NaN))
                .isTrue();
        assertThat(passes(Predicate.lessThan("x", Double.NaN), 5L)).isTrue();
        assertThat(passes(Predicate.greaterThan("x", Double.NEGATIVE_INFINITY), new BigDecimal("-1e30")))
                .isTrue();
    }

    @Test
    void textsCompareByCodePoints() {
        assertThat(passes(Predicate.greaterThan("x", "\uFFFD"), "😀")).isTrue();
        assertThat(passes(Predicate.lessThan("x", "ab"), "a")).isTrue();
        assertThat(passes(Predicate.atLeast("x", "a"), "a")).isTrue();
        assertThat(passes(Predicate.atMost("x", "😀a"), "😀b")).isFalse();
    }

    @Test
    void otherScalarsCompareAmongThemselves() {
        assertThat(passes(Predicate.equalTo("x", true), true)).isTrue();
        assertThat(passes(Predicate.lessThan("x", LocalDate.EPOCH), LocalDate.EPOCH.minusDays(1)))
                .isTrue();
        assertThat(passes(Predicate.notEqualTo("x", Instant.EPOCH), Instant.EPOCH))
                .isFalse();
        assertThat(passes(Predicate.in("x", "a", "b"), "b")).isTrue();
        assertThat(passes(Predicate.in("x", 1, 2), 3L)).isFalse();
    }

    @Test
    void nullMakesAComparisonUnknown() {
        assertThat(test(Predicate.equalTo("x", 1), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(Predicate.not(Predicate.equalTo("x", 1)), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(Predicate.like("x", "%"), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(Predicate.in("x", 1), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(new Predicate.In("x", List.of()), null)).isEqualTo(RowFilter.Outcome.FALSE);
        assertThat(test(Predicate.isNull("x"), null)).isEqualTo(RowFilter.Outcome.TRUE);
    }

    @Test
    void logicHasThreeValues() {
        Predicate unknown = Predicate.equalTo("x", 1);
        Predicate yes = Predicate.isNull("x");
        Predicate no = Predicate.not(yes);

        assertThat(test(Predicate.allOf(unknown, no), null)).isEqualTo(RowFilter.Outcome.FALSE);
        assertThat(test(Predicate.allOf(yes, unknown), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(Predicate.anyOf(unknown, yes), null)).isEqualTo(RowFilter.Outcome.TRUE);
        assertThat(test(Predicate.anyOf(no, unknown), null)).isEqualTo(RowFilter.Outcome.UNKNOWN);
        assertThat(test(Predicate.anyOf(), null)).isEqualTo(RowFilter.Outcome.FALSE);
        assertThat(test(Predicate.all(), null)).isEqualTo(RowFilter.Outcome.TRUE);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, ABC, false",
        "a%, abc, true",
        "%c, abc, true",
        "%b%, abc, true",
        "a_c, abc, true",
        "a_c, ac, false",
        "_, 😀, true",
        "%a%b%, xxaxxaxb, true",
        "%a%b%, xxbxxa, false",
        "50\\%, 50%, true",
        "50\\%, 500, false",
        "a\\_c, abc, false",
        "a\\b, a\\b, true",
        "a\\\\b, a\\b, true",
        "%, '', true",
        "'', '', true",
        "'', a, false"
    })
    void patterns(String pattern, String text, boolean matches) {
        assertThat(passes(Predicate.like("x", pattern), text)).isEqualTo(matches);
    }
}
