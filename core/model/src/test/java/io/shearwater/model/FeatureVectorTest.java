package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureVectorTest {
    private final FeatureVector vector = new FeatureVector(
            Schema.of(
                    new Field("a", DataType.INT),
                    new Field("b", DataType.BOOLEAN),
                    new Field("c", DataType.decimal(5, 1)),
                    new Field("d", DataType.DOUBLE)),
            new Object[] {0, true, new BigDecimal("1.5"), null},
            new FeatureStatus[] {
                FeatureStatus.PRESENT, FeatureStatus.PRESENT, FeatureStatus.PRESENT, FeatureStatus.EXPIRED
            },
            new long[] {0, FeatureVector.NONE, -1, 5},
            new long[] {7, FeatureVector.NONE, 8, 9},
            new RequestId.Stated("order 7"));

    @Test
    void everyValueTellsItsStatusTimeAndSequence() {
        assertThat(vector.size()).isEqualTo(4);
        assertThat(vector.value("a")).isEqualTo(0);
        assertThat(vector.value(3)).isNull();
        assertThat(vector.status("d")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(vector.status(0)).isEqualTo(FeatureStatus.PRESENT);
        assertThat(vector.eventTime("a")).contains(Instant.EPOCH);
        assertThat(vector.eventTime("b")).isEmpty();
        assertThat(vector.eventTime("c")).contains(Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(vector.age("a", Instant.ofEpochSecond(90))).contains(Duration.ofSeconds(90));
        assertThat(vector.age("b", Instant.EPOCH)).isEmpty();
        assertThat(vector.sequence("a")).hasValue(7);
        assertThat(vector.sequence("b")).isEmpty();
        assertThat(vector.requestId()).isEqualTo("order 7");
        assertThat(vector).hasToString("{a=0, b=true, c=1.5, d=null}");
        assertThatThrownBy(() -> vector.value("e")).hasMessageContaining("There is no column 'e'");
    }

    @Test
    void anIdOfARequestSaysSomethingAndIsShort() {
        assertThat(new RequestId.Generated(new UUID(1, 2)).text()).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(new RequestId.Stated("x".repeat(200)).text()).hasSize(200);
        assertThatThrownBy(() -> new RequestId.Stated("x".repeat(201)))
                .hasMessageContaining("cannot be a request_id")
                .hasMessageContaining("this has 201");
        assertThatThrownBy(() -> new RequestId.Stated("  ")).hasMessageContaining("not all blank");
    }

    @Test
    void learnersGetNumbers() {
        assertThat(vector.toDoubles()).containsExactly(0, 1, 1.5, Double.NaN);
        FeatureVector text = new FeatureVector(
                Schema.of(new Field("t", DataType.STRING)),
                new Object[] {"x"},
                new FeatureStatus[] {FeatureStatus.PRESENT},
                new long[] {0},
                new long[] {0},
                new RequestId.Stated("x"));
        assertThatThrownBy(text::toDoubles).hasMessage("The feature 't' is string with the value 'x', not a number.");
    }

    @ParameterizedTest
    @CsvSource({
        "a.parquet,PARQUET",
        "A.CSV,CSV",
        "a.tsv,CSV",
        "a.csv.gz,CSV",
        "a.jsonl,JSON_LINES",
        "a.ndjson.zst,JSON_LINES",
        "a.json,JSON_LINES",
    })
    void aFilesEndingTellsItsFormat(String file, FileSource.Format format) {
        assertThat(FileSource.of(Path.of("/tmp", file)).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"a.xls", "a", "/", "csv"})
    void anEndingThatTellsNothingIsRefused(String file) {
        assertThatThrownBy(() -> FileSource.of(Path.of(file)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("The format of '" + file + "' is not known by its ending");
    }
}
